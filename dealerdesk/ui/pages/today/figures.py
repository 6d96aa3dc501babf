"""The figures of the day as cards, and why some calls are not offered as chips; each opens the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dealerdesk.services.today import CardName
from dealerdesk.ui.flow import FlowLayout, emptied
from dealerdesk.ui.widgets import Card, Chip, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.call_queue import NotOffered
    from dealerdesk.services.today import Card as Figure
    from dealerdesk.words import Words


def card_words(words: Words, name: CardName) -> str:
    """What a figure counts."""
    return {
        CardName.DUE: words.text("Calls due"),
        CardName.OVERDUE: words.text("Overdue calls"),
        CardName.PROMISED: words.text("Promised for a time"),
        CardName.CALLED: words.text("Calls made"),
        CardName.APPOINTMENTS: words.text("Arrived / appointments"),
        CardName.MISSED: words.text("Missed the day before"),
        CardName.COMPLAINTS: words.text("Complaints due"),
        CardName.FLAGS: words.text("For the manager"),
        CardName.FILES: words.text("Files with gaps"),
        CardName.BACKUP: words.text("Last backup"),
    }[name]


class Figures(QWidget):
    """The cards of the day; those without anything to tell are not there."""

    pressed = Signal(str)

    def __init__(self, words: Words, px: Callable[[int], int]) -> None:
        super().__init__()
        self._words = words
        self.cards = {name: Card(card_words(words, name)) for name in CardName}
        for name, card in self.cards.items():
            card.pressed.connect(lambda name=name: self.pressed.emit(name.value))
            card.setMinimumWidth(px(104))
        self.setLayout(row(*self.cards.values(), None))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show the figures of a day."""
        told = {figure.name: figure for figure in figures}
        for name, card in self.cards.items():
            card.setVisible(name in told)
            if name in told:
                figure = told[name]
                over = name is CardName.COMPLAINTS and bool(figure.part)
                card.tell(self._figure(figure), role="bad-figure" if over else "figure")
                card.setToolTip(self._detail(figure))

    def _figure(self, figure: Figure) -> str:
        if figure.name is CardName.APPOINTMENTS:
            return f"{self._words.number(figure.part or 0)} / {self._words.number(figure.figure or 0)}"
        if figure.name is not CardName.BACKUP:
            return self._words.number(figure.figure or 0)
        if figure.figure is None:
            return self._words.text("never")
        return self._words.ntext("{n} day ago", "{n} days ago", figure.figure)

    def _detail(self, figure: Figure) -> str:
        if figure.name is CardName.APPOINTMENTS:
            came = self._words.ntext("{n} has come", "{n} have come", figure.part or 0)
            return f"{came}, {self._words.ntext('{n} late', '{n} late', figure.late)}" if figure.late else came
        if figure.name is CardName.COMPLAINTS:
            return self._words.ntext("{n} over the limit", "{n} over the limit", figure.part or 0)
        return "" if figure.part is None else self._words.ntext("{n} reached", "{n} reached", figure.part)


class Held(QWidget):
    """Why due calls are not offered: a chip with the count for each cause."""

    pressed = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._chips = FlowLayout(6)
        chips = QWidget()
        chips.setLayout(self._chips)
        told = label(words.text("Not offered:"), "muted")
        told.setContentsMargins(0, 2, 0, 0)
        laid = row(told, chips)
        laid.setStretch(1, 1)
        laid.setAlignment(told, Qt.AlignmentFlag.AlignTop)
        self.setLayout(laid)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_counts(self, counts: Mapping[NotOffered, int]) -> None:
        """Show these counts; nothing at all where every call is offered."""
        emptied(self._chips)
        for why, count in counts.items():
            chip = Chip(f"{self._words.label(f'not_offered.{why}')}  {self._words.number(count)}")
            chip.clicked.connect(lambda _on=False, why=why: self.pressed.emit(why.value))
            self._chips.addWidget(chip)
        self.setVisible(bool(counts))
