"""The stack of infra/ made with boto3, for machines that have no AWS provider for Terraform.

One file for each Terraform file: what it declares, as data under Terraform's own addresses and argument names, and
how each type of resource is made. `stack` is all of it; a contract test holds the data against the Terraform files.
"""
