"""What the agent says: large, with what was filled in standing out; talking points beside a line of their own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from dealerdesk.domain.questionnaire import pieces
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.domain.questionnaire import Piece, Talking, Texts
    from dealerdesk.ui.theme import Theme

_SPOKEN_PX: Final = 17
_POINT_PX: Final = 15


def _rich() -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made


class SpokenText(QFrame):
    """The words of a step as they are said; what is known of the customer in bold, what is not in a colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._label = theme, _rich()
        self._shown: tuple[Piece, ...] = ()
        self.setLayout(column(self._label))
        theme.changed.connect(self._draw)

    def show_text(self, texts: Texts, language: str, facts: Mapping[str, str]) -> None:
        """Show what is said."""
        self._shown = pieces(texts, language, facts)
        self._draw()

    @property
    def plain(self) -> str:
        """What is said, without any colours."""
        return "".join(piece.text for piece in self._shown)

    def _draw(self) -> None:
        size = self._theme.px(_SPOKEN_PX)
        self._label.setText(f'<span style="font-size:{size}px">{_drawn(self._shown, self._theme)}</span>')
        self._label.setAccessibleName(self.plain)


class TalkingPoints(QFrame):
    """What to say besides, for the sake of the answers: each with its occasion above it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._label = theme, _rich()
        self._shown: Sequence[tuple[str, tuple[Piece, ...]]] = ()
        self.setLayout(column(self._label, margins=(10, 4, 8, 5)))
        self.setProperty("role", "point")
        self.hide()
        theme.changed.connect(self._draw)

    def show_points(self, points: Sequence[Talking], language: str, facts: Mapping[str, str]) -> None:
        """Show these, or nothing."""
        self._shown = [
            ("" if one.title is None else "".join(piece.text for piece in pieces(one.title, language, facts)), text)
            for one in points
            if (text := pieces(one.text, language, facts))
        ]
        self._draw()
        self.setVisible(bool(self._shown))

    @property
    def plain(self) -> str:
        """All of it, without any colours."""
        return "\n".join(": ".join(filter(None, (title, _plain(said)))) for title, said in self._shown)

    def _draw(self) -> None:
        size, muted = self._theme.px(_POINT_PX), self._theme.color("muted").name()
        parts = []
        for title, said in self._shown:
            head = f'<span style="color:{muted}">{escape(title)}</span>&ensp;' if title else ""
            parts.append(f'{head}<span style="font-size:{size}px">{_drawn(said, self._theme)}</span>')
        self._label.setText("".join(f'<p style="margin:0 0 4px 0">{part}</p>' for part in parts))
        self._label.setAccessibleName(self.plain)


def _plain(said: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in said)


def _drawn(said: tuple[Piece, ...], theme: Theme) -> str:
    """A text as HTML."""
    return "".join(_piece(piece, theme) for piece in said).replace("\n", "<br>")


def _piece(piece: Piece, theme: Theme) -> str:
    text = escape(piece.text)
    if piece.field is None or not text:
        return text
    if piece.known:
        return f"<b>{text}</b>"
    is_gap = not piece.text.strip("…")
    return f'<span style="color:{theme.color("warn").name()}">{text}</span>' if is_gap else text
