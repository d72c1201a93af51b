"""The records of releases, which of them are kept, and what may be deleted."""
