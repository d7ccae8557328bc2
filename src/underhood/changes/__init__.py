"""One module for each weighing of a difference between two states."""
