"""One module for each format in which findings are written."""
