"""Mutates the release library and the service, and counts how many small faults the tests see: `--help` for the use."""
