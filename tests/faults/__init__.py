"""Every call of a release, a rollback and a prune, spoiled in every way; and any history of them."""
