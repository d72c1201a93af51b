"""Processes of this machine that never outlive their owner."""
