"""The queue as the panel shows it: what a person searches it by, and what stands in its two lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dealerdesk.domain.call_queue import Entry, Waiting, entries
from dealerdesk.domain.folding import fold_text
from dealerdesk.services.queue_rows import LazyEntries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.words import Words


class QueueItem:
    """A call in the queue, known by its leading task; its rows are made when it is looked at.

    `tasks`, `customers`, `vehicles`: the ids of all that it covers. `sought`: the folded text that a search looks in.
    """

    __slots__ = ("_made", "_make", "customers", "id", "sought", "tasks", "vehicles")

    def __init__(self, about: Sequence[_AboutTask], make: Callable[[], Entry]) -> None:
        self.id = about[0].id
        self.tasks = tuple(one.id for one in about)
        self.customers = frozenset(one.customer_id for one in about)
        self.vehicles = frozenset(one.vehicle_id for one in about)
        self.sought = _sought(about)
        self._make = make
        self._made: Entry | None = None

    @property
    def entry(self) -> Entry:
        """The call."""
        if self._made is None:
            self._made = self._make()
        return self._made

    @property
    def leading(self) -> QueueRow:
        """The most urgent task."""
        return self.entry.leading


class _AboutTask(Protocol):
    """As much of a task as a call is found by."""

    @property
    def id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def customer_id(self) -> int | None: ...
    @property
    def vehicle_id(self) -> int | None: ...
    @property
    def customer(self) -> str | None: ...
    @property
    def plate(self) -> str | None: ...
    @property
    def model(self) -> str | None: ...
    @property
    def agent(self) -> str | None: ...
    @property
    def full(self) -> str | None: ...
    @property
    def phone(self) -> MaskedPhone | None: ...


class Lines(NamedTuple):
    """What stands in the two lines of a call. `late`: it was due before today, or its promised time has passed."""

    when: str
    late: bool
    who: str
    plate: str
    why: str
    more: str


def items_of(calls: Sequence[Entry]) -> tuple[QueueItem, ...]:
    """The calls of a queue in its order; a task that comes twice counts once."""
    found: dict[int, QueueItem] = {}
    for place in range(len(calls)):
        about = calls.tasks_of(place) if isinstance(calls, LazyEntries) else calls[place].rows
        if about[0].id not in found:
            found[about[0].id] = QueueItem(about, partial(calls.__getitem__, place))
    return tuple(found.values())


def items_of_rows(rows: Sequence[QueueRow]) -> tuple[QueueItem, ...]:
    """The tasks that are not offered as calls: those of one customer are one."""
    return items_of(entries([Waiting(row, None) for row in rows]))


def _sought(about: Sequence[_AboutTask]) -> str:
    leading = about[0]
    phone = "" if leading.phone is None else leading.full or leading.phone.shown
    said = [leading.customer or "", phone, leading.agent or ""]
    for one in about:
        said += [one.plate or "", one.code, one.model or ""]
    return fold_text("\n".join(said))


def sifted(items: Sequence[QueueItem], text: str, hidden: frozenset[int] = frozenset()) -> Sequence[QueueItem]:
    """The calls that a search leaves; those that are being kept are left out."""
    words = [fold_text(word) for word in text.split()]
    if not words and not hidden:
        return items
    return [item for item in items if item.id not in hidden and all(word in item.sought for word in words)]


def lines_of(item: QueueItem, words: Words, today: date) -> Lines:
    """The two lines of a call."""
    row = item.leading
    who = row.customer or words.text("No customer known")
    more = f"+{len(item.entry.covered)}" if item.entry.covered else ""
    told = tuple(said for said in row.why if said.code not in _SAID_BEFORE) if row.closed is None else (row.closed,)
    reason = words.label(f"reason.{row.reason}")
    why = words.shown((reason, *told)) if told else reason
    return Lines(_when(row, words, today), row.closed is None and row.due < today, who, row.plate or "—", why, more)


_SAID_BEFORE = frozenset({"now.promised", "now.overdue", "now.due"})
"""What the beginning of the first line says already."""


def _when(row: QueueRow, words: Words, today: date) -> str:
    if row.closed is not None:
        return ""
    at = "" if row.promised_at is None else f"{row.promised_at:%H:%M}"
    if row.due == today:
        return at
    if row.due < today:
        late = words.ntext("{n} day late", "{n} days late", (today - row.due).days)
        return f"{at} {late}".strip()
    return f"{words.day(row.due)} {at}".strip()
