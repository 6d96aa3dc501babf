"""The history of contacts as it is asked for: filters and an order as one value, and its rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.followup import Disposition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ContactSort(StrEnum):
    """What the rows are ordered by; among equals the newest first."""

    WHEN = "when"
    CHANNEL = "channel"
    CUSTOMER = "customer"
    RESULT = "result"
    WHO = "who"


@dataclass(frozen=True)
class ContactsQuery:
    """Which contacts and attempts: those that meet every filter that is given; of several values in one, any.

    `text` is a plate, a phone, a name, its pinyin or initials, or a VIN, whole or in part. `first`, `last`: days, both
    within. `about`: reasons of their tasks. `incoming`, `noted`: whether the customer began, whether there is a note.
    """

    text: str = ""
    first: date | None = None
    last: date | None = None
    channels: tuple[Channel, ...] = ()
    results: tuple[Disposition, ...] = ()
    who: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    incoming: bool | None = None
    noted: bool | None = None
    customer: int | None = None
    sort: ContactSort = ContactSort.WHEN
    descending: bool = True

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self.unfiltered() != self

    def unfiltered(self) -> ContactsQuery:
        """The same order, with every row."""
        return ContactsQuery(sort=self.sort, descending=self.descending)

    def asking(self, **filters: object) -> ContactsQuery:
        """The same with other values for some of its fields."""
        return replace(self, **filters)  # type: ignore[arg-type]

    def to_data(self) -> dict[str, object]:
        """The query as JSON can hold it, without what is left open."""
        usual = ContactsQuery()
        changed = {name: value for name, value in vars(self).items() if value != getattr(usual, name)}
        return {name: _plain(value) for name, value in changed.items()}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> ContactsQuery:
        """The query that was kept as data; what this program does not know of it is left out."""
        return cls(**{name: read(data[name]) for name, read in _READERS.items() if name in data})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _codes(of: type[StrEnum]) -> Callable[[Any], tuple[Any, ...]]:
    known = {str(member) for member in of}
    return lambda value: tuple(of(str(code)) for code in _listed(value) if str(code) in known)


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _sort(value: object) -> ContactSort:
    return ContactSort(str(value)) if str(value) in set(ContactSort) else ContactSort.WHEN


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": str,
    "first": _day,
    "last": _day,
    "channels": _codes(Channel),
    "results": _codes(Disposition),
    "who": lambda value: tuple(map(str, _listed(value))),
    "about": lambda value: tuple(map(str, _listed(value))),
    "incoming": _flag,
    "noted": _flag,
    "customer": lambda value: value if isinstance(value, int) and not isinstance(value, bool) else None,
    "sort": _sort,
    "descending": bool,
}


class ContactRow(NamedTuple):
    """One contact or attempt as the history shows it.

    `timed`: whether the hour of `at` (UTC) is known. `about`: the reasons of its tasks, else `topic` in an author's
    own words. `survey`: the script that was gone through; `complete`: to its end. `promised_at`: the time promised.
    """

    id: int
    revision: int
    at: datetime
    day: date
    timed: bool
    channel: str
    incoming: bool
    customer_id: int | None
    customer: str | None
    vehicle_id: int | None
    plate: str | None
    who: str
    result: str
    about: tuple[str, ...]
    topic: str | None
    note: str | None
    for_next: str | None
    promised_on: date | None
    promised_at: time | None
    survey: str | None
    complete: bool


@dataclass(frozen=True)
class ContactChoices:
    """What can be filtered by in this store: who spoke with customers, the busiest first."""

    who: tuple[str, ...] = field(default=())
