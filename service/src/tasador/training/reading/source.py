"""What a file is, found out by its first bytes and one pass over it: no heavy package is imported for that.

Read are tables as CSV, with any usual separator, in UTF-8, UTF-16 or Latin-1, plain, as gzip or within a zip; and
Parquet. Anything else is named for what it is.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal, cast

from tasador.training.faults import DataError

SEPARATORS: Final = (",", ";", "\t", "|")
CHUNK: Final = 1 << 20  # bytes
LINES: Final = 20  # by which the separator is told
LATIN: Final = "cp1252"  # Windows' Latin-1: what Excel writes
BYTE_ORDER: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
EXPECTED: Final = "a table: CSV (also .gz or .zip) or Parquet"
SEPARATOR_TOLD: Final = re.compile('"?sep=([,;|\t])"?')  # Excel's own line above a header
NAMED: Final = (".csv", ".tsv", ".txt", ".parquet")  # what a zip may hold


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds a table, and how to read it."""

    path: Path
    kind: Literal["csv", "parquet"]
    packed: Literal["gzip", "zip"] | None = None
    member: str | None = None  # of a zip
    encoding: str = "utf-8"
    separator: str = ","
    header: tuple[str, ...] = ()
    skipped: int = 0  # lines above the header

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Its bytes, unpacked."""
        with _opened(self.path, self.packed, self.member) as stream:
            yield stream


def inspect(path: Path) -> Source:
    """What the file is; DataError, of one line, for what cannot be read as a table."""
    try:
        return _inspected(path)
    except FileNotFoundError as error:
        raise DataError(str(path), ["there is no such file"], "give the path of one that is there") from error
    except IsADirectoryError as error:
        raise DataError(str(path), ["it is a folder"], "give one of its files") from error
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        found = "it is packed and ends too early, or is damaged"
        raise DataError(str(path), [found], "fetch it again, and compare its size with the original's") from error
    except csv.Error as error:
        found = "its first lines cannot be cut into columns: a quotation mark may be open"
        raise DataError(str(path), [found], "open it and save it as CSV in UTF-8") from error
    except OSError as error:
        raise DataError(str(path), [f"it cannot be opened ({error.strerror})"], "look at its permissions") from error


def _inspected(path: Path) -> Source:
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"\x1f\x8b"):
        return _table(path, "gzip", None)
    if start.startswith(b"PK\x03\x04"):
        return _table(path, "zip", _member(path))
    return _table(path, None, None)


def _member(path: Path) -> str:
    """The one table within a zip."""
    with zipfile.ZipFile(path) as archive:
        names = [one.filename for one in archive.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
    if "xl/workbook.xml" in names:
        raise DataError(str(path), [f"it is an Excel workbook, not {EXPECTED}"], "save it as CSV")
    tables = [name for name in names if name.lower().endswith(NAMED)]
    if len(tables) != 1:
        held = f"it is a zip that holds {len(tables)} tables ({', '.join(names[:5])}), not one"
        raise DataError(str(path), [held], "take the table out and give that file")
    return tables[0]


@contextmanager
def _opened(path: Path, packed: str | None, member: str | None) -> Iterator[IO[bytes]]:
    if packed == "gzip":
        with gzip.open(path, "rb") as stream:
            yield cast("IO[bytes]", stream)
    elif packed == "zip" and member:
        with zipfile.ZipFile(path) as archive, archive.open(member) as inner:
            yield inner
    else:
        with path.open("rb") as plain:
            yield plain


def _table(path: Path, packed: Literal["gzip", "zip"] | None, member: str | None) -> Source:
    with _opened(path, packed, member) as stream:
        start = stream.read(CHUNK)
        _refuse(path, start)
        if start.startswith(b"PAR1"):
            _refuse_short(path, packed)
            return Source(path, "parquet", packed, member)
        encoding = _encoding(start, stream)
    lines = _lines(start, encoding)
    told = SEPARATOR_TOLD.fullmatch(lines[0].strip()) if lines else None
    lines = lines[1:] if told else lines
    separator = told[1] if told else _separator(lines)
    header = tuple(name.strip() for name in next(csv.reader(lines, delimiter=separator), []))
    if len(header) < 2:
        found = f"its first line is no header of a table: {lines[0][:60]!r}" if lines else "it is empty"
        raise DataError(str(path), [found], f"give {EXPECTED}")
    if len(lines) < 2:
        raise DataError(str(path), ["it holds no rows below its header"])
    return Source(path, "csv", packed, member, encoding, separator, header, 1 if told else 0)


def _refuse_short(path: Path, packed: str | None) -> None:
    """Parquet ends as it begins."""
    if packed is None:
        with path.open("rb") as file:
            file.seek(-4, io.SEEK_END)
            if file.read() != b"PAR1":
                raise DataError(str(path), ["it is Parquet and damaged"], "fetch it again")


FOREIGN: Final = (
    (b"version https://git-lfs", "it is a pointer of Git LFS, not the file itself", "git lfs pull"),
    (b"\xd0\xcf\x11\xe0", f"it is an old Excel workbook, not {EXPECTED}", "save it as CSV"),
    (b"{", f"it is JSON, not {EXPECTED}", "turn its records into CSV"),
    (b"[", f"it is JSON, not {EXPECTED}", "turn its records into CSV"),
    (b"<", f"it is HTML or XML, not {EXPECTED}", "fetch the file itself, not the page that shows it"),
    (b"BZh", "it is packed with bzip2", "unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "it is packed with xz", "unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "it is packed with zstandard", "unpack it, or pack it with gzip"),
    (b"7z\xbc\xaf", "it is packed with 7-Zip", "unpack it, or pack it as zip"),
    (b"Rar!", "it is packed with RAR", "unpack it, or pack it as zip"),
    (b"SQLite format 3", f"it is a SQLite database, not {EXPECTED}", "export its table as CSV"),
    (b"%PDF", f"it is a PDF, not {EXPECTED}", "look for the data behind it"),
)


def _refuse(path: Path, start: bytes) -> None:
    """What is no table, by how it begins."""
    shown = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if not shown:
        raise DataError(str(path), ["it is empty"], f"give {EXPECTED}")
    for sign, found, next_step in FOREIGN:
        if shown.startswith(sign):
            raise DataError(str(path), [found], next_step)
    if b"\0" in start and not start.startswith((*BYTE_ORDER, b"PAR1")):
        raise DataError(str(path), [f"it is binary, not {EXPECTED}"], f"give {EXPECTED}")


def _encoding(start: bytes, rest: IO[bytes]) -> str:
    """That of its byte order mark, else UTF-8 where all of it is, else Latin-1."""
    for mark, name in BYTE_ORDER.items():
        if start.startswith(mark):
            while rest.read(CHUNK):  # to its end: a packed file may be cut short
                pass
            return name
    decoder, found = codecs.getincrementaldecoder("utf-8")(), "utf-8"
    part = start
    while part:
        if found == "utf-8":
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                found = LATIN
        part = rest.read(CHUNK)
    return found


def _lines(start: bytes, encoding: str) -> list[str]:
    text = io.StringIO(start.decode(encoding, errors="replace"), newline=None)
    return [line for _, line in zip(range(LINES), text, strict=False)]


def _separator(lines: list[str]) -> str:
    """The one that cuts the header into most columns, and the lines below it into as many."""

    def fits(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        first = widths[0] if widths else 0
        return sum(width == first > 1 for width in widths), first

    return max(SEPARATORS, key=fits)
