"""Round trips: a release goes out in a format and comes back, over records drawn by lot."""
