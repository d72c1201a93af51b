"""infra/registry: where images go."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_emulator.standin.access import document
from tasador_emulator.standin.clients import Clients, Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource


def registry(inputs: Inputs) -> Iterator[Resource]:
    name = "${aws_ecr_repository.this.name}"
    repository = {
        "name": inputs.names.repository,
        "image_tag_mutability": "IMMUTABLE",
        "force_delete": inputs.stage != "prod",
        "image_scanning_configuration": {"scan_on_push": True},
        "encryption_configuration": {"encryption_type": "AES256"},
    }
    yield Resource("aws_ecr_repository.this", repository, "registry")
    yield Resource("aws_ecr_lifecycle_policy.this", {"repository": name, "policy": _lifecycle(inputs)}, "registry")
    yield Resource("aws_ecr_repository_policy.this", {"repository": name, "policy": _pull(inputs)}, "registry")


def _pull(inputs: Inputs) -> str:
    arn = inputs.function_arn
    return document(
        {
            "Sid": "LetOurFunctionPull",
            "Effect": "Allow",
            "Action": ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Condition": {"StringLike": {"aws:sourceArn": [f"{arn}:*", arn]}},
        }
    )


def _lifecycle(inputs: Inputs) -> str:
    image = inputs.raw["image"]
    return json.dumps(
        {
            "rules": [
                _keep(1, image["keep_releases"], image["release_tag_prefix"], "Keep the last {} releases"),
                _keep(2, image["keep_builds"], image["build_tag_prefix"], _KEEP_BUILDS),
                {
                    "rulePriority": 3,
                    "description": "Drop what has no tag after a week",
                    "selection": _UNTAGGED,
                    "action": {"type": "expire"},
                },
            ]
        }
    )


_KEEP_BUILDS = "Keep the last {} builds that were not released"
_UNTAGGED = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7}


def _keep(priority: int, count: int, prefix: str, why: str) -> dict[str, object]:
    selection = {
        "tagStatus": "tagged",
        "tagPrefixList": [prefix],
        "countType": "imageCountMoreThan",
        "countNumber": count,
    }
    action = {"type": "expire"}
    return {"rulePriority": priority, "description": why.format(count), "selection": selection, "action": action}


def _repository(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    given = {name: args[name] for name in args if name != "force_delete"}
    made = clients.call("ecr", "create_repository", given, {"name": "repository_name"})["repository"]
    return {"name": args["name"], "arn": made["repositoryArn"], "repository_url": made["repositoryUri"]}


_NAMES: Final = {"repository": "repository_name"}
CREATORS: Final[Mapping[str, Creator]] = {
    "aws_ecr_repository": _repository,
    "aws_ecr_lifecycle_policy": one_call("ecr", "put_lifecycle_policy", {**_NAMES, "policy": "lifecycle_policy_text"}),
    "aws_ecr_repository_policy": one_call("ecr", "set_repository_policy", {**_NAMES, "policy": "policy_text"}),
}
