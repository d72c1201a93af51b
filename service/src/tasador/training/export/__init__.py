"""A fitted model as the artifact that serves."""
