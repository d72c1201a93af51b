"""What is wrong with listings, and what is done about it."""
