"""The printed typeface: Noto Sans SC, parsed once a process, with a mark in the place of characters that it lacks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from dealerdesk.paths import resource

MARK = "〓"  # what Chinese printers set where a character is missing
ELLIPSIS = "…"
EMBEDDING = Lock()  # a parsed face has one read position: one document at a time takes its subset
_PIECE = re.compile(  # what a line does not break: words, plates, dates, and the marks that belong to a character
    r"[（【〔《“(]*"
    r"(?:\d+年\d+月(?:\d+日)?|[\u4e00-\u9fff][A-Z]·?[A-Z0-9]{4,7}|[^\W\u3000-\uffff]+[!-~¥]*|[!-~¥]+|\S)"
    r"[，。、；：！？）】〕》”’·…);,.!?:]*\s*|\s+"
)


class _Widths(dict[str, int]):
    """Character → width in thousandths of the size; a character met for the first time is looked up in the face."""

    def __init__(self, face: TTFontFace) -> None:
        super().__init__()
        self._face = face
        self.lacking: set[str] = set()

    def __missing__(self, char: str) -> int:
        code = ord(char)
        if code not in self._face.charToGlyph:
            self._stand_in(char, code)
        width: int = round(self._face.charWidths.get(code, self._face.defaultWidth))
        self[char] = width
        return width

    def _stand_in(self, char: str, code: int) -> None:
        """Let the mark be drawn for a lacking character; what is copied or searched stays the character."""
        selector = unicodedata.name(char, "").startswith("VARIATION SELECTOR")
        other = ord(" " if selector else MARK)
        self._face.charToGlyph[code] = self._face.charToGlyph[other]
        self._face.charWidths[code] = 0 if selector else self._face.charWidths[other]
        if not selector:
            self.lacking.add(char)


class Face:
    """One weight of the typeface: its name on a canvas, and what fits where."""

    def __init__(self, name: str, filename: str) -> None:
        self.name = name
        self._font = TTFont(name, str(resource("fonts", filename)))
        self._widths = _Widths(self._font.face)
        pdfmetrics.registerFont(self._font)

    def width(self, text: str, size: float) -> float:
        """Answer the width of the text in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def fit(self, text: str, size: float, width: float) -> str:
        """Answer the text, shortened with … if it is wider than so many points."""
        room = width * 1000 / size + 0.01
        widths = self._widths
        if sum(map(widths.__getitem__, text)) <= room:
            return text
        room -= widths[ELLIPSIS]
        if room < 0:
            return ""
        for at, char in enumerate(text):
            room -= widths[char]
            if room < 0:
                return text[:at].rstrip() + ELLIPSIS
        return text

    def wrap(self, text: str, size: float, width: float, lines: int | None = None) -> list[str]:
        """Answer the text in lines of at most so many points; beyond the last line allowed it is shortened."""
        room = width * 1000 / size + 0.01
        if sum(map(self._widths.__getitem__, text)) <= room:
            return [text] if text else []
        done: list[str] = []
        line = ""
        pieces = [part for piece in _PIECE.findall(text) for part in self._parts(piece, room)]
        for at, piece in enumerate(pieces):
            if line and self._units(line + piece.rstrip()) > room:
                if lines is not None and len(done) == lines - 1:
                    return [*done, self.fit(line + "".join(pieces[at:]), size, width)]
                done.append(line.rstrip())
                line = ""
            line += piece
        return [*done, line.rstrip()] if line.strip() else done

    def lacking_in(self, text: str) -> set[str]:
        """Answer the characters of a measured text in whose place the mark is drawn."""
        lacking = self._widths.lacking
        return lacking.intersection(text) if lacking else set()

    def before_embedding(self) -> None:
        """Spell characters beyond U+FFFF as the two halves that a PDF's character map expects."""
        face = self._font.face
        for state in list(self._font.state.values()):
            for subset in state.subsets:
                for at, code in enumerate(subset):
                    if 0xFFFF < code <= 0x10FFFF:
                        halves = int.from_bytes(chr(code).encode("utf-16-be"))
                        face.charToGlyph[halves] = face.charToGlyph[code]
                        face.charWidths[halves] = face.charWidths[code]
                        subset[at] = halves

    def _units(self, text: str) -> int:
        return sum(map(self._widths.__getitem__, text))

    def _parts(self, piece: str, room: float) -> list[str]:
        """Answer the piece, cut into characters if it is a word wider than a whole line."""
        return [piece] if self._units(piece.rstrip()) <= room else list(piece)


@cache
def regular() -> Face:
    """Answer the regular weight."""
    return Face("NotoSansSC", "NotoSansSC-Regular.ttf")


@cache
def bold() -> Face:
    """Answer the bold weight."""
    return Face("NotoSansSC-Bold", "NotoSansSC-Bold.ttf")


def printable(text: str) -> str:
    """Answer the text on one line: breaks and controls as spaces, joiners gone, halves of characters marked."""
    if text.isprintable():
        return text
    return "".join(map(_printable, text)).strip()


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category == "Cs":
        return MARK
    return " " if category in {"Cc", "Zs", "Zl", "Zp"} else char
