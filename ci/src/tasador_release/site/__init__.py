"""The page in its bucket and at the edge."""
