"""Artifacts built on this machine."""
