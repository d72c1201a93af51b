"""`python -m tasador_local.version cut X.Y.Z | image BUILT FILE | sums FOLDER`: what of a release no other tool does.

`cut` makes the section of the changelog and prints it, as the text of a release; `image` writes a tarball of the engine
as a deploy pushes it, without the times of its build, and prints its digest; `sums` writes SHA256SUMS of a folder.
"""

import hashlib
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tasador_release.errors import TasadorError, UsageError
from tasador_release.image.repeatable import repeatable
from tasador_release.values.artifacts import Image

from tasador_local.paths import Paths

_OPEN: Final = "## [Unreleased]"
_HEADING: Final = re.compile(r"^## \[([^\]]+)\]", re.MULTILINE)
_VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
SUMS: Final = "SHA256SUMS"


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        match sys.argv[1:] if arguments is None else list(arguments):
            case ["cut", version]:
                print(_cut(Paths.here().root / "CHANGELOG.md", version), end="")
            case ["image", built, file]:
                print(repeatable(Image.read(Path(built)), Path(file)).digest)
            case ["sums", folder]:
                (Path(folder) / SUMS).write_text(sums(Path(folder)), encoding="utf-8")
            case _:
                raise UsageError(
                    "none of `cut X.Y.Z`, `image BUILT FILE` and `sums FOLDER`", "see docs/pipeline/releasing.md"
                )
    except TasadorError as error:
        print(f"{error.where}: {error.what}\n  next: {error.next_step}", file=sys.stderr)
        return error.exit_code
    return 0


def _cut(place: Path, version: str) -> str:
    text = cut(place.read_text(encoding="utf-8"), version, datetime.now(UTC).date().isoformat())
    place.write_text(text, encoding="utf-8")
    return notes(text, version)


def cut(text: str, version: str, day: str) -> str:
    """The changelog with what is unreleased under this version and day, and an empty section above it."""
    number = _number(version)
    if _OPEN not in text or not notes(text, "Unreleased").strip():
        raise UsageError("CHANGELOG.md has nothing unreleased", "write what changed under '## [Unreleased]'")
    released = [_number(name) for name in _HEADING.findall(text) if _VERSION.fullmatch(name)]
    if released and number <= max(released):
        newest = ".".join(map(str, max(released)))
        raise UsageError(f"{version} is not above {newest}", "give the next major, minor or patch version")
    return text.replace(_OPEN, f"{_OPEN}\n\n## [{version}] - {day}", 1)


def notes(text: str, version: str) -> str:
    """The section of a version, without its heading."""
    parts = _HEADING.split(text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    if version not in sections:
        raise UsageError(f"CHANGELOG.md has no section {version}", "cut it first")
    return sections[version].partition("\n")[2].strip() + "\n"


def sums(folder: Path) -> str:
    """A line for each file of the folder, as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    if not files:
        raise UsageError(f"{folder} holds no file", "make the artifacts first")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def _number(version: str) -> tuple[int, ...]:
    if not _VERSION.fullmatch(version):
        raise UsageError(f"{version!r} is no version", "give MAJOR.MINOR.PATCH, such as 1.2.0")
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    sys.exit(main())
