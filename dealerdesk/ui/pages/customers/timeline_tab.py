"""What happened with a customer and their cars, newest first; more is read as one goes down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.customer_file import VisitEvent
from dealerdesk.services.customers.file import customer_timeline
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.tables.column import TableColumn
from dealerdesk.ui.tables.table import LazyTable
from dealerdesk.ui.widgets import column, label, muted, row
from dealerdesk.words.events import event_facts, event_line
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.domain.customer_file import CustomerFile, Event, Timeline
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.session import Session


GROUPS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "visits": (N_("Visits to the workshop"), ("visit",)),
    "calls": (N_("Calls and sheets"), ("call", "sheet")),
    "appointments": (N_("Appointments"), ("appointment",)),
    "complaints": (N_("Complaints"), ("complaint",)),
    "tasks": (N_("Tasks"), ("task",)),
    "changes": (N_("Plates, owners, advisors"), ("plate", "owner", "advisor")),
    "marks": (N_("Departures and do not call"), ("departure", "mark")),
    "told": (N_("What customers told"), ("told",)),
}
"""What the timeline can be narrowed to: the words, and the kinds of events."""


@dataclass(frozen=True)
class EventRow:
    """An event by its place on the timeline."""

    id: int
    event: Event


class TimelineTab(QWidget):
    """The events as a table, and all that is known of the current one below it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.table = LazyTable(session, self._columns(), name="timeline", title=session.words.text("Timeline"))
        self.table.picked.connect(self._show_event)
        self._file: CustomerFile | None = None
        self.kinds = Choice([("", session.words.text("Everything")), *self._groups()], "")
        self.kinds.setAccessibleName(session.words.text("What the timeline shows"))
        self.kinds.chosen.connect(self._narrow)
        self._empty = muted(session.words.text("Nothing has happened yet."))
        self._facts = label("", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        laid = column(row(self.kinds, None), self._empty, self.table, self._facts, gap=6, margins=(0, 8, 0, 0))
        laid.setStretchFactor(self.table, 1)
        self.setLayout(laid)

    def show_file(self, file: CustomerFile, *, keep: bool) -> None:
        """Show the timeline of a file; `keep` stays at the current event."""
        self._file = file
        if self.kinds.value():
            self._narrow(keep=keep)
        else:
            self._show(file, file.timeline, (), keep=keep)

    def _groups(self) -> list[tuple[object, str]]:
        """What the timeline can be narrowed to."""
        return [(name, self._session.words.text(text)) for name, (text, _) in GROUPS.items()]

    def _narrow(self, *, keep: bool = False) -> None:
        """Show those kinds of events alone that were chosen."""
        file, desk = self._file, self._session.desk
        if file is None:
            return
        kinds = GROUPS[str(self.kinds.value())][1] if self.kinds.value() else ()
        of = _asked(file)

        def show(timeline: Timeline) -> None:
            if file is self._file:
                self._show(file, timeline, kinds, keep=keep)

        self._session.background.read(self, lambda: customer_timeline(desk, kinds=kinds, **of), show, key="kinds")

    def _show(self, file: CustomerFile, timeline: Timeline, kinds: Sequence[str], *, keep: bool) -> None:
        desk, of = self._session.desk, _asked(file)
        ready = _rows(timeline)
        self._empty.setVisible(not timeline.total)
        self.table.setVisible(bool(timeline.total))
        self._facts.setVisible(bool(timeline.total))
        self.table.show_ids(
            range(timeline.total), lambda ids: _more(desk, {**of, "kinds": kinds}, ids), ready, keep=keep
        )

    def _columns(self) -> tuple[TableColumn, ...]:
        words = self._session.words
        return (
            TableColumn("day", words.text("Day"), lambda row: words.day(row.event.day), 124, sort=False),
            TableColumn(
                "what",
                words.text("What happened"),
                lambda row: event_line(words, row.event),
                186,
                sort=False,
                tone=_tone,
            ),
            TableColumn("amount", words.text("Charge"), self._amount, 92, align="right", sort=False),
            TableColumn("km", words.label("column.km"), self._km, 80, align="right", sort=False),
            TableColumn("plate", words.label("column.plate"), lambda row: row.event.plate or "", 92, sort=False),
        )

    def _amount(self, row: EventRow) -> str:
        detail = row.event.detail
        return self._session.words.money(detail.charge_fen) if isinstance(detail, VisitEvent) else ""

    def _km(self, row: EventRow) -> str:
        km = getattr(row.event.detail, "odometer", None)
        return "" if km is None else self._session.words.number(km)

    def _show_event(self, row: EventRow | None) -> None:
        words = self._session.words
        if row is None:
            self._facts.clear()
            return
        facts = [words.text("{name}: {value}", name=name, value=value) for name, value in event_facts(words, row.event)]
        head = f"{words.full_day(row.event.day)}   {row.event.plate or ''}".rstrip()
        self._facts.setText("\n".join((head, event_line(words, row.event), "   ".join(facts))).strip())


def _tone(row: EventRow) -> str | None:
    """Visits that do not count stand back; departures and marks stand out."""
    detail = row.event.detail
    if isinstance(detail, VisitEvent) and not detail.counting:
        return "muted"
    return {"mark": "bad", "departure": "departed"}.get(row.event.kind)


def _asked(file: CustomerFile) -> dict[str, int]:
    """By what the timeline of a file is asked for again."""
    if file.person is not None:
        return {"customer": file.person.id}
    return {} if file.chosen is None else {"vehicle": file.chosen}


def _rows(timeline: Timeline) -> dict[int, EventRow]:
    return {place: EventRow(place, event) for place, event in enumerate(timeline.events, start=timeline.start)}


def _more(desk: Desk, of: Mapping[str, Any], places: Sequence[int]) -> Mapping[int, EventRow]:
    """The events at these places, which stand together."""
    return _rows(customer_timeline(desk, start=places[0], events=len(places), **of))
