"""What several documents show, as typed values: a release at a glance, a table as printed, risks and measures."""
