"""The sheet of A4 that every paper is drawn on: its frame, its texts, its rules, its boxes and its bytes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dealerdesk.documents.barcode import barcode_path
from dealerdesk.documents.fonts import EMBEDDING, bold, printable, regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dealerdesk.words import Words

A4 = (595.28, 841.89)  # points
LEFT, RIGHT, TOP, BOTTOM = 30.0, 22.0, 20.0, 20.0  # margins; the left one takes a file's holes
HEAD = 38.0  # height of the frame's heading
SMALLEST = 0.58  # share of its size to which a text is squeezed
CODE = 92.0  # width of the paper's own barcode
FOOT = 12.0  # height of its last line
LOGO = (120.0, 29.0)  # room for the store's logo in the heading
NUMBER = 90.0  # width of the page number
BLACK, DARK, MIDDLE, LIGHT, TINT, WHITE = (
    0.0,
    0.25,
    0.45,
    0.72,
    0.93,
    1.0,
)  # greys that a black-and-white printer keeps apart


class Align(Enum):
    """Where a text stands in its room."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True)
class Frame:
    """What every page of a paper says about itself."""

    store: str
    title: str
    day: date
    subtitle: str = ""
    note: str = ""
    code: str = ""  # drawn as a barcode at the top right
    contact: str = ""  # the store's address and phone, in the footing
    logo: bytes | None = None  # a picture, at the top left
    printed: str = ""  # by whom and when, in the footing and in the document's properties


@dataclass(frozen=True)
class _Logo:
    """A picture read once, and its size in points."""

    picture: ImageReader
    width: float
    height: float

    @classmethod
    def of(cls, data: bytes | None) -> _Logo | None:
        if data is None:
            return None
        picture = ImageReader(BytesIO(data))
        width, height = picture.getSize()
        scale = min(LOGO[0] / width, LOGO[1] / height)
        return cls(picture, width * scale, height * scale)


class Paper:
    """A document in the making: pages of one frame, drawn from the top left corner downwards, y growing upwards."""

    def __init__(self, frame: Frame, words: Words, pages: int, *, landscape: bool) -> None:
        self.width, self.height = A4[::-1] if landscape else A4
        self.left, self.right = LEFT, self.width - RIGHT
        self.top, self.bottom = self.height - TOP - HEAD, BOTTOM + FOOT
        self._frame, self._words, self._pages = frame, words, pages
        self._bytes = BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pagesize=(self.width, self.height),
            invariant=1,
            pageCompression=1,
            lang=words.language.replace("_", "-"),
            initialFontName=regular().name,
        )
        self._canvas.setTitle(printable(f"{frame.title} {words.day(frame.day)}"))
        self._canvas.setAuthor(printable(frame.store))
        self._canvas.setSubject(printable(frame.subtitle))
        self._canvas.setCreator("DealerDesk")
        if frame.printed:
            self._canvas.setKeywords(printable(frame.printed))
        self._logo = _Logo.of(frame.logo)
        self._page = 0
        self._lacking: set[str] = set()
        self._stamps: dict[str, set[str]] = {}
        self._begin_texts()

    # --- drawing -------------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        width: float,
        *,
        strong: bool = False,
        grey: float = BLACK,
        align: Align = Align.START,
    ) -> float:
        """Draw one line with its foot at y, shortened to its width in points; answer the width that it took."""
        face = bold() if strong else regular()
        shown = face.fit(printable(text), size, width)
        if not shown:
            return 0.0
        self._lacking |= face.lacking_in(shown)
        taken = face.width(shown, size)
        if align is not Align.START:
            x += (width - taken) / (2 if align is Align.CENTRE else 1)
        self._set(shown, face.name, x, y, size, grey)
        return taken

    def squeezed(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        width: float,
        *,
        strong: bool = False,
        grey: float = BLACK,
        align: Align = Align.START,
    ) -> float:
        """Draw one line that must not lose its end, such as a phone: made smaller before it is cut."""
        whole = (bold() if strong else regular()).width(printable(text), size)
        if whole > width:
            size *= max(width / whole, SMALLEST)
        return self.text(x, y, text, size, width, strong=strong, grey=grey, align=align)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, thick: float = 0.4, grey: float = LIGHT) -> None:
        """Draw a rule."""
        self._canvas.setLineWidth(thick)
        self._canvas.setStrokeGray(grey)
        self._canvas.line(x1, y1, x2, y2)

    def fill(self, x: float, y: float, width: float, height: float, grey: float = TINT) -> None:
        """Fill a rectangle; texts are drawn over it."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def box(self, x: float, y: float, width: float, height: float, code: str = "") -> None:
        """Draw a box to cross by pen, with its code in it."""
        self._canvas.setLineWidth(0.5)
        self._canvas.setStrokeGray(MIDDLE)
        self._canvas.rect(x, y, width, height, stroke=1, fill=0)
        if code:
            self.text(x, y + height / 2 - 2.3, code, 6.5, width, grey=MIDDLE, align=Align.CENTRE)

    def barcodes(self, places: list[tuple[str, float, float, float, float]]) -> None:
        """Draw Code 128 barcodes, each as (code, x, y, width, height), in one stroke of the pen."""
        if places:
            self._canvas.setFillGray(BLACK)
            self._canvas.addLiteral(" ".join(barcode_path(*place) for place in places) + " f")

    @contextmanager
    def stamp(self, name: str) -> Iterator[None]:
        """Keep what is drawn inside as a stamp: drawn once, before the first page, however many pages show it."""
        self._lacking = self._stamps[name] = set()
        self._canvas.beginForm(name)
        self._begin_texts()
        yield
        self._end_texts()
        self._canvas.endForm()

    def press(self, name: str, x: float = 0.0, y: float = 0.0) -> None:
        """Show a stamp, its own corner moved to x, y."""
        self._lacking |= self._stamps[name]
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    # --- pages and bytes -----------------------------------------------------------------------------------------

    @contextmanager
    def page(self) -> Iterator[None]:
        """Draw one page: the frame around what is drawn inside."""
        self._page += 1
        self._lacking = set()
        self._begin_texts()
        self._heading()
        yield
        self._footing()
        self._end_texts()
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Answer the document; the same input gives the same bytes."""
        with EMBEDDING:
            regular().before_embedding()
            bold().before_embedding()
            with _binary_streams():
                self._canvas.save()
        return self._bytes.getvalue()

    def _heading(self) -> None:
        frame, top = self._frame, self.height - TOP
        room = self.right - self.left
        if frame.code:
            room -= CODE + 8
            self.barcodes([(frame.code, self.right - CODE, top - 19, CODE, 19)])
            self.text(self.right - CODE, top - 27, frame.code, 7.5, CODE, strong=True, align=Align.CENTRE)
        start = self.left + self._draw_logo()
        room -= start - self.left
        at = start + self.text(start, top - 14, frame.title, 15, room * 0.6, strong=True) + 10
        at += self.text(at, top - 14, self._words.full_day(frame.day), 11, 210, strong=True) + 10
        self.text(at, top - 14, frame.store, 9, start + room - at, grey=DARK, align=Align.END)
        self.text(start, top - 28, frame.subtitle, 8, room, grey=DARK)
        self.line(self.left, top - HEAD + 4, self.right, top - HEAD + 4, thick=0.9, grey=BLACK)

    def _footing(self) -> None:
        number = self._words.text("Page {page} of {pages}", page=self._page, pages=self._pages)
        room = self.right - self.left
        self.text(self.left, BOTTOM, number, 7.5, room, strong=True, align=Align.END)
        room -= NUMBER
        if self._frame.printed:
            by = self.text(self.left, BOTTOM, self._frame.printed, 6.5, room * 0.45, grey=DARK) + 12
            self._foot(self.left + by, room - by)
        else:
            self._foot(self.left, room)

    def _foot(self, start: float, room: float) -> None:
        """What the footing says between who printed it and the page's number."""
        taken = self.text(start, BOTTOM, self._mark_explained() or self._frame.note, 6.5, room, grey=MIDDLE)
        room -= taken + 12 if taken else 0
        contact = self._frame.contact
        self.text(self.right - NUMBER - room, BOTTOM, contact, 6.5, room, grey=MIDDLE, align=Align.END)

    def _draw_logo(self) -> float:
        """Draw the store's logo at the top left; answer the width that it takes from the heading."""
        if self._logo is None:
            return 0.0
        foot = self.height - TOP - LOGO[1] - 1
        self._canvas.drawImage(self._logo.picture, self.left, foot, self._logo.width, self._logo.height)
        return self._logo.width + 10

    def _mark_explained(self) -> str:
        if not self._lacking:
            return ""
        codes = " ".join(f"U+{ord(char):04X}" for char in sorted(self._lacking))
        return self._words.text("〓 stands for a character that cannot be printed: {codes}", codes=codes)

    # --- texts: one text object a page, the font named only where it changes -------------------------------------

    def _begin_texts(self) -> None:
        self._texts: Any = self._canvas.beginText()
        self._pen: tuple[str, float, float] | None = None

    def _set(self, shown: str, font: str, x: float, y: float, size: float, grey: float) -> None:
        pen = (font, size, grey)
        if pen != self._pen:
            self._texts.setFont(font, size)
            self._texts.setFillGray(grey)
            self._pen = pen
        self._texts.setTextOrigin(x, y)
        self._texts.textLine(shown)

    def _end_texts(self) -> None:
        self._canvas.drawText(self._texts)


@contextmanager
def _binary_streams() -> Iterator[None]:
    """Keep pages as they are compressed: spelling them in ASCII costs a quarter more bytes and half the time."""
    spelled = rl_config.useA85
    rl_config.useA85 = 0
    try:
        yield
    finally:
        rl_config.useA85 = spelled
