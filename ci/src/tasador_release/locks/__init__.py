"""The release lock and Terraform's own: objects of the bucket that holds the state."""
