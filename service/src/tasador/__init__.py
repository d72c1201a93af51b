"""The price of a home in Argentina, as an API."""

__version__ = "0.1.0"
