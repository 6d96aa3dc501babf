"""Which part of the queue is looked at: whose calls, for which reason, and which part of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dealerdesk.domain.followup import PartOfDay
from dealerdesk.domain.reminder import Reason
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.widgets import column, row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.ui.session import Session

EVERYBODY: Final = ""


@dataclass(frozen=True)
class Narrowed:
    """What the queue is narrowed to; None for no limit. `agent`: by name."""

    agent: str | None = None
    reason: Reason | None = None
    part: PartOfDay | None = None

    def to_data(self) -> list[str | None]:
        """All of it, as JSON can hold it."""
        return [self.agent, self.reason, self.part]

    @classmethod
    def from_data(cls, data: Any) -> Narrowed:  # noqa: ANN401 - what was kept
        """What `to_data` told; what is not understood is no limit."""
        match data:
            case [agent, reason, part]:
                return cls(
                    agent if isinstance(agent, str) else None,
                    Reason(reason) if reason in set(Reason) else None,
                    PartOfDay(part) if part in set(PartOfDay) else None,
                )
        return cls()


class QueueFilters(QWidget):
    """Three choices; the agents are those who are known."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        words = session.words
        self._words = words
        self.agent = self._choice(words.text("Whose calls"))
        self.reason = self._choice(words.text("Reason"))
        self.part = self._choice(words.text("Part of the day"))
        reasons = [(reason.value, words.label(f"reason.{reason}")) for reason in Reason]
        parts = [(part.value, words.label(f"part_of_day.{part}")) for part in PartOfDay]
        self.reason.offer([(EVERYBODY, words.text("All reasons")), *reasons], EVERYBODY)
        self.part.offer([(EVERYBODY, words.text("Whole day")), *parts], EVERYBODY)
        self._mine: str | None = None
        self.offer_agents((), None)
        self.setLayout(column(self.agent, row(self.reason, self.part, gap=4), gap=4))

    def _choice(self, name: str) -> Choice:
        made = Choice()
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(4)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.chosen.connect(self.changed)
        return made

    def offer_agents(self, agents: Sequence[str], mine: str | None) -> None:
        """Offer these agents, of whom one may be who sits here."""
        held = self.agent.value()
        self._mine = mine
        words = self._words
        own = [] if mine is None else [(mine, words.text("My calls ({name})", name=mine))]
        others = [(name, name) for name in agents if name != mine]
        self.agent.offer([(EVERYBODY, words.text("Everybody's calls")), *own, *others], held)
        if self.agent.currentIndex() < 0:
            self.agent.set_value(EVERYBODY)
        self.agent.setVisible(bool(agents))

    @property
    def value(self) -> Narrowed:
        """What is chosen."""
        reason, part = str(self.reason.value() or ""), str(self.part.value() or "")
        return Narrowed(
            str(self.agent.value() or "") or None,
            Reason(reason) if reason else None,
            PartOfDay(part) if part else None,
        )

    def set_value(self, narrowed: Narrowed) -> None:
        """Choose these, without telling anybody."""
        if narrowed.agent is not None and self.agent.findData(narrowed.agent) < 0:
            self.agent.addItem(narrowed.agent, narrowed.agent)
        self.agent.set_value(narrowed.agent or EVERYBODY)
        self.reason.set_value(narrowed.reason or EVERYBODY)
        self.part.set_value(narrowed.part or EVERYBODY)

    def toggle_mine(self) -> None:
        """Show my calls, or everybody's."""
        if self._mine is not None:
            self.agent.set_value(EVERYBODY if self.agent.value() == self._mine else self._mine)
            self.changed.emit()

    def clear(self) -> None:
        """Look at the whole queue."""
        self.set_value(Narrowed())
        self.changed.emit()

    @property
    def kept(self) -> Mapping[str, Any]:
        """What this PC remembers."""
        return {"narrowed": self.value.to_data()}
