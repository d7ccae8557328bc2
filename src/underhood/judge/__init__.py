"""Checking one state and comparing two."""
