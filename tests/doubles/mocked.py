"""A root applied with a mock provider that gives each computed attribute a value that tells whose it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tasador_emulator.standin.resource import Resource

from tests import terraform

ACCOUNT: Final = "123456789012"
IMAGE: Final = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/meli-api-repo@sha256:" + "0123456789abcdef" * 4
ENDPOINT: Final = "http://127.0.0.1:4566"
REFERENCE: Final = re.compile(r"\$\{([a-z0-9_]+\.[a-z0-9_]+(?:\[\"[^\"]+\"\])?)\.([a-z0-9_]+)\}")

VARIABLES: Final[Mapping[str, str]] = {
    "bootstrap": 'github_repository = "tasador/tasador"\n emulated = true\n stages = {}',
    "registry": "",
    "app": f"""
      emulated   = true
      allowed_origins = ["https://page.example"]
      image_uri  = "{IMAGE}"
      api_origin = {{
        protocol = "http"
        host     = "127.0.0.1"
        port     = 4566
        path     = "/_aws/execute-api/{{api_id}}/{{api_stage}}"
      }}
    """,
}
DATA: Final = """
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
"""
# ids that AWS keeps for its own policies
MANAGED: Final = {
    "aws_cloudfront_cache_policy.site": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "aws_cloudfront_cache_policy.api": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "aws_cloudfront_origin_request_policy.api": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
}


def values(root: Path, declared: list[Resource]) -> dict[str, Any]:
    for file in (root / "tests").iterdir():
        file.unlink()
    for file in root.glob("*.tf"):
        file.write_text(mockable(file.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "tests" / "standin.tftest.hcl").write_text(mock_test(root.name, declared), encoding="utf-8")
    out = terraform.checked(root, "test", "-json", "-verbose")
    (state,) = [event["test_state"] for event in terraform.events(out) if event["type"] == "test_state"]
    return {
        one["address"].removesuffix("[0]"): one["values"]
        for one in state["root_module"]["resources"]
        if one["mode"] == "managed"
    }


def mockable(text: str) -> str:
    """A test destroys what it applied, and a mock gives no id to what is looked up by its name."""
    for address, identity in MANAGED.items():
        text = text.replace(f"data.{address}.id", json.dumps(identity))
    text = re.sub(r"^import \{.*?^\}\n", "", text, flags=re.DOTALL | re.MULTILINE)  # a mock cannot import
    return text.replace("prevent_destroy = true", "prevent_destroy = false")


def mock_test(root: str, declared: list[Resource]) -> str:
    """A test whose mocks give each computed attribute that is referred to its mark."""
    overrides = [
        f"override_resource {{\n  target = {address}\n  values = {{\n{literal(address, names)}  }}\n}}\n"
        for address, names in sorted(references(declared).items())
    ]
    run = 'run "standin" {\n  command = apply\n}\n'
    given = f"variables {{\n{VARIABLES[root]}\n}}\n"
    return "\n".join([f'mock_provider "aws" {{{DATA}}}\n', *overrides, *bucket_ids(declared), given, run])


def literal(address: str, names: set[str]) -> str:
    return "".join(f'    {name} = "{mark(address, name)}"\n' for name in sorted(names))


def mark(address: str, name: str) -> str:
    """What stands for an attribute of another resource: its name, in the form of an ARN where one belongs."""
    slug = re.sub(r"[^a-z0-9_.-]", "_", f"{address}.{name}")
    return f"arn:aws:mock::{ACCOUNT}:{slug}" if name.endswith("arn") else slug


def references(declared: list[Resource]) -> dict[str, set[str]]:
    """Which attributes are referred to, of those that the resource itself does not set."""
    own = {resource.address: set(resource.arguments) for resource in declared}
    found: dict[str, set[str]] = {}
    for resource in declared:
        for address, name in REFERENCE.findall(json.dumps(resource.arguments).replace('\\"', '"')):
            if name not in own[address]:
                found.setdefault(address, set()).add(name)
    return found


def bucket_ids(declared: list[Resource]) -> list[str]:
    """A bucket's id is its name: no reference is needed where the stand-in gives the name itself."""
    known = references(declared)
    return [
        f'override_resource {{\n  target = {one.address}\n  values = {{ id = "{one.arguments["bucket"]}" }}\n}}\n'
        for one in declared
        if one.type == "aws_s3_bucket" and "id" not in known.get(one.address, set())
    ]
