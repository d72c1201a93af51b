"""A release and a rollback: their order, their ports, and the adapters that fill them."""
