"""What a person asks of a list beyond its name: filters, a sort order and groups; the same value is a saved view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dealerdesk.domain.list_fields import FIELDS, Band, Field, Kind, Value


@dataclass(frozen=True)
class OneOf:
    """The column holds one of these values; None among them stands for rows that hold nothing there."""

    column: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Contains:
    """The column's text contains this one, whatever its case, width, spaces and dashes."""

    column: str
    text: str


@dataclass(frozen=True)
class Between:
    """The column's day or amount lies from `first` to `last`, both within; None leaves that side open.

    Amounts are in the units of the column: km, months, fen, hundredths.
    """

    column: str
    first: int | date | None = None
    last: int | date | None = None


Filter = OneOf | Contains | Between


@dataclass(frozen=True)
class Sort:
    """A column to sort by; what holds nothing there stands last either way."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """Filters that all hold, one a column; a sort order (else the list's own); a column to group by."""

    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    group: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked beyond the list itself."""
        return self == Query()

    @property
    def columns(self) -> frozenset[str]:
        """The columns that answering it has to look at."""
        asked = {one.column for one in self.filters}
        asked |= {self.sort.column} if self.sort else set()
        return frozenset(asked | ({self.group} if self.group else set()))

    def filter_of(self, column: str) -> Filter | None:
        """The filter of a column, or None."""
        return next((one for one in self.filters if one.column == column), None)

    def filtered(self, new: Filter) -> Query:
        """The same with this filter, which takes the place of the column's present one."""
        if self.filter_of(new.column) is None:
            return replace(self, filters=(*self.filters, new))
        return replace(self, filters=tuple(new if one.column == new.column else one for one in self.filters))

    def without(self, column: str) -> Query:
        """The same without the filter of a column."""
        return replace(self, filters=tuple(one for one in self.filters if one.column != column))

    def plain(self) -> dict[str, Any]:
        """The query as plain data that JSON can hold."""
        found: dict[str, Any] = {"filters": [_plain(one) for one in self.filters]}
        if self.sort is not None:
            found["sort"] = {"column": self.sort.column, "descending": self.sort.descending}
        if self.group is not None:
            found["group"] = self.group
        return found

    @classmethod
    def from_plain(cls, data: object) -> Query:
        """Read what `plain` made. What it does not know, such as a column of another version, is left out."""
        if not isinstance(data, Mapping):
            return cls()
        query = cls(sort=_sort(data.get("sort")), group=_group(data.get("group")))
        filters = data.get("filters")
        for one in filters if isinstance(filters, list) else ():
            read = _filter(one)
            query = query if read is None else query.filtered(read)
        return query


AS_IT_IS: Final = Query()
"""The list itself: no filter, its own order, no groups."""


def of_group(field: Field, value: Value) -> Filter:
    """The group that a value falls into, as the filter that leaves exactly its rows (Rulebook 4)."""
    if field.kind.is_chosen or value is None or isinstance(value, str):
        return OneOf(field.code, (value,))
    band: Band = field.band(value)
    return Between(field.code, band.first, band.last)


def _plain(one: Filter) -> dict[str, Any]:
    if isinstance(one, OneOf):
        return {"column": one.column, "one_of": [_plain_value(value) for value in one.values]}
    if isinstance(one, Contains):
        return {"column": one.column, "contains": one.text}
    return {"column": one.column, "first": _plain_value(one.first), "last": _plain_value(one.last)}


def _plain_value(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _field(code: object) -> Field | None:
    return FIELDS.get(code) if isinstance(code, str) else None


def _sort(data: object) -> Sort | None:
    if not isinstance(data, Mapping) or (field := _field(data.get("column"))) is None:
        return None
    return Sort(field.code, data.get("descending") is True)


def _group(code: object) -> str | None:
    field = _field(code)
    return field.code if field is not None and field.groups else None


def _filter(data: object) -> Filter | None:
    if not isinstance(data, Mapping) or (field := _field(data.get("column"))) is None:
        return None
    if isinstance(chosen := data.get("one_of"), list):
        values = tuple(value for value in map(_reader(field), chosen) if value is not _UNREADABLE)
        return OneOf(field.code, values) if values else None
    if isinstance(text := data.get("contains"), str):
        return Contains(field.code, text) if text and field.kind in {Kind.WORDS, Kind.MARK} else None
    return _between(field, data)


def _between(field: Field, data: Mapping[str, Any]) -> Filter | None:
    read = _reader(field)
    first, last = read(data.get("first")), read(data.get("last"))
    if field.kind.is_chosen or _UNREADABLE in {first, last} or first is last is None:
        return None
    return Between(field.code, first, last)


_UNREADABLE: Any = object()


def _reader(field: Field) -> Any:  # noqa: ANN401
    """What reads a plain value of a column; what it cannot be is answered as unreadable."""
    amount = field.kind.is_amount or field.kind is Kind.YES

    def read(value: object) -> Any:  # noqa: ANN401
        if value is None:
            return None
        if field.kind is Kind.DAY:
            return _day(value)
        fits = isinstance(value, int) if amount else isinstance(value, str)
        return (int(value) if isinstance(value, int) else value) if fits else _UNREADABLE

    return read


def _day(value: object) -> Any:  # noqa: ANN401
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _UNREADABLE
    except ValueError:
        return _UNREADABLE
