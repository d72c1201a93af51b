"""An account that is made ready: the bucket of Terraform's state, and what stands already and is taken over."""
