"""What is built and where it goes: the constructor of every call, with defaults from `.env`."""

import dataclasses
import inspect
from typing import Annotated, Final

import dagger
from dagger import DefaultPath, Doc, Ignore
from tasador_release.values import dotenv

from . import images

_FILE: Final = ".env"
_OF_THE_REPO: Final = {"source", "dotenv"}  # folders that the module brings itself

# An allow-list: what is not named here never leaves the machine, and never makes anything run again.
SOURCES: Final = (
    "*",
    "!.ci",
    "!.github",
    "!app.json",
    "!.gitignore",
    "!bench",
    "!ci",
    "!dagger.json",
    "!dagger.toml",
    "!dev.lock",
    "!docs",
    "!infra",
    "!monitor",
    "!pyproject.toml",
    "!renovate.json",
    "!run",
    "!service",
    "!tests",
    "!tools.lock",
    "!web",
    "!*.md",
    "!.env.example",
    "!LICENSE",
    "ci/sdk",
    "web/dist",
    "**/node_modules",
    "**/__pycache__",
    "**/.terraform",
    "**/*.tfstate*",
    "**/*.tfplan",
)


@dataclasses.dataclass(kw_only=True)
class Project:
    """The source, and the target of whatever acts."""

    source: Annotated[
        dagger.Directory, DefaultPath("/"), Ignore(list(SOURCES)), Doc("The repo, or rather what of it is ever needed")
    ]
    dotenv: Annotated[
        dagger.Directory, DefaultPath("/"), Ignore(["*", "!.env"]), Doc("Where .env is, for a look at the names in it")
    ]
    aws: Annotated[dagger.Secret | None, Doc("Credentials, as aws configure export-credentials prints them (JSON)")] = (
        None
    )
    aws_access_key_id: Annotated[dagger.Secret | None, Doc("Access key, where there is no such JSON")] = None
    aws_secret_access_key: Annotated[dagger.Secret | None, Doc("Secret key of that access key")] = None
    aws_session_token: Annotated[dagger.Secret | None, Doc("Session token of that access key, if it has one")] = None
    account: Annotated[
        str, Doc("Account that may be changed, twelve digits; empty: that of the credentials, named in the report")
    ] = ""
    stage: Annotated[str, Doc("Which copy of the whole: prod keeps the plain names")] = "prod"
    revision: Annotated[str, Doc("Commit that is deployed, for the record")] = ""
    by: Annotated[
        str,
        Doc("Who calls, for the lock and the record: a person and machine, or the CI run; empty: whose the keys are"),
    ] = ""
    wait: Annotated[
        str, Doc("How long to wait for another release at work, such as 10m; empty: not, unless its process is gone")
    ] = ""
    signing_key: Annotated[
        dagger.Secret | None,
        Doc("Private key that images are signed with, of cosign generate-key-pair without a password"),
    ] = None
    lambda_image: Annotated[
        dagger.Container | None, Doc("Base of the function's image; by default AWS's own for the Python of app.json")
    ] = None
    python_image: Annotated[
        dagger.Container | None,
        Doc(f"Python that builds, checks and emulates; by default {images.tagged(images.PYTHON)}"),
    ] = None
    terraform_image: Annotated[
        dagger.Container | None, Doc(f"Terraform; by default {images.tagged(images.TERRAFORM)}")
    ] = None
    provider_mirror: Annotated[
        dagger.Directory | None, Doc("Folder that Terraform installs providers from, instead of their registry")
    ] = None
    stack_outputs: Annotated[
        dagger.File | None, Doc("What stands, as debug outputs writes it, instead of what Terraform's state says")
    ] = None
    emulator: Annotated[
        dagger.Service | None, Doc("An emulated AWS to work on instead of AWS, such as tcp://localhost:4566")
    ] = None


FIELDS: Final = tuple(field.name for field in dataclasses.fields(Project))


async def check_dotenv(project: Project) -> None:
    """UsageError for a name in `.env` that nothing reads: the engine passes over it in silence."""
    if _FILE in await project.dotenv.entries():
        dotenv.check(await project.dotenv.file(_FILE).contents(), readable())


def constructor() -> tuple[str, ...]:
    """The arguments that `.env` is for."""
    return tuple(name for name in inspect.signature(Project).parameters if name not in _OF_THE_REPO)


def readable() -> frozenset[str]:
    """Every name that means something: of the constructor, and of each function of the module."""
    from .main import Tasador

    public = {name: method for name, method in vars(Tasador).items() if inspect.isfunction(method) and name[0] != "_"}
    functions = {name: [*inspect.signature(method).parameters][1:] for name, method in public.items()}
    return dotenv.readable(constructor(), functions)
