"""The queue of calls: what is not offered, and the tasks of one customer as one entry (Rulebook 6.2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.domain.reminder import Reason
    from dealerdesk.domain.rules import Status


class NotOffered(StrEnum):
    """Why an open task is not offered for calling, though it stays in its list."""

    IN_WORKSHOP = "in-workshop"
    NO_PHONE = "no-phone"
    RESERVED = "reserved"
    REACHED = "reached"
    LATER = "later"


class QueueRow(NamedTuple):
    """A task as an agent sees it. Odometer in km, months since the reference date; `why`: why it is called now.

    `status` and `months` are the vehicle's on the queue's day. `closed`: why no call is needed any
    more, where a sheet is printed again. `promised_at`: the time that the customer named for a call on `due`.
    `attempts`: how often nobody has answered. `full`: the digits of the phone, where the task is one's own.
    `revision`: that of the task when it was read.
    """

    id: int
    code: str
    vehicle_id: int | None
    customer_id: int | None
    customer: str | None
    phone: MaskedPhone | None
    plate: str | None
    model: str | None
    reason: Reason
    due: date
    why: tuple[Said, ...]
    status: Status
    quasi_lost: bool
    months: int | None
    last_visit: date | None
    last_km: int | None
    agent: str | None
    closed: Said | None = None
    promised_at: time | None = None
    attempts: int = 0
    full: str | None = None
    revision: int = 0


@dataclass(frozen=True)
class Entry:
    """One call: the tasks of one customer, the most urgent leading."""

    leading: QueueRow
    covered: tuple[QueueRow, ...] = ()

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """All tasks of the call, the leading one first."""
        return (self.leading, *self.covered)


class Waiting(NamedTuple):
    """A task that waits for a call. `number`: the same for all who are reached under one number."""

    row: QueueRow
    number: int | None


def entries(waiting: Iterable[Waiting]) -> tuple[Entry, ...]:
    """Tasks in the order of their rank as calls: whoever is one customer, or answers one number, is called once."""
    people = _People()
    ranked = list(waiting)
    for row, number in ranked:
        if row.customer_id is not None and number is not None:
            people.join(("customer", row.customer_id), ("number", number))
    calls: defaultdict[_Known, list[QueueRow]] = defaultdict(list)
    for row, number in ranked:
        if row.customer_id is not None:
            calls[people.who("customer", row.customer_id)].append(row)
        elif number is not None:
            calls[people.who("number", number)].append(row)
        else:
            calls["task", row.id].append(row)
    return tuple(Entry(rows[0], tuple(rows[1:])) for rows in calls.values())


_Known = tuple[str, int]


class _People:
    """Who is who: customers and numbers that belong together share one name."""

    def __init__(self) -> None:
        self._same: dict[_Known, _Known] = {}

    def who(self, kind: str, key: int) -> _Known:
        """The one name of a customer or number."""
        name = (kind, key)
        while (other := self._same.get(name, name)) != name:
            self._same[name] = self._same.get(other, other)
            name = other
        return name

    def join(self, one: _Known, other: _Known) -> None:
        """Take note that two are one."""
        first, second = self.who(*one), self.who(*other)
        if first != second:
            self._same[second] = first
