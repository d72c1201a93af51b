"""docs/pipeline/releasing.md from its first command to its last, in a clone; GitHub and the engine are stood in for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tasador_local import version

from tests.contract.docs import commands
from tests.paths import ROOT
from tests.unit.release.images import an_image

TEXT = (ROOT / "docs/pipeline/releasing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```sh\n(.*?)^ *```", TEXT, re.MULTILINE | re.DOTALL)
TOOLS = {
    # writes down what it was called with; what it is asked to export it makes, what it prints is a bill of nothing
    "dagger": """#!/bin/sh
echo "dagger $*" >>"$CALLED"
for last; do :; done
case "$*" in
    *" site export "*) mkdir "$last" && echo page >"$last/index.html" ;;
    *" export "*) cp "$BUILT" "$last" ;;
    *) echo '{"components": []}' ;;
esac
""",
    "gh": """#!/bin/sh
echo "gh $*" >>"$CALLED"
""",
    "gpg": """#!/bin/sh
cat >/dev/null
echo "[GNUPG:] SIG_CREATED " >&2
printf '%s\\n' '-----BEGIN PGP SIGNATURE-----' '-----END PGP SIGNATURE-----'
""",
    "python": f"""#!/bin/sh
exec {sys.executable} "$@"
""",
}
pytestmark = [
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is an upload, and no clone"),
    pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum on PATH"),
]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clone after all of it; `called` beside it says what GitHub and the engine were asked."""
    folder = tmp_path_factory.mktemp("release")
    clone, tools = folder / "clone", folder / "tools"
    subprocess.run(["git", "clone", "-q", "--shared", str(ROOT), str(clone)], check=True)
    subprocess.run(["git", "init", "-q", "--bare", str(folder / "github")], check=True)
    (clone / ".run/venv/bin").mkdir(parents=True)  # a set-up of its own: there is none yet
    for name, text in TOOLS.items():
        place = clone / ".run/venv/bin" / name if name == "python" else tools / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        place.chmod(0o755)
    said = {"user.name": "A", "user.email": "a@example.com", "gpg.program": str(tools / "gpg")}
    said |= {"remote.github.url": str(folder / "github"), "gpg.format": "openpgp"}
    for name, value in said.items():
        subprocess.run(["git", "-C", str(clone), "config", name, value], check=True)
    env = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "CALLED": str(folder / "called")}
    env["BUILT"] = str(an_image(folder))
    env |= {"TASADOR_ROOT": str(clone), "PYTHONPATH": str(ROOT / "ci/src")}
    for block in BLOCKS:
        typed(block, clone, env)
    return clone


def typed(block: str, clone: Path, env: Mapping[str, str]) -> None:
    filled = block.replace("X.Y.Z", "1.0.0").replace("OWNER/NAME", "ana/homes")
    done = subprocess.run(["sh", "-ec", filled], cwd=clone, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{filled}{done.stdout}{done.stderr}"


def git(clone: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(clone), *words], capture_output=True, text=True, check=True).stdout


def test_the_tag_on_github_is_signed_and_its_changelog_has_the_section_that_is_the_text_of_the_release(
    released: Path,
) -> None:
    github = released.parent / "github"
    tagged = version.notes(git(github, "show", "v1.0.0:CHANGELOG.md"), "1.0.0")
    assert tagged == (released / ".run/NOTES.md").read_text(encoding="utf-8")
    assert "### Added" in tagged
    assert "BEGIN PGP SIGNATURE" in git(github, "cat-file", "tag", "v1.0.0")
    assert git(github, "rev-parse", "main") == git(github, "rev-parse", "v1.0.0^{commit}")
    assert git(released, "status", "--porcelain") == ""


def test_every_artifact_stands_in_the_checksums_and_is_what_it_is_called(released: Path) -> None:
    dist = released / ".run/dist"
    assert {path.name for path in dist.iterdir()} == {"function.tar", "site.tar.gz", "bom.json", version.SUMS}
    assert len((dist / version.SUMS).read_text(encoding="utf-8").splitlines()) == 3
    assert subprocess.run(["sha256sum", "--check", "--quiet", version.SUMS], cwd=dist, check=False).returncode == 0
    assert json.loads((dist / "bom.json").read_text(encoding="utf-8")) == {"components": []}
    with tarfile.open(dist / "site.tar.gz") as site:
        assert [(one.name, one.mtime, one.uid) for one in site if one.isfile()] == [("./index.html", 0, 0)]


def test_github_and_the_engine_are_asked_for_what_they_have_with_the_files_that_were_made(released: Path) -> None:
    asked = (released.parent / "called").read_text(encoding="utf-8").splitlines()
    assert [fault for line in asked for fault in commands.faults(line.replace(".run/dist/", ""))] == []
    assert [line.split()[0] for line in asked] == ["dagger", "dagger", "dagger", "gh"]
    files = [f".run/dist/{name}" for name in (version.SUMS, "bom.json", "function.tar", "site.tar.gz")]
    assert sorted(asked[-1].split()[-4:]) == sorted(files)
