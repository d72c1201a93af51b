"""Every call that any boto3 client of this process makes and what came back, held against AWS's own models.

botocore refuses a request whose types are wrong and takes one whose values are: an unknown enum, a name too long.
Here both are looked at, and so are the answers: a double that leaves out what AWS always gives, or gives an error
that AWS does not know, would teach the release something false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import botocore.session
from botocore import handlers
from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator

# codes that any operation may answer, which the models do not list with each
# (Common Errors of each API reference; S3 lists its own in its Error Responses)
COMMON: Final = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "InvalidSignature",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "UnrecognizedClientException",
        "ValidationError",
        "ValidationException",
    }
)
S3: Final = frozenset(
    {
        "301",
        "403",
        "404",
        "409",
        "412",
        "BucketNotEmpty",
        "ConditionalRequestConflict",
        "InternalError",
        "NoSuchBucket",
        "NoSuchKey",
        "NotFound",
        "OperationAborted",
        "PermanentRedirect",
        "PreconditionFailed",
    }
)


SERVICES: Final = (
    *("acm", "apigateway", "cloudfront", "cloudwatch", "ecr", "events"),
    *("iam", "lambda", "logs", "s3", "sns", "sts"),
)


@dataclass(frozen=True)
class Call:
    """One call, with the headers of its request."""

    service: str
    operation: str
    headers: Mapping[str, str]


# the operations of S3 that name no bucket of ours, or cannot say whose it is
OWNERLESS: Final = frozenset({"ListBuckets", "CreateBucket"})
OWNER: Final = "x-amz-expected-bucket-owner"
SOURCE_OWNER: Final = "x-amz-source-expected-bucket-owner"


@dataclass
class Record:
    calls: list[Call] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def asked(self, params: Mapping[str, Any], model: OperationModel, **_: object) -> None:
        """Before the request is built: the parameters against enums, patterns and lengths."""
        if model.input_shape is not None:
            name = f"{model.service_model.service_name}:{model.name}"
            self.faults += [f"{name} {fault}" for fault in beside_the_model(params, model.input_shape)]

    def sent(self, model: OperationModel, params: Mapping[str, Any], **_: object) -> None:
        headers = {name.lower(): str(value) for name, value in params.get("headers", {}).items()}
        self.calls.append(Call(model.service_model.service_name, model.name, headers))

    def answered(self, model: OperationModel, parsed: Mapping[str, Any], **_: object) -> None:
        service = model.service_model.service_name
        status = parsed.get("ResponseMetadata", {}).get("HTTPStatusCode", 200)
        if status >= 300:
            code = str(parsed.get("Error", {}).get("Code", "none"))
            if not known(service, model, code):
                self.faults.append(f"{service}:{model.name} answers {code}, which AWS does not")
        elif model.output_shape is not None:
            given = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
            report = ParamValidator().validate(given, model.output_shape)
            if report.has_errors():
                self.faults.append(f"{service}:{model.name} answered: {report.generate_report()}")


def without_owner(calls: list[Call]) -> list[Call]:
    """The calls to S3 that would also reach a bucket of the same name in somebody else's account."""
    asked = [call for call in calls if call.service == "s3" and call.operation not in OWNERLESS]
    return [
        call
        for call in asked
        if OWNER not in call.headers or (call.operation == "CopyObject" and SOURCE_OWNER not in call.headers)
    ]


def known(service: str, model: OperationModel, code: str) -> bool:
    """Whether AWS's model lists this error for this operation, or its reference for all of the service."""
    listed = {str(getattr(shape, name)) for shape in model.error_shapes for name in ("error_code", "name")}
    return code in listed | COMMON or (service == "s3" and code in S3)


@cache
def every_code() -> frozenset[str]:
    """Whatever one of our services may answer an operation with."""
    session = botocore.session.get_session()
    models = [session.get_service_model(service) for service in SERVICES]
    shapes = [shape for model in models for shape in model.error_shapes]
    return COMMON | S3 | {str(getattr(shape, name)) for shape in shapes for name in ("error_code", "name")}


def beside_the_model(value: object, shape: Shape, path: str = "") -> Iterator[str]:
    """What the model forbids and botocore's own validator lets through."""
    match shape, value:
        case StructureShape(), dict():
            for name, part in value.items():
                if name in shape.members:
                    yield from beside_the_model(part, shape.members[name], f"{path}.{name}")
        case ListShape(), list() | tuple():
            for number, part in enumerate(value):
                yield from beside_the_model(part, shape.member, f"{path}[{number}]")
        case MapShape(), dict():
            for name, part in value.items():
                yield from beside_the_model(part, shape.value, f"{path}.{name}")
        case StringShape(), str():
            yield from _text(value, shape, path)


def _text(value: str, shape: StringShape, path: str) -> Iterator[str]:
    if shape.enum and value not in shape.enum:
        yield f"{path} is {value!r}, not one of {', '.join(shape.enum)}"
    longest, pattern = shape.metadata.get("max"), shape.metadata.get("pattern")
    if longest is not None and len(value) > longest:
        yield f"{path} has {len(value)} characters of {longest}"
    if pattern and not _matches(pattern, value):
        yield f"{path} is {value!r}, which {pattern} does not match"


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.search(rf"\A(?:{pattern})\Z", value) is not None
    except re.error:  # the models are written in Java's dialect
        return True


@contextmanager
def recorded() -> Iterator[Record]:
    """Record every client that is made from here on."""
    record = Record()
    # a session takes these up when it is made: the one way to see the calls of every client
    added = [("before-parameter-build", record.asked), ("before-call", record.sent), ("after-call", record.answered)]
    handlers.BUILTIN_HANDLERS.extend(added)
    try:
        yield record
    finally:
        for handler in added:
            handlers.BUILTIN_HANDLERS.remove(handler)
