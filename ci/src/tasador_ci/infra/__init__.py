"""Terraform in its container, and the verbs that make an account ready, take over what stands, take a stage down."""
