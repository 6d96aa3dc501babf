"""What a change of the rules would move, counted while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QWidget

from dealerdesk.domain.rules import needs_refolding
from dealerdesk.services.desk import Right
from dealerdesk.services.rules_preview import rules_preview
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.moves import Move, Moves
    from dealerdesk.domain.rules import Rules
    from dealerdesk.ui.background import Progress, Work
    from dealerdesk.ui.session import Session

_PAUSE: Final = 350
"""Milliseconds without a change until it is counted."""

_ACROSS: Final = 6
"""How many counts stand side by side."""


class MovesPanel(QFrame):
    """Counts now and then, side by side, with how many vehicles come and go."""

    def __init__(self, session: Session, count: QPushButton) -> None:
        super().__init__()
        self._session, self._words = session, session.words
        self._asked: tuple[Rules, Rules] | None = None
        self._work: Work | None = None
        self._turn = 0
        self.told: Moves | None = None
        """What was counted last, None while nothing is."""

        words = self._words
        self._text = muted()
        self._cells = QWidget()
        self._grid = QGridLayout(self._cells)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(session.theme.px(120))
        self._bar.setAccessibleName(words.text("Counting what would change"))
        self._stop, self._again = button(words.text("Stop counting"), self.stop), count
        self._may_count = session.may(Right.POLICIES)
        title = label(words.text("What would change"), "strong")
        self._text.setWordWrap(True)
        head = row(title, self._text, self._bar, self._stop, count, gap=12)
        head.setStretch(1, 1)
        self.setProperty("role", "panel")
        self.setLayout(column(head, self._cells, gap=0, margins=(14, 6, 8, 8)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count)
        self._show(words.text("Change something to see which vehicles it would move."))

    def look_at(self, held: Rules, wanted: Rules | None, *, at_once: bool = False) -> None:
        """Count, after a pause, what would move from the rules held to those wanted; None: they cannot be reckoned."""
        words = self._words
        asked = None if wanted is None or wanted == held else (held, wanted)
        if asked is not None and asked == self._asked and not at_once:
            return
        self.stop(quietly=True)
        self._asked = asked
        if wanted is None:
            self._show(words.text("Correct what is marked first."))
        elif asked is None:
            self._show(words.text("Change something to see which vehicles it would move."))
        else:
            self._show(words.text("Counting…"), counting=True)
            self._timer.start(0 if at_once else _PAUSE)

    def stop(self, *, quietly: bool = False) -> None:
        """Stop counting."""
        self._timer.stop()
        self._turn += 1
        if self._work is not None:
            self._work.cancel()
            self._work = None
        if self._asked is not None and not quietly:
            self._asked = None
            self._show(self._words.text("Counting was stopped: F5 counts again."))

    def _count(self) -> None:
        if self._asked is None:
            return
        (held, wanted), turn = self._asked, self._turn
        desk, background = self._session.desk, self._session.background

        def arrived(moves: Moves) -> None:
            if turn == self._turn:
                self._work = None
                self._tell(moves)

        def failed(why: Said) -> None:
            if turn == self._turn:
                self._work = None
                self._show(self._session.say(why))

        if not needs_refolding(held, wanted):
            background.read(self, lambda: rules_preview(desk, wanted), arrived, key="moves", failed=failed)
            return

        def fold(progress: Progress) -> Moves:
            return rules_preview(desk, wanted, progress, progress.cancelled)

        label = self._words.text("Counting what would change")
        self._work = background.work(self, fold, arrived, label=label, failed=failed, reads=True)
        self._work.moved.connect(self._moved)

    def _moved(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _show(self, text: str, *, counting: bool = False) -> None:
        self.told = None
        self._text.setText(text)
        self._bar.setRange(0, 0)
        self._bar.setVisible(counting)
        self._stop.setVisible(counting)
        self._again.setVisible(self._may_count and not counting)
        self._clear()

    def _clear(self) -> None:
        self._cells.hide()
        while (item := self._grid.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()

    def _tell(self, moves: Moves) -> None:
        words = self._words
        self._show(self._summary(moves))
        self.told = moves
        if not moves.changed:
            return
        self._cell(0, words.text("Seen on"), words.day(moves.day), "")
        for at, move in enumerate((*moves.statuses, moves.quasi_lost), start=1):
            self._move(at, move)
        start = _ACROSS + 2
        self._cell(start - 1, words.text("Lists for"), words.month(moves.month), "")
        for at, move in enumerate(moves.lists, start=start):
            self._move(at, move)
        self._cells.show()

    def _summary(self, moves: Moves) -> str:
        words = self._words
        if not moves.changed:
            return words.text("No vehicle moves.")
        return words.ntext(
            "{n} of {all} vehicles moves.", "{n} of {all} vehicles move.", moves.changed, all=moves.vehicles
        )

    def _move(self, at: int, move: Move) -> None:
        """Show one count: now → then, and how many come and go."""
        number = self._words.number
        gains = [f"+{number(move.come)}"] * bool(move.come) + [f"−{number(move.go)}"] * bool(move.go)
        shown = f"{number(move.before)} → {number(move.after)}" if gains else number(move.before)
        self._cell(at, self._words.label(move.code), shown, "  ".join(gains))

    def _cell(self, at: int, name: str, figure: str, detail: str) -> None:
        told = label(figure, "strong" if detail else "")
        parts = (label(name, "small", wrap=True), told, label(detail, "small"))
        cell = QWidget()
        cell.setLayout(column(*parts, None, gap=0))
        cell.setAccessibleName(f"{name}: {figure} {detail}".strip())
        line, place = divmod(at, _ACROSS + 1)
        self._grid.addWidget(cell, line, place)
        self._grid.setColumnStretch(place, 1)
