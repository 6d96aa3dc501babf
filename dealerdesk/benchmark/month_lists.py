"""Measuring month lists: ids and first page, and all columns, against the same lists in bare SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.benchmark.bare_lists import columns_query, ids_query
from dealerdesk.benchmark.ground import side_by_side
from dealerdesk.benchmark.stopwatch import Contest
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.month_list import ListName, criteria, default_month
from dealerdesk.domain.rules import Rules
from dealerdesk.services.lists import AskFor, month_list, month_list_page

if TYPE_CHECKING:
    from datetime import date
    from sqlite3 import Connection

    from dealerdesk.benchmark.bare_lists import Query
    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.benchmark.measured import Race
    from dealerdesk.domain.list_row import ListRow
    from dealerdesk.domain.month_list import Criteria

LISTS = (
    ListName.ABOUT_TO_BE_LOST,
    ListName.QUASI_LOST,
    ListName.MAINTENANCE_DUE,
    ListName.AT_RISK,
    ListName.LOST,
)
"""From the shortest to the longest, which also takes the most memory."""
_MONTHS_BACK = 21


def page(ground: Ground, name: ListName, *, past: bool) -> Race:
    """The ids of all members and the rows of the first page, against the ids alone."""
    with side_by_side(ground.folder, _day(ground, past=past)) as (desk, floor):
        query = ids_query(_asked(name, desk.today), _rules_id(floor))
        ids = month_list_page(desk, AskFor(name)).ids
        _agree(name, list(ids), [key for (key,) in _all(floor, query)])
        return Contest(lambda: month_list_page(desk, AskFor(name)).ids, lambda: _all(floor, query)).race()


def columns(ground: Ground, name: ListName, *, past: bool) -> Race:
    """All rows with all columns, against the same columns."""
    with side_by_side(ground.folder, _day(ground, past=past)) as (desk, floor):
        query = columns_query(_asked(name, desk.today), _rules_id(floor))
        _agree(name, [_told(row) for row in month_list(desk, AskFor(name)).rows], [r[:9] for r in _all(floor, query)])
        return Contest(lambda: month_list(desk, AskFor(name)).rows, lambda: _all(floor, query)).race()


def _day(ground: Ground, *, past: bool) -> date:
    """The store's day, or one so long ago that much has happened since."""
    return add_months(ground.today, -_MONTHS_BACK) if past else ground.today


def _asked(name: ListName, day: date) -> Criteria:
    rules = Rules()
    return criteria(name, default_month(day), day, rules.policy_on(day), rules)


def _rules_id(floor: Connection) -> int:
    (rules_id,) = floor.execute("SELECT id FROM rule_book WHERE state = 'current'").fetchone()
    return int(rules_id)


def _all(floor: Connection, query: Query) -> list[Any]:
    return floor.execute(query.sql, query.params).fetchall()


def _told(row: ListRow) -> tuple[Any, ...]:
    """Of a row what `columns_query` answers first."""
    return (
        row.id, row.plate, row.vin, row.customer_id, row.customer, row.visits_12, row.spend_24_fen, int(row.loyal),
        int(row.protected),
    )  # fmt: skip


def _agree(name: ListName, desk: list[Any], floor: list[Any]) -> None:
    """Make sure that the desk and its floor answer the same."""
    if desk != floor:
        raise AssertionError(f"{name}: the desk and bare SQL differ")
