"""What a run tells: the card, and a page for people."""
