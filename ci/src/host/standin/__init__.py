"""The stack of infra/ made with boto3, for machines that have no AWS provider for Terraform.

`declared` gives it as data, resource by resource, under Terraform's own addresses and argument names;
`build` makes it. A contract test holds the data against the Terraform files.
"""

from release.aws import client

from host.standin.build import bootstrap, build
from host.standin.declared import declared
from host.standin.make_account import deployer
from host.standin.resource import Resource
from host.standin.scene import Scene
from host.standin.workshop import Workshop

__all__ = ["Resource", "Scene", "Workshop", "bootstrap", "build", "client", "declared", "deployer"]
