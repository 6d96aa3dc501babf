"""The few small parts that every page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from dealerdesk.domain.rights import Right

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from dealerdesk.ui.session import Session

L = TypeVar("L", bound=QBoxLayout)

Item = QWidget | QLayout | int | None
"""What stands in a row or column: a part, a gap of so many pixels, or None for all the room that is left."""


def row(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Lay items side by side."""
    return _laid(QHBoxLayout(), items, gap, margins)


def column(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Lay items one below the other."""
    return _laid(QVBoxLayout(), items, gap, margins)


def _laid(layout: L, items: Iterable[Item], gap: int, margins: tuple[int, int, int, int]) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def boxed(layout: QLayout, role: str = "") -> QFrame:
    """A frame around a layout, drawn by its role in the style sheet."""
    frame = QFrame()
    frame.setLayout(layout)
    if role:
        frame.setProperty("role", role)
    return frame


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain text, drawn by its role: muted, small, heading, title, section, figure, bad, error, strong."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def heading(text: str) -> QLabel:
    """The name of a page."""
    return label(text, "heading")


def muted(text: str = "", *, wrap: bool = True) -> QLabel:
    """A text that stands back."""
    return label(text, "muted", wrap=wrap)


def button(text: str, does: Callable[[], object] | None = None, *, kind: str = "", tip: str = "") -> QPushButton:
    """A button; kinds: primary, quiet, link, chip, segment."""
    made = QPushButton(text)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        made.setToolTip(tip)
    if does is not None:
        made.clicked.connect(lambda: does())  # noqa: PLW0108 - without Qt's flag
    return made


def line() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("role", "line")
    made.setFixedHeight(1)
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """A part that scrolls where it is taller than its room; it never scrolls sideways."""
    area = _Scrolling()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setProperty("role", "page")
    area.setWidget(inside)
    return area


class _Scrolling(QScrollArea):
    """Never narrower than what is in it."""

    @override
    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        width = inside.minimumSizeHint().width() + 14 if inside is not None else 0
        return QSize(width, super().minimumSizeHint().height())


def roomy(inside: QWidget) -> QScrollArea:
    """A page that scrolls both ways where the screen is smaller than it can be: a large scale on a small screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def restyled(widget: QWidget) -> None:
    """Draw a widget anew after one of the properties changed that the style sheet looks at."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Splitter(QSplitter):
    """Two or more parts whose borders a person may move; nothing disappears."""

    def __init__(self, *parts: QWidget, upright: bool = False) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(8)
        for part in parts:
            self.addWidget(part)


class Chip(QPushButton):
    """A small rounded button: a filter in force, a choice."""

    def __init__(self, text: str, does: Callable[[], object] | None = None, *, checkable: bool = False) -> None:
        super().__init__(text)
        self.setProperty("kind", "chip")
        self.setAccessibleName(text)
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if does is not None:
            self.clicked.connect(lambda: does())  # noqa: PLW0108 - without Qt's flag


class StatusChip(QLabel):
    """A status in its colour, always with its word; quasi-lost is an outline."""

    def __init__(self, text: str = "", color: str = "", *, outlined: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_status(text, color, outlined=outlined)

    def show_status(self, text: str, color: str, *, outlined: bool = False) -> None:
        """Show a status by its word, in a colour (`#rrggbb`)."""
        self.setText(text)
        self.setAccessibleName(text)
        border = color if outlined else "transparent"
        drawn = f"color: {color}; border: 1px solid {border}; border-radius: 4px; padding: 1px 6px;"
        self.setStyleSheet(drawn if color else "")
        if self.parentWidget() is not None or not text:  # without a parent it would be a window of its own
            self.setVisible(bool(text))


class Card(QFrame):
    """A figure with its words, that opens what is behind it by click, Enter or Space."""

    pressed = Signal()

    def __init__(self, words: str, figure: str = "", detail: str = "") -> None:
        super().__init__()
        self._figure, self._words, self._detail = label(figure, "figure"), label(words, "muted"), label(detail, "small")
        self.setLayout(column(self._figure, self._words, self._detail, gap=2, margins=(12, 8, 12, 8)))
        self.setProperty("role", "card")
        self.setProperty("clickable", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.tell(figure, detail)

    def tell(self, figure: str, detail: str = "", role: str = "figure") -> None:
        """Show a figure, and a word about it."""
        self._figure.setText(figure)
        if self._figure.property("role") != role:
            self._figure.setProperty("role", role)
            restyled(self._figure)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{self._words.text()}: {figure} {detail}".strip())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


def nothing_to_see(session: Session, title: str, import_first: str, *more: QPushButton) -> EmptyState:
    """What stands where no customer is known yet; who may not import is not sent there."""
    words = session.words
    if not session.may(Right.IMPORT):
        return EmptyState(title, words.text("Nobody is here that you look after. Ask your manager."))
    to_import = button(words.text("Go to Import"), lambda: session.open("import"), kind="primary")
    return EmptyState(title, import_first, to_import, *more)


class EmptyState(QWidget):
    """What stands where there is nothing to show: what this is, and what to do next."""

    def __init__(self, title: str, text: str, *buttons: QPushButton) -> None:
        super().__init__()
        self._title, self._text = label(title, "title", wrap=True), muted(text)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMinimumWidth(320)
        middle = column(
            None, self._title, self._text, row(None, *buttons, None), None, gap=12, margins=(24, 24, 24, 24)
        )
        self.setLayout(middle)

    def tell(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)


class Segmented(QWidget):
    """A few choices side by side, of which one holds; arrow keys move."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: str, name: str) -> None:
        super().__init__()
        self._buttons = {code: button(text, kind="segment") for code, text in choices}
        for code, made in self._buttons.items():
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setChecked(code == chosen)
            made.clicked.connect(lambda _on=False, code=code: self.chosen.emit(code))
        self.setAccessibleName(name)
        self.setLayout(row(*self._buttons.values(), None, gap=0))
        self.setFocusProxy(next(iter(self._buttons.values())))

    def value(self) -> str:
        """The code of the choice that holds."""
        return next((code for code, made in self._buttons.items() if made.isChecked()), "")

    def set_value(self, code: str) -> None:
        """Let another choice hold, without telling anybody."""
        if code in self._buttons:
            self._buttons[code].setChecked(True)
