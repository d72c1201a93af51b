"""The fit: places, features, forests."""
