"""What a call is about: the tasks of its entry to be ticked, or, unplanned, by which channel and what about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.reason import Reason
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.flow import FlowLayout, emptied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.ui.session import Session


class Covered(QWidget):
    """The head of a call."""

    ticked = Signal(int, bool)
    """A task was ticked, or not any more."""

    told = Signal(object, bool, object)
    """Channel, whether the customer began it, and the topic, of a contact that was not planned."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._words = words = session.words
        self._flow = FlowLayout(12)
        self.setLayout(self._flow)
        self.ticks: dict[int, QCheckBox] = {}
        self.channel = Choice([(one.value, words.label(f"channel.{one}")) for one in Channel], Channel.CALL.value)
        self.incoming = QCheckBox(words.text("The customer got in touch"))
        topics = [(reason.value, words.label(f"reason.{reason}")) for reason in Reason]
        self.topic = Choice([("", words.text("About anything")), *topics], "")
        for part, name in (
            (self.channel, words.text("Channel")),
            (self.incoming, self.incoming.text()),
            (self.topic, words.text("What it was about")),
        ):
            part.setAccessibleName(name)
            part.setParent(self)
            part.hide()
        self.channel.chosen.connect(self._tell)
        self.topic.chosen.connect(self._tell)
        self.incoming.toggled.connect(lambda _on: self._tell())
        self._shown: tuple[int, ...] = ()

    def show_call(self, call: CallInHand, rows: Sequence[QueueRow]) -> None:
        """Show what a call is about."""
        self._fill(call, rows)
        for task, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(task in call.ticked)
            tick.blockSignals(False)
        for part in (self.channel, self.incoming, self.topic):
            part.blockSignals(True)
        self.channel.set_value(call.channel.value)
        self.incoming.setChecked(call.incoming)
        self.topic.set_value(call.topic or "")
        for part in (self.channel, self.incoming, self.topic):
            part.blockSignals(False)
        self.setVisible(bool(self._flow.count()))

    def _fill(self, call: CallInHand, rows: Sequence[QueueRow]) -> None:
        for part in (self.channel, self.incoming, self.topic):
            self._flow.removeWidget(part)
            part.setVisible(not call.is_planned)
        emptied(self._flow)
        self.ticks = {}
        if not call.is_planned:
            for part in (self.channel, self.incoming, self.topic):
                self._flow.addWidget(part)
            return
        known = {row.id: row for row in rows}
        for task in call.tasks if len(call.tasks) > 1 else ():
            text = self._task_words(known[task]) if task in known else "—"
            tick = QCheckBox(text)
            tick.setAccessibleName(text)
            tick.toggled.connect(lambda on, task=task: self.ticked.emit(task, on))
            self.ticks[task] = tick
            self._flow.addWidget(tick)

    def _task_words(self, row: QueueRow) -> str:
        parts = (self._words.label(f"reason.{row.reason}"), row.plate)
        return "  ".join(part for part in parts if part)

    def _tell(self) -> None:
        channel, topic = Channel(str(self.channel.value())), str(self.topic.value() or "")
        self.told.emit(channel, self.incoming.isChecked(), topic or None)
