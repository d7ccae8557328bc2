"""The site's own small theme: templates, style sheet and scripts, found by MkDocs through its entry point."""
