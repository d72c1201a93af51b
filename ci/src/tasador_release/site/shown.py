"""What users get under a name that stays: the index and the other entries, as values. Pure.

The index carries its release: a `<meta name="release">` with the release's id, the digest of its page
and a word of its own for each time it is written. So what is shown is read from the index itself,
and its ETag never comes back once it is replaced: a write on condition of an ETag cannot be fooled
by the same page shown again.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from typing import Final

_MARK: Final = re.compile(rb'<meta name="release" content="([\w.-]+)" data-page="([\w:.-]*)" data-write="(\w+)">')
_PLACES: Final = (re.compile(rb"<head(?:\s[^>]*)?>", re.I), re.compile(rb"<!doctype[^>]*>", re.I))


@dataclass(frozen=True, slots=True)
class Mark:
    """Whose index it is: the release, the digest of its page, and the word of this very write."""

    release: str
    page: str
    write: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One object as it stood or shall stand; `body` None: there is none."""

    key: str
    body: bytes | None = None
    etag: str | None = None
    content_type: str = ""
    cache_control: str = ""

    def alike(self, other: "Placed") -> bool:
        """Whether both are the same page of the same release, though they were not written at once."""
        if self.body is None or other.body is None:
            return self.body is other.body
        mine, theirs = mark_of(self.body), mark_of(other.body)
        same = replace(self, body=unstamped(self.body)).same(replace(other, body=unstamped(other.body)))
        return same and (mine and mine.release) == (theirs and theirs.release)

    def same(self, other: "Placed") -> bool:
        """Whether users would get the same from both."""
        mine, theirs = (self.body, self.content_type, self.cache_control), (other.body, other.content_type)
        return mine == (*theirs, other.cache_control)


@dataclass(frozen=True, slots=True)
class Change:
    """One object that a release replaces: as it stood, as it shall be, and what a failure puts back."""

    stood: Placed
    new: Placed
    back: Placed

    @property
    def key(self) -> str:
        return self.stood.key

    def ours(self, now: Placed) -> bool:
        """Whether nobody but this release touched it since it was read."""
        return now.etag == self.stood.etag or now.body == self.new.body


def new_mark(release: str, page: str) -> Mark:
    return Mark(release, page, secrets.token_hex(8))


def stamped(built: bytes, mark: Mark) -> bytes:
    """The index as it was built, with its mark as the first thing in its head."""
    plain = unstamped(built)
    at = next((found.end() for place in _PLACES if (found := place.search(plain))), 0)
    meta = f'<meta name="release" content="{mark.release}" data-page="{mark.page}" data-write="{mark.write}">'
    return plain[:at] + meta.encode() + plain[at:]


def unstamped(body: bytes) -> bytes:
    """The index as it was built."""
    return _MARK.sub(b"", body, count=1)


def mark_of(body: bytes | None) -> Mark | None:
    """The mark of an index; None: it is not of a release of ours."""
    found = _MARK.search(body or b"")
    return Mark(*(part.decode() for part in found.groups())) if found else None


def again(stood: Placed) -> Placed:
    """The same index to put back: marked as written anew, so that its ETag is not the one it had."""
    mark = mark_of(stood.body)
    if stood.body is None or mark is None:
        return stood
    return replace(stood, body=stamped(stood.body, new_mark(mark.release, mark.page)))


def sha256(body: bytes | None) -> str:
    return hashlib.sha256(body or b"").hexdigest()
