"""What a person asks of the table of customers: a text, filters and an order, as one value that can be kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class CustomerSort(StrEnum):
    """What the rows are ordered by; rows that have nothing there come last either way."""

    MATCH = "match"
    PLATE = "plate"
    CUSTOMER = "customer"
    MODEL = "model"
    LAST_VISIT = "last_visit"
    STATUS = "status"
    NEXT_MAINTENANCE = "next_maintenance"
    VISITS = "visits"
    SPEND = "spend"


@dataclass(frozen=True)
class CustomersQuery:
    """Which rows: those that meet every filter that is given; of several values in one filter, any.

    `text` is a plate, a phone, a name, its pinyin or initials, a VIN or an order number, whole or in part. Statuses
    leave departed vehicles out. None leaves a filter open. Sorted by what matches best where there is a text and no
    other order is asked for, else by plate.
    """

    text: str = ""
    statuses: tuple[Status, ...] = ()
    sources: tuple[str, ...] = ()
    advisors: tuple[int, ...] = ()
    models: tuple[str, ...] = ()
    do_not_call: bool | None = None
    departed: bool | None = None
    needs_file: bool | None = None
    sort: CustomerSort | None = None
    descending: bool = False

    @property
    def about_vehicles(self) -> bool:
        """Whether a filter is given that only a vehicle can meet."""
        given = (self.statuses, self.sources, self.advisors, self.models)
        return any(given) or self.departed is not None or self.needs_file is not None

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self.about_vehicles or self.do_not_call is not None or bool(self.text.strip())

    def unfiltered(self) -> CustomersQuery:
        """The same order, with every row."""
        return CustomersQuery(sort=self.sort, descending=self.descending)

    def asking(self, **filters: object) -> CustomersQuery:
        """The same with other values for some of its fields."""
        return replace(self, **filters)  # type: ignore[arg-type]

    def to_data(self) -> dict[str, object]:
        """The query as JSON can hold it, without what is left open."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}
        usual = CustomersQuery()
        return {name: value for name, value in plain.items() if getattr(self, name) != getattr(usual, name)}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> CustomersQuery:
        """The query that was kept as data; what this program does not know of it is left out."""
        return cls(**{name: read(data[name]) for name, read in _READERS.items() if name in data})


def _known(value: object, of: type[StrEnum]) -> bool:
    return value in {str(member) for member in of}


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": str,
    "statuses": lambda value: tuple(Status(str(code)) for code in _listed(value) if _known(code, Status)),
    "sources": lambda value: tuple(map(str, _listed(value))),
    "advisors": lambda value: tuple(key for key in _listed(value) if isinstance(key, int)),
    "models": lambda value: tuple(map(str, _listed(value))),
    "do_not_call": _flag,
    "departed": _flag,
    "needs_file": _flag,
    "sort": lambda value: CustomerSort(str(value)) if _known(value, CustomerSort) else None,
    "descending": bool,
}


@dataclass(frozen=True)
class CustomerChoices:
    """What can be filtered by in this store: models with how many vehicles each has, and advisors by id."""

    models: Mapping[str, int] = field(default_factory=dict)
    advisors: Mapping[int, str] = field(default_factory=dict)
