"""What is read at the end, as a table, as JSON and as a page."""
