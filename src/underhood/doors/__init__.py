"""One module for each outside thing: files, git, YAML, JSON Schema, Jinja, Markdown."""
