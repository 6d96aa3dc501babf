"""The rows of the table of customers that are being looked at, with all that they show of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.db.days import DAYS
from dealerdesk.db.owners import MARKED, latest_owner_sql
from dealerdesk.db.protection import protected_sql
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql, responsible_sql
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.customer_file import CustomerRow
from dealerdesk.domain.phone import MaskedPhone, mask_phone
from dealerdesk.domain.retention import is_quasi_lost, months_since, status_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.rules import Rules

STRETCH_ON = "{0}.rules_id = :rules AND {0}.vehicle_id = {1} AND {0}.from_day <= :{2} AND +{0}.until_day > :{2}"
"""The condition that a stretch is that of a vehicle (an expression for its id) on a day (a bound name)."""

FIRST_PHONE = """(SELECT n.id FROM phone n WHERE n.customer_id = c.id
  ORDER BY n.quality <> 'good', n.quality = 'bad', NOT n.preferred, n.id LIMIT 1)"""
"""An SQL expression for the number by which customer `c` is best reached."""

_OF_PERSON = f"""c.id, c.name, c.customer_type, c.district, t.id, t.digits, coalesce(c.id IN ({MARKED}), 0)"""
_VEHICLES = f"""
SELECT {_OF_PERSON}, v.id, v.vin, v.model, v.needs_file,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  (SELECT w.name FROM staff w WHERE w.id = {responsible_sql("v.id", "s.first_visit_id", "day")}),
  {protected_sql("v.id", "day")},
  (SELECT group_concat(e.day) FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = v.id AND e.day <= :day),
  s.source, s.departed, s.reference, s.last_km, s.next_maintenance, s.visits, s.spend_fen, s.visits - y.visits,
  s.spend_fen - y.spend_fen, l.date_in, l.kind
FROM vehicle v
CROSS JOIN stretch s ON {STRETCH_ON.format("s", "v.id", "day")}
CROSS JOIN stretch y ON {STRETCH_ON.format("y", "v.id", "year_ago")}
LEFT JOIN customer c ON c.id = {latest_owner_sql("v.id")}
LEFT JOIN phone t ON t.id = {FIRST_PHONE}
LEFT JOIN visit l ON l.id = s.last_visit_id
WHERE v.id IN ({{ids}}) AND {in_scope_sql("v.id", "s.first_visit_id", "day")}
"""
_CARLESS = f"""
SELECT {_OF_PERSON} FROM customer c LEFT JOIN phone t ON t.id = {FIRST_PHONE}
WHERE c.id IN ({{ids}}) AND (:scope IS NULL OR EXISTS (SELECT 1 FROM ownership w WHERE w.customer_id = c.id
  AND {in_scope_sql("w.vehicle_id", FIRST_VISIT.format("w.vehicle_id"), "day")}))
"""


def rows_with(
    conn: Connection, ids: Sequence[int], day: date, rules_id: int, rules: Rules, scope: int | None
) -> dict[int, CustomerRow]:
    """These rows by id, as far as they are still there and in the row scope."""
    params = {
        "day": day.isoformat(),
        "year_ago": add_months(day, -12).isoformat(),
        "rules": rules_id,
        "scope": scope,
    }
    found: dict[int, CustomerRow] = {}
    if vehicles := _listed(key for key in ids if key > 0):
        rows = fetch_all(conn, _VEHICLES.format(ids=vehicles), params)
        found.update((row.id, row) for row in (_vehicle(row, day, rules) for row in rows))
    if customers := _listed(-key for key in ids if key < 0):
        named = {name: params[name] for name in ("day", "scope")}
        found.update((-row[0], _carless(row)) for row in fetch_all(conn, _CARLESS.format(ids=customers), named))
    return found


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def _phone(key: int | None, digits: str) -> MaskedPhone | None:
    return None if key is None else MaskedPhone(key, mask_phone(digits))


def _vehicle(row: Sequence[Any], day: date, rules: Rules) -> CustomerRow:
    (
        customer_id, customer, customer_type, district, phone_id, digits, marked, vehicle_id, vin, model, needs_file,
        plate, advisor, protected, evidence, source, departed, reference_text, last_km, following, visits, spend,
        visits_12, spend_12, last_visit, last_kind,
    ) = row  # fmt: skip
    reference, policy = DAYS[reference_text], rules.policy_on(day)
    seen = [DAYS[text] for text in evidence.split(",")] if evidence else []
    return CustomerRow(
        vehicle_id, vehicle_id, customer_id, plate, vin, model, customer, customer_type, district,
        _phone(phone_id, digits), advisor, source, status_on(reference, day, policy),
        is_quasi_lost(reference, seen, day, policy, rules), bool(departed), bool(marked), bool(protected),
        bool(needs_file), reference, months_since(reference, day), DAYS[last_visit], last_kind, last_km,
        DAYS[following], visits_12, visits, spend_12, spend,
    )  # fmt: skip


def _carless(row: Sequence[Any]) -> CustomerRow:
    customer_id, customer, customer_type, district, phone_id, digits, marked = row
    return CustomerRow(
        -customer_id, None, customer_id, None, None, None, customer, customer_type, district,
        _phone(phone_id, digits), None, None, None, quasi_lost=False, departed=False, do_not_call=bool(marked),
        protected=False, needs_file=False, reference=None, months_since=None, last_visit=None, last_kind=None,
        last_odometer=None, next_maintenance=None, visits_12=0, visits=0, spend_12_fen=0, spend_fen=0,
    )  # fmt: skip
