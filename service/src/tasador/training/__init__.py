"""Fits the model on a file of listings. Nothing here is ever imported by what serves."""
