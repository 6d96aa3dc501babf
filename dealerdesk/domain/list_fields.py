"""The columns of a list's rows as values that filters, sort orders and groups work on (Rulebook 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.calendar import Month

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.list_row import ListRow

Value = str | int | date | None
"""What a row holds in a column; yes and no are whole numbers, 1 and 0."""


class Kind(StrEnum):
    """What a column's values are.

    Words of a language, marks such as plates, codes that have labels, yes or no, days, whole numbers, hundredths of a
    number, and money in fen.
    """

    WORDS = "words"
    MARK = "mark"
    CODE = "code"
    YES = "yes"
    DAY = "day"
    NUMBER = "number"
    HUNDREDTHS = "hundredths"
    MONEY = "money"

    @property
    def is_chosen(self) -> bool:
        """Whether a filter chooses among the values; of the others it takes from … to."""
        return self in {Kind.WORDS, Kind.MARK, Kind.CODE, Kind.YES}

    @property
    def is_amount(self) -> bool:
        """Whether the values are numbers."""
        return self in {Kind.NUMBER, Kind.HUNDREDTHS, Kind.MONEY}


@dataclass(frozen=True)
class Band:
    """A natural group of amounts or days: from `first` to `last`, both within; None leaves that side open."""

    first: int | date | None
    last: int | date | None


@dataclass(frozen=True)
class Field:
    """A column: its code, the kind of its values, how to read them from a row, and what groups they fall into.

    `step`: amounts fall into bands of this size; `edges`: into bands that begin at these amounts. Days fall into
    months. `groups`: whether rows are grouped by it at all; by what names one vehicle alone they are not.
    `labels`: the group of labels that a code is named by.
    """

    code: str
    kind: Kind
    value: Callable[[ListRow], Value]
    step: int = 1
    edges: tuple[int, ...] = ()
    groups: bool = True
    labels: str = ""

    def values(self, row: ListRow) -> tuple[Value, ...]:
        """All values of a row: several plates where a customer has several cars, else the one value."""
        if self.code == "plate" and row.plates:
            return row.plates
        return (self.value(row),)

    def band(self, value: int | date) -> Band:
        """The natural group that a day or an amount falls into."""
        if isinstance(value, date):
            month = Month.of(value)
            return Band(month.first, month.last)
        for low, high in pairwise((*self.edges, None)) if self.edges and value >= self.edges[0] else ():
            if low is not None and value >= low and (high is None or value < high):
                return Band(low, None if high is None else high - 1)
        low = value // self.step * self.step
        return Band(low, low + self.step - 1)


def _of(name: str) -> Callable[[ListRow], Any]:
    return lambda row: getattr(row, name)


def _is(name: str) -> Callable[[ListRow], int | None]:
    def of(row: ListRow) -> int | None:
        value = getattr(row, name)
        return None if value is None else int(value)

    return of


def _phone(row: ListRow) -> str | None:
    return None if row.phone is None else row.phone.shown


def _status(row: ListRow) -> str:
    return row.status.value


_SPEND: Final = (0, 1, *(yuan * 100 for yuan in (1_000, 3_000, 5_000, 10_000, 20_000, 50_000)))
_BAND_KM: Final = 10_000

_ALL: Final = (
    Field("plate", Kind.MARK, _of("plate"), groups=False),
    Field("customer", Kind.WORDS, _of("customer")),
    Field("phone", Kind.MARK, _phone, groups=False),
    Field("model", Kind.WORDS, _of("model")),
    Field("status", Kind.CODE, _status, labels="status"),
    Field("quasi_lost", Kind.YES, _is("quasi_lost")),
    Field("overdue", Kind.YES, _is("overdue")),
    Field("end", Kind.DAY, _of("end")),
    Field("reference", Kind.DAY, _of("reference")),
    Field("months_since", Kind.NUMBER, _of("months_since")),
    Field("advisor", Kind.WORDS, _of("advisor")),
    Field("last_visit", Kind.DAY, _of("last_visit")),
    Field("last_kind", Kind.WORDS, _of("last_kind")),
    Field("last_items", Kind.WORDS, _of("last_items")),
    Field("last_odometer", Kind.NUMBER, _of("last_odometer"), _BAND_KM),
    Field("predicted_odometer", Kind.NUMBER, _of("predicted_odometer"), _BAND_KM),
    Field("next_maintenance", Kind.DAY, _of("next_maintenance")),
    Field("visits_12", Kind.NUMBER, _of("visits_12")),
    Field("visits", Kind.NUMBER, _of("visits")),
    Field("visits_per_year", Kind.HUNDREDTHS, _of("visits_per_year_100"), 100),
    Field("spend_12", Kind.MONEY, _of("spend_12_fen"), edges=_SPEND),
    Field("spend", Kind.MONEY, _of("spend_fen"), edges=_SPEND),
    Field("protected", Kind.YES, _is("protected")),
    Field("loyal", Kind.YES, _is("loyal")),
    Field("wechat", Kind.YES, _is("wechat")),
    Field("open_task_reason", Kind.CODE, _of("open_task_reason"), labels="reason"),
    Field("open_task", Kind.MARK, _of("open_task"), groups=False),
    Field("vin", Kind.MARK, _of("vin"), groups=False),
    Field("source", Kind.CODE, _of("source"), labels="source"),
    Field("use", Kind.CODE, _of("use"), labels="use"),
    Field("delivered", Kind.DAY, _of("delivered")),
    Field("age_months", Kind.NUMBER, _of("age_months"), 12),
    Field("customer_type", Kind.CODE, _of("customer_type"), labels="customer_type"),
    Field("sex", Kind.CODE, _of("sex"), labels="sex"),
    Field("age", Kind.NUMBER, _of("age"), 10),
    Field("district", Kind.WORDS, _of("district")),
    Field("preferred_channel", Kind.CODE, _of("preferred_channel"), labels="channel"),
    Field("id", Kind.NUMBER, _of("id"), groups=False),
)

FIELDS: Final = {field.code: field for field in _ALL}
"""Every column by its code, in the order in which people read them."""
