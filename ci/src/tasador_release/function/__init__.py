"""The function's versions: events to send, answers to expect, its log, its warm-up."""
