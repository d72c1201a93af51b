"""Terraform's roots: planned, read, applied; what a plan changes and takes away; what a state puts out."""
