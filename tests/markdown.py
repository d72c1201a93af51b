"""What the tests read in a Markdown file: its headings with their anchors, its links, its blocks of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

FENCE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING: Final = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
LINK: Final = re.compile(r"\]\(((?!https?:)[^)\s]+)\)")
SHELL: Final = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def anchors(text: str) -> list[str]:
    """The anchors of all headings, in order."""
    return [anchor(heading) for heading in HEADING.findall(FENCE.sub("", text))]


def anchor(heading: str) -> str:
    """As GitHub makes it: lower case, of the punctuation only hyphens and underscores, a hyphen for each space."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links(text: str) -> Iterator[tuple[str, str]]:
    """(file, anchor) of each link within the repo; the file is empty for the same page."""
    for target in LINK.findall(FENCE.sub("", text)):
        path, _, place = target.partition("#")
        yield path, place


def sections(text: str, level: int) -> Mapping[str, str]:
    """Anchor of each heading of this level to the text below it, up to the next heading of any level."""
    parts = re.split(rf"^{'#' * level} +(.+)$", text, flags=re.MULTILINE)[1:]
    bodies = (re.split(r"^#{1,6} ", body, maxsplit=1, flags=re.MULTILINE)[0] for body in parts[1::2])
    return dict(zip(map(anchor, parts[::2]), bodies, strict=True))


def commands(text: str) -> list[str]:
    """The lines of all blocks of shell, without comments."""
    lines = (line.partition(" #")[0].strip() for block in SHELL.findall(text) for line in block.splitlines())
    return [line for line in lines if line]
