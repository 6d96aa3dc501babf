"""The queue of calls: what is not offered, and the tasks of one customer as one entry (Rulebook 6.2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.offering import NotOffered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.domain.reminder import Reason
    from dealerdesk.domain.rules import Status

__all__ = ["Entry", "NotOffered", "QueueRow", "Waiting", "calls", "entries"]


class QueueRow(NamedTuple):
    """A task as an agent sees it. Odometer in km, months since the reference date; `why`: why it is called now.

    `status` and `months` are the vehicle's on the queue's day. `closed`: why no call is needed any
    more, where a sheet is printed again. `promised_at`: the time that the customer named for a call on `due`.
    `attempts`: how often nobody has answered. `full`: the digits of the phone, where the task is one's own.
    `revision`: that of the task when it was read. `step`: which of several calls for the same cause. `about`: what it
    is about, in the words of who planned it.
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
    step: int | None = None
    about: str | None = None


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
    ranked = list(waiting)
    grouped = calls([(row.customer_id, number) for row, number in ranked])
    return tuple(Entry(ranked[first].row, tuple(ranked[place].row for place in rest)) for first, *rest in grouped)


def calls(people: Iterable[tuple[int | None, int | str | None]]) -> list[list[int]]:
    """Tasks, each by its customer and number, as calls: the places of those that are one call, in their order.

    A customer has one number at a time, and whoever answers one number is called once, whoever they are.
    """
    known = list(people)
    first: dict[int | str, int] = {}
    same = _Same()
    for customer, number in known:
        if customer is not None and number is not None:
            other = first.setdefault(number, customer)
            if other != customer:
                same.join(other, customer)
    found: defaultdict[tuple[str, int | str], list[int]] = defaultdict(list)
    for place, (customer, number) in enumerate(known):
        whose = customer if customer is not None or number is None else first.get(number)
        if whose is not None:
            found["customer", same.who(whose)].append(place)
        elif number is not None:
            found["number", number].append(place)
        else:
            found["task", place].append(place)
    return list(found.values())


class _Same:
    """Customers who are called as one share one name."""

    def __init__(self) -> None:
        self._same: dict[int, int] = {}

    def who(self, customer: int) -> int:
        """The one name of a customer."""
        while (other := self._same.get(customer, customer)) != customer:
            self._same[customer] = self._same.get(other, other)
            customer = other
        return customer

    def join(self, one: int, other: int) -> None:
        """Take note that two are one."""
        first, second = self.who(one), self.who(other)
        if first != second:
            self._same[second] = first
