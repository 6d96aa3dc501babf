"""What a zip package promises, looked at before it is opened: not cut, no bomb, no more rows than fit."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from dealerdesk.domain.errors import Damaged, WrongUse
from dealerdesk.spreadsheets.sheet import MAX_ROWS

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipInfo

_LARGEST: Final = 4 << 30
_SUSPECT: Final = 64 << 20
_RATIO: Final = 150
_ENTRIES: Final = 20_000
_TABLES: Final = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_PIECE: Final = 1 << 18
_ROW: Final = re.compile(rb"<row[ >]")
_ERROR_CELL: Final = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*? t="e"[^>]*>'
    rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>"
)


def check_package(path: Path) -> None:
    """Raise WrongUse or Damaged where a zip package is none that can be read: see `import.*` in `words`."""
    try:
        with ZipFile(path) as package:
            entries = package.infolist()
            _check_sizes(entries)
            names = {entry.filename for entry in entries}
            if not names.intersection(_TABLES):
                raise WrongUse("import.not_a_table" if names else "import.empty")
            if any(entry.flag_bits & 1 for entry in entries):
                raise WrongUse("import.encrypted")
            for entry in _sheets(entries):
                if entry.file_size > _SUSPECT and _rows(package, entry) > MAX_ROWS + 1000:
                    raise WrongUse("import.too_many_rows", limit=MAX_ROWS)
    except (BadZipFile, EOFError, NotImplementedError) as error:
        raise Damaged("import.cut_off") from error


def error_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Answer the cells that hold an Excel error such as #N/A, which calamine reads as empty.

    By the sheet's name; a cell by row and column, counted from 0. Only .xlsx packages are looked through.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    with ZipFile(path) as package:
        for entry in _sheets(package.infolist()):
            cells = _errors(package, entry)
            if cells:
                found[_sheet_name(package, entry.filename)] = cells
    return found


def _check_sizes(entries: list[ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > _SUSPECT and unpacked > packed * _RATIO
    if swollen or len(entries) > _ENTRIES:
        raise WrongUse("import.bomb")
    if unpacked > _LARGEST:
        raise WrongUse("import.too_large")


def _sheets(entries: list[ZipInfo]) -> list[ZipInfo]:
    return [e for e in entries if e.filename.startswith("xl/worksheets/") and e.filename.endswith(".xml")]


def _rows(package: ZipFile, entry: ZipInfo) -> int:
    count = 0
    with package.open(entry) as file:
        while (piece := file.read(_PIECE)) and count <= MAX_ROWS + 1000:
            count += len(_ROW.findall(piece))
    return count


def _errors(package: ZipFile, entry: ZipInfo) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    before = b""
    with package.open(entry) as file:
        while piece := file.read(_PIECE):
            if b't="e"' in before or b't="e"' in piece:
                for column, row, text in _ERROR_CELL.findall(before + piece):
                    found[int(row) - 1, _number(column.decode())] = text.decode()
            before = piece[-400:]
    return found


def _sheet_name(package: ZipFile, part: str) -> str:
    """The name of the sheet that is kept in a part of the package."""
    relations = package.read("xl/_rels/workbook.xml.rels").decode()
    targets = {
        relation: target.removeprefix("/").removeprefix("xl/")
        for tag in re.findall(r"<Relationship [^>]*>", relations)
        for target, relation in [(_attribute(tag, "Target"), _attribute(tag, "Id"))]
    }
    workbook = package.read("xl/workbook.xml").decode()
    for tag in re.findall(r"<sheet [^>]*>", workbook):
        if targets.get(_attribute(tag, "r:id")) == part.removeprefix("xl/"):
            return unescape(_attribute(tag, "name"))
    return ""


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
