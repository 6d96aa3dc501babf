"""Filters, sorts and groups the rows of a list as they stream by, keeping only ids, sort keys and sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.folding import fold_text
from dealerdesk.domain.list_fields import FIELDS, Field, Kind, Value
from dealerdesk.domain.list_query import Between, Contains, Filter, OneOf, Query, of_group
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dealerdesk.domain.list_row import ListRow

Spell = Callable[[str], str]
"""How a word is spelled for sorting: Chinese by its pinyin."""

Test = Callable[["ListRow"], bool]

_ORDERED: Final = {"status": {status.value: place for place, status in enumerate(Status)}}
"""Codes that have an order of their own."""


@dataclass(frozen=True)
class Group:
    """Rows that fall together: the filter that leaves them alone, how many they are, and what they spent in fen."""

    key: Filter
    rows: int
    spend_12_fen: int
    spend_fen: int


@dataclass(frozen=True)
class Sifted:
    """What is left of a list: ids in the asked order, its groups, and what its rows spent in fen."""

    ids: tuple[int, ...]
    groups: tuple[Group, ...]
    spend_12_fen: int
    spend_fen: int


def matches(query: Query, row: ListRow) -> bool:
    """Whether a row meets every filter of a query."""
    return all(test_of(one)(row) for one in query.filters)


def hiding(query: Query, row: ListRow) -> tuple[Filter, ...]:
    """The filters that a row does not meet."""
    return tuple(one for one in query.filters if not test_of(one)(row))


def sift(rows: Iterable[ListRow], query: Query, spell: Spell = fold_text) -> Sifted:
    """Filter, sort and group rows. Without a sort they keep their order; equal ones keep it too.

    Grouped rows stand group by group, sorted within each. The groups are those of all rows that meet the *other*
    filters, so that choosing one leaves the rest to choose.
    """
    others = [test_of(one) for one in query.filters if one.column != query.group]
    own = [test_of(one) for one in query.filters if one.column == query.group]
    grouped = FIELDS[query.group] if query.group else None
    tally, kept = _Tally(grouped), _Kept(query, spell)
    for row in rows:
        if all(test(row) for test in others):
            group = tally.take(row)
            if all(test(row) for test in own):
                kept.take(row, group)
    groups = tally.groups(spell)
    ids = kept.in_order(group.key for group in groups) if grouped else kept.in_order([None])
    return Sifted(tuple(ids), groups, kept.spend_12_fen, kept.spend_fen)


def distinct(rows: Iterable[ListRow], column: str, query: Query, spell: Spell = fold_text) -> tuple[Group, ...]:
    """The values of a column, or their natural groups, of all rows that meet the query's filters of other columns.

    Values that are chosen one by one, the most frequent first; days and amounts in bands, in their order.
    """
    return sift(rows, Query(query.filters, None, column), spell).groups


def test_of(one: Filter) -> Test:
    """The test that a filter puts to a row."""
    column = FIELDS[one.column]
    if isinstance(one, OneOf):
        wanted = frozenset(one.values)
        if column.code == "plate":
            return lambda row: not wanted.isdisjoint(column.values(row))
        return lambda row: column.value(row) in wanted
    return _contains(column, one) if isinstance(one, Contains) else _between(column, one)


def _contains(column: Field, one: Contains) -> Test:
    part = fold_text(one.text)
    return lambda row: any(part in fold_text(str(value)) for value in column.values(row) if value is not None)


def _between(column: Field, one: Between) -> Test:
    first: Any = one.first
    last: Any = one.last

    def test(row: ListRow) -> bool:
        value = column.value(row)
        return value is not None and (first is None or value >= first) and (last is None or value <= last)

    return test


def sort_key(column: Field, spell: Spell) -> Callable[[Value], Any]:
    """What orders the values of a column: words by their spelling, statuses as they worsen, the rest as they are."""
    if column.kind is Kind.WORDS:
        return lambda value: spell(str(value))
    if (places := _ORDERED.get(column.code)) is not None:
        return lambda value: places.get(str(value), len(places))
    return lambda value: value


class _Kept:
    """Rows that stay: their ids with the keys they are sorted by, group by group."""

    def __init__(self, query: Query, spell: Spell) -> None:
        self.spend_12_fen = self.spend_fen = 0
        self._column = FIELDS[query.sort.column] if query.sort is not None else None
        self._descending = query.sort is not None and query.sort.descending
        self._key = sort_key(self._column, spell) if self._column is not None else None
        self._keyed: defaultdict[Filter | None, list[tuple[Any, int]]] = defaultdict(list)
        self._keyless: defaultdict[Filter | None, list[int]] = defaultdict(list)

    def take(self, row: ListRow, group: Filter | None) -> None:
        self.spend_12_fen += row.spend_12_fen
        self.spend_fen += row.spend_fen
        value = None if self._column is None else self._column.values(row)[0]
        if self._key is None or value is None:
            self._keyless[group].append(row.id)
        else:
            self._keyed[group].append((self._key(value), row.id))

    def in_order(self, groups: Iterable[Filter | None]) -> Iterator[int]:
        for group in groups:
            keyed = self._keyed[group]
            keyed.sort(key=lambda one: one[0], reverse=self._descending)
            yield from (key for _, key in keyed)
            yield from self._keyless[group]


class _Tally:
    """Counts and sums of the groups that rows fall into."""

    def __init__(self, column: Field | None) -> None:
        self._column = column
        self._rows: Counter[Filter] = Counter()
        self._spend_12: Counter[Filter] = Counter()
        self._spend: Counter[Filter] = Counter()
        self._group_of: dict[Value, Filter] = {}

    def take(self, row: ListRow) -> Filter | None:
        """Count a row, and answer the group that it falls into."""
        if self._column is None:
            return None
        value = self._column.value(row)
        group = self._group_of.get(value)
        if group is None:
            group = self._group_of[value] = of_group(self._column, value)
        self._rows[group] += 1
        self._spend_12[group] += row.spend_12_fen
        self._spend[group] += row.spend_fen
        return group

    def groups(self, spell: Spell) -> tuple[Group, ...]:
        """The groups: bands and statuses in their order, other values by how many rows they have; nothing last."""
        column = self._column
        if column is None:
            return ()
        key, natural = sort_key(column, spell), not column.kind.is_chosen or column.code in _ORDERED

        def place(group: Filter) -> tuple[Any, ...]:
            value = group.values[0] if isinstance(group, OneOf) else group.first if isinstance(group, Between) else None
            if value is None:
                return (True,)
            return (False, key(value)) if natural else (False, -self._rows[group], key(value))

        return tuple(
            Group(group, self._rows[group], self._spend_12[group], self._spend[group])
            for group in sorted(self._rows, key=place)
        )
