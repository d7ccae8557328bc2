"""What several commands share: options, sessions, and how results are told."""
