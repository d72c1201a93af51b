"""infra/registry: where images go."""

import json
from collections.abc import Iterator

from tasador_emulator.standin.access import document
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource


def registry(scene: Scene) -> Iterator[Resource]:
    name = "${aws_ecr_repository.this.name}"
    repository = {
        "name": scene.names.repository,
        "image_tag_mutability": "IMMUTABLE",
        "force_delete": scene.stage != "prod",
        "image_scanning_configuration": {"scan_on_push": True},
        "encryption_configuration": {"encryption_type": "AES256"},
    }
    yield Resource("aws_ecr_repository.this", repository, "registry")
    yield Resource("aws_ecr_lifecycle_policy.this", {"repository": name, "policy": _lifecycle(scene)}, "registry")
    yield Resource("aws_ecr_repository_policy.this", {"repository": name, "policy": _pull(scene)}, "registry")


def _pull(scene: Scene) -> str:
    arn = scene.function_arn
    return document(
        {
            "Sid": "LetOurFunctionPull",
            "Effect": "Allow",
            "Action": ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Condition": {"StringLike": {"aws:sourceArn": [f"{arn}:*", arn]}},
        }
    )


def _lifecycle(scene: Scene) -> str:
    image = scene.raw["image"]
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
