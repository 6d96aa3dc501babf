"""Which rows the table of customers has, and in which order: ids alone, however large the store is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.dialect import GIVEN_PAIRS
from dealerdesk.db.owners import MARKED, latest_cars_sql, latest_owner_sql
from dealerdesk.db.pinyin import Spelled, spelled
from dealerdesk.db.reading import fetch_all, stream
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql, responsible_sql
from dealerdesk.db.search import order_bounds, tells_no_more_sql
from dealerdesk.domain.calendar import FOREVER
from dealerdesk.domain.customer_query import CustomerSort
from dealerdesk.domain.folding import fold_text, fold_width
from dealerdesk.domain.phone import shows
from dealerdesk.domain.retention import references_with
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.customer_query import CustomersQuery
    from dealerdesk.domain.rules import Policy

SHORTEST_ORDER: Final = 4
"""Characters from which on a text may be meant as the beginning or the end of an order number."""

_STRETCH = (
    "CROSS JOIN stretch s ON s.rules_id = :rules AND s.vehicle_id = v.id AND s.from_day <= :day AND +s.until_day > :day"
)
_TEXT = "CROSS JOIN search_text t ON t.vehicle_id = v.id"
_PLATE = "(SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= :day AND p.until_day > :day LIMIT 1)"
_LAST_VISIT = "(SELECT l.date_in FROM visit l WHERE l.id = s.last_visit_id)"
_ORDERED = """v.id IN (SELECT n.vehicle_id FROM visit n WHERE n.order_no >= :head AND n.order_no < :after_head
  UNION SELECT n.vehicle_id FROM visit n WHERE n.order_tail >= :tail AND n.order_tail < :after_tail)"""
_MATCHED = """CASE WHEN instr(' ' || t.folded || ' ', ' ' || :text || ' ') THEN '0'
  WHEN instr(' ' || t.folded || ' ', :text || ' ') OR instr(' ' || t.folded, ' ' || :text) THEN '1'
  WHEN instr(t.folded, :text) THEN '3' ELSE '2' END || printf('%05d ', instr(t.folded, :text)) || t.name_key"""
"""How well a text is matched, as a key: a whole word, an end or a beginning, an order number, anything within."""

_KEYS: Final = {
    CustomerSort.MATCH: _MATCHED,
    CustomerSort.PLATE: _PLATE,
    CustomerSort.CUSTOMER: "nullif(t.name_key, '')",
    CustomerSort.MODEL: "v.model",
    CustomerSort.LAST_VISIT: _LAST_VISIT,
    CustomerSort.STATUS: "s.reference",
    CustomerSort.NEXT_MAINTENANCE: "s.next_maintenance",
    CustomerSort.VISITS: "s.visits",
    CustomerSort.SPEND: "s.spend_fen",
}
_NAMED: Final = frozenset({CustomerSort.MATCH, CustomerSort.CUSTOMER})
"""Orders in which customers without a car have their place; in the others they come last."""

_FOLDED: Final = frozenset(
    {
        CustomerSort.LAST_VISIT,
        CustomerSort.STATUS,
        CustomerSort.NEXT_MAINTENANCE,
        CustomerSort.VISITS,
        CustomerSort.SPEND,
    }
)
_CARLESS = f"""SELECT c.id, c.name, (SELECT group_concat(p.digits, ' ') FROM phone p WHERE p.customer_id = c.id)
FROM customer c WHERE c.id NOT IN (SELECT h.customer_id FROM ownership h WHERE h.until_day = '{FOREVER.isoformat()}')
  AND NOT EXISTS ({latest_cars_sql("c.id")})"""
"""Who owns a car for good is its latest owner: asking that first leaves few to look at closely."""

_ONCE_IN_SCOPE = f"""EXISTS (SELECT 1 FROM ownership w WHERE w.customer_id = c.id
  AND {in_scope_sql("w.vehicle_id", FIRST_VISIT.format("w.vehicle_id"), "day")})"""


@dataclass(frozen=True)
class AskedRows:
    """The rows that are asked for, on a day, by a set of rules, for whom; `masked`: they see no whole numbers."""

    query: CustomersQuery
    day: date
    rules_id: int
    policy: Policy
    scope: int | None = None
    masked: bool = False


def customer_ids(conn: Connection, asked: AskedRows) -> Iterator[int]:
    """The ids of the rows in their order: a vehicle's, or that of a customer without a car below zero."""
    query = asked.query
    text = fold_text(query.text)
    sort = query.sort if query.sort is not None and (text or query.sort is not CustomerSort.MATCH) else None
    sort = sort or (CustomerSort.MATCH if text else CustomerSort.PLATE)
    sql, params = _vehicles(asked, text, sort)
    if not query.about_vehicles:
        sql = f"{sql} UNION ALL {GIVEN_PAIRS.format('carless')}"
        params["carless"] = json.dumps(_carless(conn, asked, text, sort), ensure_ascii=False)
    way = "DESC" if query.descending else "ASC"
    ordered = f"SELECT id FROM ({sql}) ORDER BY key IS NULL, key {way}, id {way}"
    return (key for (key,) in stream(conn, ordered, params))


def _vehicles(asked: AskedRows, text: str, sort: CustomerSort) -> tuple[str, dict[str, Any]]:
    """The query for the vehicles that are asked for, each with the key that it is ordered by."""
    params: dict[str, Any] = {"rules": asked.rules_id, "day": asked.day.isoformat(), "scope": asked.scope}
    where = [*_by_text(asked, text, params), *_by_stretch(asked, params), *_by_vehicle(asked, params)]
    joins = [_TEXT] if text or sort in _NAMED else []
    if sort in _FOLDED or any("s." in condition for condition in where):
        joins.append(_STRETCH)
    sql = f"SELECT v.id AS id, {_KEYS[sort]} AS key FROM vehicle v {' '.join(joins)}"
    return f"{sql} WHERE {' AND '.join(where or ['1'])}", params


def _by_text(asked: AskedRows, text: str, params: dict[str, Any]) -> list[str]:
    if not text:
        return []
    like = "".join(f"!{sign}" if sign in "%_!" else sign for sign in text)
    params |= {"text": text, "like": f"%{like}%"}
    number = "".join(fold_width(asked.query.text).split()).upper()
    held = "t.folded LIKE :like ESCAPE '!'"
    if asked.masked and text.isdigit():
        held = f"({held} AND {tells_no_more_sql('v')})"
    if len(number) < SHORTEST_ORDER:
        return [held]
    params |= order_bounds(number)
    return [f"({held} OR {_ORDERED})"]


def _by_stretch(asked: AskedRows, params: dict[str, Any]) -> list[str]:
    query, found = asked.query, []
    if query.statuses:
        windows = " OR ".join(_window(asked, status, params) for status in query.statuses)
        found.append(f"s.departed = 0 AND ({windows})")
    if query.departed is not None:
        params["departed"] = query.departed
        found.append("s.departed = :departed")
    return found


def _window(asked: AskedRows, status: Status, params: dict[str, Any]) -> str:
    """The condition that a status is borne, as a window over reference dates (Rulebook 3.3)."""
    if status is Status.NO_HISTORY:
        return "s.reference IS NULL"
    span = references_with(status, asked.day, asked.policy)
    if span is None:
        return "0"
    name = status.value.replace("-", "_")
    within = []
    if span.first is not None:
        params[f"{name}_first"] = span.first.isoformat()
        within.append(f"s.reference >= :{name}_first")
    if span.last is not None:
        params[f"{name}_last"] = span.last.isoformat()
        within.append(f"s.reference <= :{name}_last")
    return f"({' AND '.join(within)})"


def _by_vehicle(asked: AskedRows, params: dict[str, Any]) -> list[str]:
    query, found = asked.query, []
    responsible = responsible_sql("v.id", FIRST_VISIT.format("v.id"), "day")
    for column, values, name in (
        ("v.source", query.sources, "source"),
        ("v.model", query.models, "model"),
        (responsible, query.advisors, "advisor"),
    ):
        if values:
            found.append(f"{column} IN ({_bound(name, values, params)})")
    if query.needs_file is not None:
        params["needs_file"] = query.needs_file
        found.append("v.needs_file = :needs_file")
    if query.do_not_call is not None:
        found.append(f"coalesce({latest_owner_sql('v.id')}, 0) {'' if query.do_not_call else 'NOT'} IN ({MARKED})")
    if asked.scope is not None:
        found.append(f":scope = {responsible}")
    return found


def _bound(name: str, values: Sequence[object], params: dict[str, Any]) -> str:
    names = [f"{name}_{place}" for place in range(len(values))]
    params |= dict(zip(names, values, strict=True))
    return ", ".join(f":{one}" for one in names)


def _carless(conn: Connection, asked: AskedRows, text: str, sort: CustomerSort) -> list[tuple[int, str | None]]:
    """The customers without a car that are asked for, as ids below zero with the key that they are ordered by."""
    query, where = asked.query, [_CARLESS]
    if query.do_not_call is not None:
        where.append(f"c.id {'' if query.do_not_call else 'NOT'} IN ({MARKED})")
    if asked.scope is not None:
        where.append(_ONCE_IN_SCOPE)
    params = {"day": asked.day.isoformat(), "scope": asked.scope}
    spelling = sort is CustomerSort.CUSTOMER or any(sign.isascii() and sign.isalpha() for sign in text)
    found: list[tuple[int, str | None]] = []
    for key, name, digits in fetch_all(conn, " AND ".join(where), params):
        if not text and sort not in _NAMED:
            found.append((-key, None))
            continue
        folded = fold_text(name)
        if asked.masked and text.isdigit():
            digits = " ".join(number for number in (digits or "").split() if shows(number, text))  # noqa: PLW2901
        pinyin = spelled(name) if spelling else Spelled("", "", folded, folded)
        words = " ".join(filter(None, (folded, pinyin.full, pinyin.initials, digits)))
        if text in words:
            place = f"{_class(words, text)}{words.index(text) + 1:05d} {pinyin.key}"
            found.append((-key, {CustomerSort.MATCH: place, CustomerSort.CUSTOMER: pinyin.key}.get(sort)))
    return found


def _class(words: str, text: str) -> str:
    """What `_MATCHED` begins with, for words that are not kept."""
    parted = f" {words} "
    if f" {text} " in parted:
        return "0"
    return "1" if f"{text} " in parted or f" {text}" in parted else "3"
