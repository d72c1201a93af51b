"""Commands that build things, as data: written once, run by containers and by the host alike.

A command's `cwd` is relative to the root of the repo. Nothing here runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tasador_release.values.app import FunctionSpec, SiteSpec

PLATFORM: Final = "x86_64-manylinux_2_28"  # glibc of the base images is 2.34
APP: Final = "infra/app"
REGISTRY: Final = "infra/registry"
BOOTSTRAP: Final = "infra/bootstrap"
ROOTS: Final = (BOOTSTRAP, REGISTRY, APP)
ACCOUNT: Final = "../account.tfvars.json"  # as bootstrap sees it
PLAN_FILE: Final = "tasador.tfplan"
# another run of the same root is let finish; a lock that a killed run left is reported after this
LOCK_TIMEOUT: Final = "-lock-timeout=2m"


@dataclass(frozen=True, slots=True)
class Command:
    """One program to run. `env` is added to the environment; it never holds a secret.

    `quiet`: what it says is for a program to read, and in nobody's way.
    """

    name: str
    argv: tuple[str, ...]
    cwd: str = "."
    env: Mapping[str, str] = field(default_factory=dict)
    quiet: bool = False


_QUIET: Final = {"npm_config_update_notifier": "false", "npm_config_fund": "false", "CI": "1"}
_TERRAFORM: Final = {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}


def site_install(site: SiteSpec) -> Command:
    return Command("site install", site.install, site.folder, _QUIET)


def site_build(site: SiteSpec) -> Command:
    return Command("site build", site.build, site.folder, _QUIET)


def site_check(site: SiteSpec, argv: Sequence[str]) -> Command:
    return Command("site check", tuple(argv), site.folder, _QUIET)


def function_install(function: FunctionSpec, tree: str, *, python: str | None = None) -> Command:
    """Install the locked dependencies into `tree`: for Lambda, or for a host interpreter."""
    lambda_ = ("--python-platform", PLATFORM, "--python-version", function.python)
    where = ("--python", python) if python else (*lambda_, "--only-binary", ":all:")
    install = ("uv", "pip", "install", "--quiet", "--require-hashes", "--no-deps")
    place = ("--link-mode", "copy", "--target", tree, "-r", function.lock)
    argv = (*install, *where, *place)
    return Command("function install", argv)


def precompile(tree: str, python: str = "python3") -> Command:
    """Compile to .pyc that are never checked against a time: same tree, same bytes."""
    mode = ("--invalidation-mode", "unchecked-hash")
    # paths as they will be in Lambda, so that no path of the builder is left in a .pyc
    paths = ("-s", tree, "-p", "/var/task", "-j", "1", tree)
    argv = (python, "-m", "compileall", "-q", "-f", *mode, *paths)
    return Command("precompile", argv, ".", {"PYTHONHASHSEED": "0"})


def terraform_init(root: str, backend: Mapping[str, str] | None = None) -> Command:
    """Without `backend`: enough to validate. With it: the state in S3, with its lock file."""
    if backend is None:
        return _terraform(root, "init", "-backend=false")
    settings = tuple(f"-backend-config={key}={value}" for key, value in sorted(backend.items()))
    return _terraform(root, "init", "-reconfigure", *settings)


def state_backend(bucket: str, key: str, region: str) -> dict[str, str]:
    return {"bucket": bucket, "key": key, "region": region, "use_lockfile": "true"}


def state_key(root: str, stage: str) -> str:
    """Where in the state bucket the state of a root lies; bootstrap is one for all stages of an account."""
    name = root.rpartition("/")[2]
    return f"{name}.tfstate" if root == BOOTSTRAP else f"{name}/{stage}.tfstate"


def terraform_init_local(root: str) -> Command:
    """For a root whose backend is overridden, for a plan before the bucket of the state is there."""
    return _terraform(root, "init")


def terraform_providers(root: str, downloads: str) -> Command:
    """Install the providers of a root and nothing else. `downloads` keeps them for the next time."""
    kept = {"TF_PLUGIN_CACHE_DIR": downloads, "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1"}
    made = _terraform(root, "init", "-backend=false")
    return replace(made, env={**made.env, **kept})


def stage_file(stage: str) -> str:
    """The committed settings of a stage, as app sees them."""
    return f"../stages/{stage}.tfvars.json"


def terraform_fmt() -> Command:
    argv = ("terraform", "fmt", "-check", "-recursive", "-diff", "infra")
    return Command("terraform fmt", argv, ".", _TERRAFORM)


def terraform_validate(root: str) -> Command:
    return _terraform(root, "validate", "-json")


def terraform_plan(
    root: str,
    variables: Mapping[str, str],
    *,
    files: Sequence[str] = (),
    only: Sequence[str] = (),
    destroy: bool = False,
    refresh_only: bool = False,
    lock: bool = True,
) -> Command:
    """Save a plan, whatever it says: what it would do is read from it.

    `files` hold variables; a later one, and then `variables`, win over an earlier. `only` limits it to these addresses.
    """
    given = (
        *(f"-var-file={file}" for file in files),
        *(f"-var={key}={value}" for key, value in sorted(variables.items())),
    )
    mode = (
        *(["-destroy"] if destroy else []),
        *(["-refresh-only"] if refresh_only else []),
        LOCK_TIMEOUT if lock else "-lock=false",
        *(f"-target={address}" for address in only),
    )
    return _terraform(root, "plan", f"-out={PLAN_FILE}", *mode, *given)


def terraform_show(root: str) -> Command:
    return replace(_terraform(root, "show", "-json", PLAN_FILE), quiet=True)


def terraform_apply(root: str) -> Command:
    """Apply the saved plan and nothing but the saved plan."""
    return _terraform(root, "apply", LOCK_TIMEOUT, PLAN_FILE)


def terraform_output(root: str) -> Command:
    return replace(_terraform(root, "output", "-json"), quiet=True)


def _terraform(root: str, verb: str, *arguments: str) -> Command:
    argv = ("terraform", f"-chdir={root}", verb, "-no-color", *arguments)
    return Command(f"terraform {verb}", argv, ".", _TERRAFORM)
