"""A list's criteria as SQL: who is in it, found by the index that its window names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.db.responsible import in_scope_sql
from dealerdesk.domain.calendar import FOREVER
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.retention import BASE_SOURCES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dealerdesk.domain.calendar import Span
    from dealerdesk.domain.month_list import Criteria

Params = dict[str, Any]

_BASE = ", ".join(f"'{source}'" for source in BASE_SOURCES)
_ENDS = {"warranty": "warranty_end", "insurance": "insurance_end", "inspection": "inspection_end"}


def member_sql(asked: Criteria, rules_id: int, scope: int | None = None) -> tuple[str, Params]:
    """The query that answers the `id` of every member with a `sort` key, and its parameters.

    The id is a vehicle's, in the list of birthdays a customer's. `scope` keeps the vehicles of one responsible advisor.
    """
    params: Params = {"rules": rules_id, "as_of": asked.as_of.isoformat()}
    where = _switches(asked)
    if scope is not None:
        params["scope"] = scope
        where.append(in_scope_sql("s.vehicle_id", "s.first_visit_id", "as_of"))
    if asked.empty:
        return "SELECT 0 AS id, '' AS sort WHERE 0", {}
    if asked.birthdays is not None:
        return _born(asked, where, params), params
    if asked.ends is not None:
        return _ending(asked, where, params), params
    if asked.first_due is not None:
        return _first(asked, where, params), params
    if asked.evidence_days is not None:
        return _evident(asked, where, params), params
    return _stretches(asked, where, params), params


def _switches(asked: Criteria) -> list[str]:
    where = ["s.departed = 0", "s.do_not_call = 0"]
    if not asked.outside_too:
        where.append(f"s.source IN ({_BASE})")
    return where


def _within(column: str, span: Span, name: str, params: Params) -> list[str]:
    """The conditions that a column lies in a span; an open span asks only that there is a value."""
    found = [f"{column} IS NOT NULL"] if span.first is None and span.last is None else []
    if span.first is not None:
        params[f"{name}_first"] = span.first.isoformat()
        found.append(f"{column} >= :{name}_first")
    if span.last is not None:
        params[f"{name}_last"] = span.last.isoformat()
        found.append(f"{column} <= :{name}_last")
    return found


def _stretches(asked: Criteria, where: list[str], params: Params) -> str:
    """Lists that a window over stretches answers: those that still last, and those that ended after the day."""
    if asked.references is not None:
        held = " AND ".join(_within("s.reference", asked.references, "reference", params))
        where.append(f"({held} OR s.reference IS NULL)" if asked.or_no_history else held)
    if asked.awaiting_first is False and asked.fresh is not None:
        fresh = " AND ".join(_within("s.delivered", asked.fresh, "fresh", params))
        where.append(f"NOT (s.source = 'own' AND s.maintained IS NULL AND s.delivered IS NOT NULL AND {fresh})")
    sort, index = "s.reference", "ix_stretch_reference"
    if asked.maintenance is not None:
        where.extend(_within("s.next_maintenance", asked.maintenance, "maintenance", params))
        sort, index = "s.next_maintenance", "ix_stretch_next_maintenance"
    params["forever"] = FOREVER.isoformat()
    head = f"SELECT s.vehicle_id AS id, {sort} AS sort FROM stretch s INDEXED BY {index} WHERE s.rules_id = :rules"
    tail = " AND ".join(["s.from_day <= :as_of", *where])
    return (
        f"{head} AND s.until_day = :forever AND {tail}"
        f" UNION ALL {head} AND s.until_day > :as_of AND s.until_day < :forever AND {tail}"
    )


_HOLDS = "s.rules_id = :rules AND s.from_day <= :as_of AND +s.until_day > :as_of"


def _evident(asked: Criteria, where: list[str], params: Params) -> str:
    days = asked.evidence_days
    if days is None or asked.references is None:
        raise AssertionError(asked)
    where += _within("e.day", days, "evidence", params) + _within("s.reference", asked.references, "reference", params)
    return (
        "SELECT DISTINCT s.vehicle_id AS id, s.reference AS sort FROM evidence e"
        f" CROSS JOIN stretch s ON s.vehicle_id = e.vehicle_id AND {_HOLDS}"
        f" WHERE e.rules_id = :rules AND e.day > s.reference AND {' AND '.join(where)}"
    )


def _first(asked: Criteria, where: list[str], params: Params) -> str:
    if asked.first_due is None or asked.fresh is None or asked.references is None:
        raise AssertionError(asked)
    where += _within("v.delivered", asked.first_due, "due", params) + _within(
        "v.delivered", asked.fresh, "fresh", params
    )
    where += _within("s.reference", asked.references, "reference", params)
    return (
        "SELECT v.id AS id, v.delivered AS sort FROM vehicle v"
        f" CROSS JOIN stretch s ON s.vehicle_id = v.id AND {_HOLDS}"
        f" WHERE v.source = 'own' AND s.maintained IS NULL AND {' AND '.join(where)}"
    )


def _ending(asked: Criteria, where: list[str], params: Params) -> str:
    if asked.ends is None:
        raise AssertionError(asked)
    column = f"v.{_ENDS[asked.name]}"
    where += _within(column, asked.ends, "end", params)
    return (
        f"SELECT v.id AS id, {column} AS sort FROM vehicle v"
        f" CROSS JOIN stretch s ON s.vehicle_id = v.id AND {_HOLDS} WHERE {' AND '.join(where)}"
    )


def _born(asked: Criteria, where: list[str], params: Params) -> str:
    if asked.birthdays is None:
        raise AssertionError(asked)
    params["month"] = asked.birthdays.month
    return (
        "SELECT c.id AS id, min(substr(c.birthday, 6)) AS sort FROM customer c"
        " CROSS JOIN stretch s INDEXED BY ix_stretch_owner_id ON s.owner_id = c.id AND s.rules_id = :rules"
        " AND s.until_day > :as_of AND s.from_day <= :as_of"
        f" WHERE c.birthday_month = :month AND {' AND '.join(where)} GROUP BY c.id"
    )


def any_vehicle(conn: Connection) -> bool:
    """Whether the store knows any vehicle at all."""
    return bool(conn.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM vehicle)").scalar())


def any_known(conn: Connection, name: ListName) -> bool:
    """Whether any end date or birthday that a list looks at is known; True for lists that look at none."""
    if name is ListName.BIRTHDAYS:
        sql = "SELECT EXISTS (SELECT 1 FROM customer WHERE birthday IS NOT NULL)"
    elif name in _ENDS:
        sql = f"SELECT EXISTS (SELECT 1 FROM vehicle WHERE {_ENDS[name]} IS NOT NULL)"
    else:
        return True
    return bool(conn.exec_driver_sql(sql).scalar())
