"""What records say together: audiences, languages, references in prose, lineage, computed results."""
