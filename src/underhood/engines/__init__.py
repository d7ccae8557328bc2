"""Hosts of the site: the plain folder writer and the MkDocs plugin."""
