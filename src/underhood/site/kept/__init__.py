"""Pages that are kept from one build to the next, as long as everything that they asked for is the same."""
