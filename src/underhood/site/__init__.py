"""The pages of the site and how a page becomes HTML."""
