"""The model trained on made-up listings, as the service's own tests have it: once for this ring."""

from tests.unit.service.conftest import listings, outcome, trained

__all__ = ["listings", "outcome", "trained"]
