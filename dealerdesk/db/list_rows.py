"""All columns of a list's rows as of a day, in one query over the members' ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from dealerdesk.db.list_windows import member_sql
from dealerdesk.db.protection import protected_sql
from dealerdesk.db.reading import fetch_all, stream
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql, responsible_sql
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.list_row import ListRow
from dealerdesk.domain.maintenance import Mileage, predicted_km
from dealerdesk.domain.phone import MaskedPhone, mask_phone
from dealerdesk.domain.retention import months_since, status_on
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from dealerdesk.domain.month_list import Criteria
    from dealerdesk.domain.rules import Rules

_STRETCH_ON = "{0}.rules_id = :rules AND {0}.vehicle_id = {1} AND {0}.from_day <= :{2} AND +{0}.until_day > :{2}"

_PLATE = (
    "(SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= :as_of AND p.until_day > :as_of LIMIT 1)"
)
_PHONE = """(SELECT n.id FROM phone n WHERE n.customer_id = c.id AND n.quality <> 'bad'
    ORDER BY n.quality <> 'good', NOT n.preferred, n.id LIMIT 1)"""
_LOYAL = """(SELECT total(o.visits - q.visits) >= :loyal_visits
      OR total(o.owner_paid_fen - q.owner_paid_fen) >= :loyal_paid
    FROM stretch o INDEXED BY ix_stretch_owner_id
    CROSS JOIN ownership h ON h.vehicle_id = o.vehicle_id AND h.customer_id = o.owner_id AND h.from_day <= :as_of
      AND h.until_day > :as_of
    CROSS JOIN stretch q ON q.rules_id = :rules AND q.vehicle_id = o.vehicle_id
      AND q.from_day <= max(:loyal_since, date(h.from_day, '-1 day'))
      AND +q.until_day > max(:loyal_since, date(h.from_day, '-1 day'))
    WHERE o.owner_id = s.owner_id AND o.rules_id = :rules AND o.until_day > :as_of AND o.from_day <= :as_of)"""
_ADVISOR = f"(SELECT w.name FROM staff w WHERE w.id = {responsible_sql('v.id', 's.first_visit_id', 'as_of')})"
_EVIDENCE = """EXISTS (SELECT 1 FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = v.id
    AND e.day > s.reference AND e.day > :evidence_after AND e.day <= :evidence_last)"""
_TASK = "(SELECT j.id FROM task j WHERE j.vehicle_id = v.id AND +j.state = 'open' ORDER BY j.due, j.id LIMIT 1)"
_DEAR = {
    "plate": (_PLATE, "plate"),
    "phone": (_PHONE, "phone"),
    "advisor": (_ADVISOR, "advisor"),
    "last": ("s.last_visit_id", "last_visit", "last_kind", "last_items"),
    "protected": (protected_sql("v.id", "as_of"), "protected"),
    "loyal": (_LOYAL, "loyal"),
    "evidence": (_EVIDENCE, "quasi_lost"),
    "task": (_TASK, "open_task", "open_task_reason"),
}
"""What takes long to look up, and the columns that need it: left out where nobody asks for them."""

_COLUMNS = f"""
SELECT m.sort, v.id, v.vin, v.model, v.use, v.delivered, v.registered,
  v.warranty_end, v.insurance_end, v.inspection_end,
  {{plate}},
  c.id, c.name, c.customer_type, c.sex, c.birthday, c.district, c.preferred_channel, c.wechat,
  t.id, t.digits,
  {{advisor}},
  s.source, s.reference, s.last_day, s.last_km, s.rate_km, s.rate_days, s.next_maintenance,
  s.visits, s.spend_fen, s.visits - y.visits, s.spend_fen - y.spend_fen, s.spend_fen - z.spend_fen,
  s.first_seen, l.date_in, l.kind, l.items,
  {{protected}},
  {{loyal}},
  {{evidence}},
  k.code, k.reason
FROM members m
CROSS JOIN vehicle v ON v.id = m.id
CROSS JOIN stretch s ON {_STRETCH_ON.format("s", "v.id", "as_of")}
CROSS JOIN stretch y ON {_STRETCH_ON.format("y", "v.id", "year_ago")}
CROSS JOIN stretch z ON {_STRETCH_ON.format("z", "v.id", "two_years_ago")}
LEFT JOIN customer c ON c.id = s.owner_id
LEFT JOIN phone t ON t.id = {{phone}}
LEFT JOIN visit l ON l.id = {{last}}
LEFT JOIN task k ON k.id = {{task}}
"""


_AT_A_TIME = 1_000


@dataclass(frozen=True)
class Asking:
    """A list as a query: its criteria, by which rules, for whom."""

    asked: Criteria
    rules_id: int
    rules: Rules
    scope: int | None = None


def member_ids(conn: Connection, asking: Asking) -> list[int]:
    """The ids of a list's members in its order: by reference, due or end date, then id. Nothing is cut off."""
    sql, params = member_sql(asking.asked, asking.rules_id, asking.scope)
    return [key for (key,) in stream(conn, f"SELECT id FROM ({sql}) ORDER BY sort, id", params)]


def list_rows(conn: Connection, asking: Asking) -> tuple[ListRow, ...]:
    """Every row of a list with all its columns."""
    sql, params = member_sql(asking.asked, asking.rules_id, asking.scope)
    return _rows(conn, asking, sql, params)


def count_members(conn: Connection, asking: Asking) -> int:
    """How many members a list has."""
    sql, params = member_sql(asking.asked, asking.rules_id, asking.scope)
    return int(fetch_all(conn, f"SELECT count(*) FROM ({sql})", params)[0][0])


def in_sight(conn: Connection, asking: Asking, ids: Sequence[int]) -> list[int]:
    """Those of the members named that lie in the row scope; of birthdays, the rows leave out the others themselves."""
    if asking.scope is None or asking.asked.birthdays is not None or not ids:
        return list(ids)
    seen = in_scope_sql("v.id", FIRST_VISIT.format("v.id"), "as_of")
    sql = f"SELECT v.id FROM vehicle v WHERE v.id IN ({','.join(map(str, map(int, ids)))}) AND {seen}"
    params = {"scope": asking.scope, "as_of": asking.asked.as_of.isoformat()}
    known = {key for (key,) in fetch_all(conn, sql, params)}
    return [key for key in ids if key in known]


def stream_rows(
    conn: Connection, asking: Asking, ids: Sequence[int], columns: frozenset[str] | None = None
) -> Iterator[ListRow]:
    """The rows of these members in their order, while they are read; with `columns` only as far as those ask for."""
    for start in range(0, len(ids), _AT_A_TIME):
        yield from rows_of(conn, asking, ids[start : start + _AT_A_TIME], columns)


def rows_of(
    conn: Connection, asking: Asking, ids: Sequence[int], columns: frozenset[str] | None = None
) -> tuple[ListRow, ...]:
    """The rows of these members alone, in their order: a page of a list that is shown.

    With `columns` (codes) what takes long to look up is empty where none of them needs it.
    """
    places = {f"id_{n}": member for n, member in enumerate(ids)}
    values = ", ".join(f"(:id_{n}, '{n:06}')" for n in range(len(ids))) or "(0, '')"
    members = f"SELECT column1 AS id, column2 AS sort FROM (VALUES {values})"
    return _rows(conn, asking, members, places, columns)


def _rows(
    conn: Connection, asking: Asking, members: str, params: dict[str, Any], columns: frozenset[str] | None = None
) -> tuple[ListRow, ...]:
    asked = asking.asked
    if asked.birthdays is not None:
        members = _cars_of(members, asking)
    # looked up in order of ids, which is how they lie on the disk; the list's own order comes after
    dear = {
        slot: sql if columns is None or not columns.isdisjoint(needed) else "NULL"
        for slot, (sql, *needed) in _DEAR.items()
    }
    sql = f"WITH members AS MATERIALIZED ({members} ORDER BY id) {_COLUMNS.format(**dear)}"
    found = fetch_all(conn, sql, {**params, **_days(asking)})
    found.sort(key=itemgetter(0, 1))
    rows = [*map(_Reader(asking).row, found)]
    return tuple(_a_row_a_customer(rows)) if asked.birthdays is not None else tuple(rows)


def _cars_of(members: str, asking: Asking) -> str:
    """The cars of customers that are members: what they own on the as-of day, is still theirs, and in scope."""
    where = [] if asking.asked.outside_too else ["o.source IN ('own', 'other-store', 'unknown')"]
    if asking.scope is not None:
        where.append(in_scope_sql("o.vehicle_id", "o.first_visit_id", "as_of"))
    still = " AND ".join(["o.departed = 0", *where])
    return (
        f"SELECT o.vehicle_id AS id, h.sort || printf('%012d', h.id) AS sort FROM ({members}) h"
        " CROSS JOIN stretch o INDEXED BY ix_stretch_owner_id ON o.owner_id = h.id AND o.rules_id = :rules"
        f" AND o.from_day <= :as_of AND o.until_day > :as_of AND {still}"
    )


def _days(asking: Asking) -> dict[str, Any]:
    asked, rules = asking.asked, asking.rules
    as_of = asked.as_of
    return {
        "rules": asking.rules_id,
        "scope": asking.scope,
        "as_of": as_of.isoformat(),
        "year_ago": add_months(as_of, -12).isoformat(),
        "two_years_ago": add_months(as_of, -24).isoformat(),
        "loyal_since": add_months(as_of, -rules.loyal_months).isoformat(),
        "loyal_visits": rules.loyal_visits,
        "loyal_paid": rules.loyal_paid_fen,
        "evidence_after": add_months(asked.month.last, -rules.quasi_lost_months).isoformat(),
        "evidence_last": min(asked.month.last, as_of).isoformat(),
    }


def _a_row_a_customer(rows: Iterable[ListRow]) -> list[ListRow]:
    """One row a customer, with the plates of all their cars; the first car stands for the rest."""
    found: dict[int | None, ListRow] = {}
    for row in rows:
        first = found.get(row.customer_id)
        own = (row.plate,) if row.plate is not None else ()
        if first is None:
            found[row.customer_id] = row._replace(id=row.customer_id or 0, plates=own)
        else:
            found[row.customer_id] = first._replace(plates=(*first.plates, *own))
    return list(found.values())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class _Reader:
    """Turns what the query answers into rows, with what the domain adds: status, months, prediction, ages."""

    def __init__(self, asking: Asking) -> None:
        self._asked = asking.asked
        self._end = {"warranty": 7, "insurance": 8, "inspection": 9}.get(str(asking.asked.name))
        self._seen: dict[str | None, tuple[date | None, int | None, Status, bool]] = {}

    def row(self, row: Sequence[Any]) -> ListRow:
        """One row of the query as a row of the list."""
        (
            _sort, vehicle_id, vin, model, use, delivered, registered, _warranty, _insurance, _inspection,
            plate, customer_id, customer,
            customer_type, sex, birthday, district, channel, wechat, phone_id, digits, advisor, source, reference_text,
            last_day, last_km, rate_km, rate_days, following, visits, spend, visits_12, spend_12, spend_24, first_seen,
            last_visit, last_kind, last_items, protected, loyal, evidence, task, task_reason,
        ) = row  # fmt: skip
        asked = self._asked
        reference, since, status, may_be_quasi = self._reference(reference_text)
        predicted = None
        if rate_km is not None:
            predicted = predicted_km(Mileage(date.fromisoformat(last_day), last_km, rate_km, rate_days), asked.as_of)
        delivered_on = _day(delivered)
        return ListRow(
            vehicle_id, vehicle_id, plate, (plate,) if plate else (), vin, customer_id, customer,
            MaskedPhone(phone_id, mask_phone(digits)) if phone_id is not None else None,
            model, _months(registered or delivered, asked.as_of), use, source, advisor, customer_type, sex,
            _years(birthday, asked.as_of), district, channel, reference, since, status,
            bool(evidence) and may_be_quasi, _day(last_visit), last_kind, last_items, last_km, predicted,
            _day(following),
            visits_12, visits, _per_year(visits, first_seen, asked.as_of), spend_12, spend, spend_24, bool(protected),
            bool(loyal), None if wechat is None else bool(wechat), task, task_reason,
            self._overdue(delivered_on, following),
            delivered_on, self._end_of(row, birthday),
        )  # fmt: skip

    def _reference(self, text: str | None) -> tuple[date | None, int | None, Status, bool]:
        """The reference date, months since, status, and whether evidence would make it quasi-lost; once a date."""
        found = self._seen.get(text)
        if found is None:
            asked, reference = self._asked, _day(text)
            then = status_on(reference, asked.month.last, asked.policy) in {Status.AT_RISK, Status.LOST}
            status = status_on(reference, asked.as_of, asked.policy)
            found = self._seen[text] = (reference, months_since(reference, asked.as_of), status, then)
        return found

    def _end_of(self, row: Sequence[Any], birthday: str | None) -> date | None:
        """The date that the list is about."""
        if self._asked.birthdays is not None:
            return _day(birthday)
        return None if self._end is None else _day(row[self._end])

    def _overdue(self, delivered: date | None, following: str | None) -> bool:
        asked = self._asked
        if asked.overdue_until is not None:
            return delivered is not None and delivered <= asked.overdue_until
        return asked.maintenance is not None and following is not None and following < asked.month.first.isoformat()


def _months(day: str | None, as_of: date) -> int | None:
    """Whole months from a day to the as-of day; None before it."""
    months = months_since(_day(day), as_of)
    return months if months is None or months >= 0 else None


def _years(birthday: str | None, as_of: date) -> int | None:
    months = _months(birthday, as_of)
    return None if months is None else months // 12


def _per_year(visits: int, first_seen: str | None, as_of: date) -> int | None:
    """Visits a year in hundredths since the vehicle was first seen, a part year counting as one."""
    months = _months(first_seen, as_of)
    return None if months is None or not visits else visits * 1200 // max(months, 12)
