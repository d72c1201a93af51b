"""What is done to what stands: records, retention, locks, diagnosis."""
