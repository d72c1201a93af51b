"""The stack of infra/ made with boto3, for machines that have no AWS provider for Terraform.

`declared` gives it as data, resource by resource, under Terraform's own addresses and argument names;
`build` makes it. A contract test holds the data against the Terraform files.
"""

from tasador_release.aws import client

from tasador_emulator.standin.build import make
from tasador_emulator.standin.declared import declared
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.make_account import deployer
from tasador_emulator.standin.resource import Resource
from tasador_emulator.standin.session import Workshop

__all__ = ["Resource", "Scene", "Workshop", "client", "declared", "deployer", "make"]
