"""A file of listings as people have it, to rows with our own columns."""
