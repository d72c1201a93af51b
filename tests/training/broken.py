"""Files that are no table of listings, each with words of the line that it is refused with."""

from __future__ import annotations

import bz2
import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.listings import made


def packed_short(file: Path) -> None:
    whole = gzip.compress(made(500).to_csv(index=False).encode())
    file.write_bytes(whole[: len(whole) // 2])


def workbook(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


def two_tables(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("one.csv", "a,b\n")
        archive.writestr("two.csv", "a,b\n")


def holding(content: str | bytes) -> Callable[[Path], object]:
    data = content if isinstance(content, bytes) else content.encode()
    return lambda file: file.write_bytes(data)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "gzip cut short": (packed_short, "ends too early"),
    "LFS pointer": (holding("version https://git-lfs.github.com/spec/v1\noid x\n"), "git lfs pull"),
    "JSON": (holding(json.dumps([{"price": 1}])), "it is JSON"),
    "a web page": (holding("<!doctype html><p>404"), "HTML"),
    "empty": (holding(""), "empty"),
    "a workbook": (workbook, "save it as CSV"),
    "two tables": (two_tables, "one.csv, two.csv"),
    "binary": (holding(b"\x7fELF\0\0\0"), "binary"),
    "one column": (holding("price\n1\n"), "no header of a table"),
    "header alone": (holding("l2,price_usd,year,m2\n"), "no rows below its header"),
    "Parquet cut short": (holding(b"PAR1" + bytes(99)), "damaged"),
    "packed with bzip2": (holding(bz2.compress(b"a,b\n1,2\n")), "packed with bzip2"),
    "a quotation mark left open": (holding('l2,price_usd\n"' + "x" * 200_000), "quotation mark may be open"),
    "no price": (holding("l2,year,m2\nCórdoba,2020,50\n"), "--columns price=PRECIO"),
    "no region": (holding("precio_usd;fecha;m2\n1;2020;50\n"), "l2=PROVINCIA"),
}
