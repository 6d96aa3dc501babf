"""A list as a window shows it: how many there are, ids in the asked order, groups, and rows as they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.list_rows import Asking, count_members, in_sight, member_ids, rows_of, stream_rows
from dealerdesk.db.list_windows import any_known, any_vehicle
from dealerdesk.db.pinyin import spelled
from dealerdesk.domain.errors import said
from dealerdesk.domain.list_query import AS_IT_IS, Query
from dealerdesk.domain.list_sieve import Group, Sifted, distinct, sift
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.lists import AskFor, asking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.calendar import Month
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.list_row import ListRow
    from dealerdesk.domain.month_list import Criteria


@dataclass(frozen=True)
class ListView:
    """A list as it was asked for: what it asks, how many members it has, and the ids that the filters leave, in order.

    `groups` are those of the query; spend in fen is that of what is shown, None where the rows were not looked at.
    `why_empty` says why a list has no members; `store_policy` names the store's own policy of that day.
    """

    asked: Criteria
    members: int
    ids: tuple[int, ...]
    groups: tuple[Group, ...] = ()
    spend_12_fen: int | None = None
    spend_fen: int | None = None
    why_empty: Said | None = None
    store_policy: str = ""


@dataclass(frozen=True)
class ListCounts:
    """How many members each of the month lists has, and whether the store knows any vehicle at all."""

    members: Mapping[ListName, int]
    any_vehicle: bool


@use_case("list-counts", Right.SEE)
def list_counts(desk: Desk, month: Month | None = None, policy: str | None = None) -> ListCounts:
    """How many members each of the month lists has. Raises WrongUse for an unknown policy."""
    with desk.store.read() as conn:
        counts = {name: count_members(conn, asking(conn, desk, AskFor(name, month, policy))) for name in ListName}
        return ListCounts(counts, any(counts.values()) or any_vehicle(conn))


@use_case("list-view", Right.SEE)
def list_view(desk: Desk, ask: AskFor, query: Query = AS_IT_IS) -> ListView:
    """A list filtered, sorted and grouped; where nothing of that is asked no row is looked at."""
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        ids = member_ids(conn, asked)
        own = asked.rules.policy_on(desk.today).name
        if query.is_plain or not ids:
            why = None if ids else _why_empty(conn, asked)
            return ListView(asked.asked, len(ids), tuple(ids), why_empty=why, store_policy=own)
        found = sifted(conn, asked, ids, query)
    spent = found.spend_12_fen, found.spend_fen
    return ListView(asked.asked, len(ids), found.ids, found.groups, *spent, store_policy=own)


@use_case("list-rows", Right.SEE)
def list_rows_of(desk: Desk, ask: AskFor, ids: Sequence[int]) -> Mapping[int, ListRow]:
    """The rows of these members by id, with all columns; what is gone or out of the row scope is left out."""
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        return {row.id: row for row in rows_of(conn, asked, in_sight(conn, asked, ids))}


@use_case("list-values", Right.SEE)
def values_of(desk: Desk, ask: AskFor, column: str, query: Query = AS_IT_IS) -> tuple[Group, ...]:
    """What a column holds in a list, with counts: what a filter chooses among, under the query's other filters."""
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        rows = stream_rows(conn, asked, member_ids(conn, asked), query.columns | {column})
        return distinct(rows, column, query, spelling)


def _why_empty(conn: Reading, asked: Asking) -> Said:
    """Why nobody is in a list: the policy has no such stage, nothing is known that it looks at, or just nobody."""
    name, policy = asked.asked.name, asked.asked.policy.name
    if asked.asked.empty:
        return said("list.no_such_stage", policy=said(f"label.policy.{policy}"))
    if not any_known(conn, name):
        if name is ListName.BIRTHDAYS:
            return said("list.no_birthdays")
        return said("list.no_ends", what=said(f"label.ending.{name}"))
    return said("list.empty")


def sifted(conn: Reading, asked: Asking, ids: Sequence[int], query: Query) -> Sifted:
    """The members that a query leaves of a list; rows stream by and only ids and sort keys are kept."""
    return sift(stream_rows(conn, asked, ids, query.columns), query, spelling)


def shown_rows(conn: Reading, asked: Asking, query: Query) -> tuple[tuple[int, ...], Iterator[ListRow]]:
    """The ids of a list as it is shown, and its rows in that order, while they are read."""
    ids = tuple(member_ids(conn, asked))
    if not query.is_plain:
        ids = sifted(conn, asked, ids, query).ids
    return ids, stream_rows(conn, asked, ids)


def spelling(word: str) -> str:
    """What sorts a word: its pinyin, if it is Chinese."""
    return spelled(word).key
