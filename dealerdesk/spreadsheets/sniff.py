"""What a file is by its content, whatever its name says, and what text it is written in."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, Literal

from dealerdesk.domain.errors import Damaged, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

Form = Literal["workbook", "html", "xml", "csv"]

_PIECE: Final = 1 << 20
_HEAD: Final = 1 << 16
_BINARY: Final = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")
_ENCODINGS: Final = ("utf-8", "gb18030")
_TOLERATED: Final = 1000
_XML_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_MARKUP: Final = re.compile(rb"<(!doctype html|html|table|meta|head|body)", re.IGNORECASE)


def form_of(path: Path) -> Form:
    """Answer how the file's table is written. Raises WrongUse `import.empty` or `import.not_a_table`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise WrongUse("import.empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return "workbook"
    text = head if _wide_encoding(head) is None else head.replace(b"\x00", b"")
    if _XML_2003 in text and text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
        return "xml"
    if _MARKUP.search(text):
        return "html"
    if _wide_encoding(head) is None and (
        _BINARY.search(head) or head.startswith((b"%PDF", b"{\\rtf", b"MIME-Version"))
    ):
        raise WrongUse("import.not_a_table")
    return "csv"


def encoding_of(path: Path) -> str:
    """Answer the encoding that reads the whole file best: UTF-16 and UTF-32 by their marks, else UTF-8, else GB18030.

    A few characters that were cut by the system that wrote them are tolerated. Raises Damaged `import.cut_off`
    where the file ends within a character, WrongUse `import.not_a_table` where it is no text.
    """
    with path.open("rb") as file:
        wide = _wide_encoding(file.read(_HEAD))
    if wide is not None:
        return wide
    size = path.stat().st_size
    flaws: dict[str, int] = {}
    for encoding in _ENCODINGS:
        flaws[encoding], ends_within = _flaws(path, encoding)
        if flaws[encoding] == 0 and ends_within:
            raise Damaged("import.cut_off")
        if flaws[encoding] == 0:
            return "utf-8-sig" if encoding == "utf-8" else encoding
    best = min(flaws, key=flaws.__getitem__)
    if flaws[best] * _TOLERATED > size:
        raise WrongUse("import.not_a_table")
    return best


def _flaws(path: Path, encoding: str) -> tuple[int, bool]:
    """How many characters cannot be read, and whether the last one is cut."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    flaws = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            flaws += decoder.decode(piece).count("\ufffd")
    return flaws, "\ufffd" in decoder.decode(b"", final=True)


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark, or UTF-16 by where the zero bytes of plain characters stand."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = [head[i : i + 2000 : 2].count(0) for i in (0, 1)]
    if len(head) >= 8 and max(zeros) * 8 > min(len(head), 2000) and min(zeros) == 0:
        return "utf-16-le" if zeros[1] else "utf-16-be"
    return None
