"""Records of a tree and the catalogue that links them."""
