"""What the store knows of one customer: the person with phones and marks, and which cars are, or once were, theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.days import DAYS
from dealerdesk.db.owners import latest_cars_sql, latest_owner_sql
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql
from dealerdesk.domain.calendar import EVER, FOREVER, add_months
from dealerdesk.domain.customer_file import CallMark, Person, PhoneOf, StaffOf, TieOf
from dealerdesk.domain.erasure import ERASED_NAME
from dealerdesk.domain.loyalty import is_after_sales_loyal, is_sales_loyal
from dealerdesk.domain.phone import MaskedPhone, mask_phone, normal_phone

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.rules import Rules

_PERSON = """SELECT id, revision, number, name, customer_type, sex, birthday, address, district, occupation,
  preferred_channel, wechat, referrals, note, hobbies, driving_since, consent_on, wechat_on,
  (SELECT w.name FROM staff w WHERE w.id = customer.wechat_by) FROM customer WHERE id = :customer"""
_TAGS = "SELECT name FROM tag WHERE customer_id = :customer ORDER BY id"
_TIES = """SELECT t.id, t.kind, c.id, c.name FROM tie t JOIN customer c ON c.id = t.other_id
  WHERE t.customer_id = :customer
UNION ALL SELECT t.id, t.kind, c.id, c.name FROM tie t JOIN customer c ON c.id = t.customer_id
  WHERE t.other_id = :customer ORDER BY 1"""
_PHONES = """SELECT p.id, p.digits, p.revision, p.quality, p.preferred,
  EXISTS (SELECT 1 FROM do_not_call d WHERE d.digits = p.digits AND d.lifted_on IS NULL)
FROM phone p WHERE p.customer_id = :customer ORDER BY NOT p.preferred, p.quality = 'bad', p.id"""
_MARKS = """SELECT d.since, d.reason, d.digits FROM do_not_call d WHERE d.lifted_on IS NULL
  AND (d.customer_id = :customer OR d.digits IN (SELECT p.digits FROM phone p WHERE p.customer_id = :customer))
ORDER BY d.since DESC, d.id DESC"""
_SEEN = in_scope_sql("{0}", FIRST_VISIT.format("{0}"), "day")
_OWNER = f"SELECT v.id, {latest_owner_sql('v.id')} FROM vehicle v WHERE v.id = :vehicle AND {_SEEN.format('v.id')}"
_CARS = f"""
SELECT h.vehicle_id, h.vehicle_id IN ({latest_cars_sql(":customer")}) AS present, min(h.from_day), max(h.until_day),
  (SELECT s.departed FROM stretch s WHERE s.rules_id = :rules AND s.vehicle_id = h.vehicle_id
    AND s.from_day <= :day AND s.until_day > :day) AS departed
FROM ownership h WHERE h.customer_id = :customer AND {_SEEN.format("h.vehicle_id")}
GROUP BY h.vehicle_id ORDER BY present DESC, departed, max(h.from_day) DESC, h.vehicle_id
"""
_LOYAL = """
SELECT total(o.visits - q.visits), total(o.owner_paid_fen - q.owner_paid_fen), max(o.source = 'own')
FROM stretch o INDEXED BY ix_stretch_owner_id
CROSS JOIN ownership h ON h.vehicle_id = o.vehicle_id AND h.customer_id = o.owner_id AND h.from_day <= :day
  AND h.until_day > :day
CROSS JOIN stretch q ON q.rules_id = :rules AND q.vehicle_id = o.vehicle_id
  AND q.from_day <= max(:since, date(h.from_day, '-1 day'))
  AND +q.until_day > max(:since, date(h.from_day, '-1 day'))
WHERE o.owner_id = :customer AND o.rules_id = :rules AND o.until_day > :day AND o.from_day <= :day
"""
_STAFF = """SELECT w.id, w.name, w.job = 'advisor' OR EXISTS (SELECT 1 FROM responsibility r WHERE r.staff_id = w.id),
  w.left_on IS NULL OR w.left_on > :day AS here FROM staff w ORDER BY here DESC, w.name, w.id"""
_LOYALTIES = {(True, True): "both", (True, False): "after-sales", (False, True): "sales", (False, False): "none"}


class CarOf(NamedTuple):
    """A vehicle of a file: whether the person is its latest owner, and the days on which it was theirs."""

    vehicle_id: int
    present: bool
    from_day: date
    until_day: date


def owner_of(conn: Connection, vehicle_id: int, day: date, scope: int | None) -> tuple[int, int | None] | None:
    """A vehicle in the row scope with the id of its latest owner, if any is known; None where there is no such one."""
    params = {"vehicle": vehicle_id, "day": day.isoformat(), "scope": scope}
    found = fetch_all(conn, _OWNER, params)
    return (found[0][0], found[0][1]) if found else None


def cars_of(conn: Connection, customer_id: int, day: date, rules_id: int, scope: int | None) -> list[CarOf]:
    """The vehicles in the row scope that are a customer's, then those that once were; departed ones after the rest."""
    params = {"customer": customer_id, "day": day.isoformat(), "rules": rules_id, "scope": scope}
    return [
        CarOf(key, bool(own), DAYS[first], DAYS[last]) for key, own, first, last, _ in fetch_all(conn, _CARS, params)
    ]


def is_known(conn: Connection, customer_id: int) -> bool:
    """Whether there is such a customer."""
    return bool(fetch_all(conn, "SELECT 1 FROM customer WHERE id = ?", (customer_id,)))


def is_erased(conn: Connection, customer_id: int) -> bool:
    """Whether the customer was erased: nothing is kept of them again."""
    return bool(fetch_all(conn, "SELECT 1 FROM customer WHERE id = ? AND name = ?", (customer_id, ERASED_NAME)))


def is_in_scope(conn: Connection, customer_id: int, day: date, scope: int | None) -> bool:
    """Whether there is such a customer, with a car in the row scope where there is one."""
    if scope is None:
        return is_known(conn, customer_id)
    params = {"customer": customer_id, "day": day.isoformat(), "scope": scope}
    sql = f"SELECT 1 FROM ownership h WHERE h.customer_id = :customer AND {_SEEN.format('h.vehicle_id')} LIMIT 1"
    return bool(fetch_all(conn, sql, params))


def staff_known(conn: Connection, day: date) -> tuple[StaffOf, ...]:
    """All staff by name, those who work here on the day first."""
    return tuple(
        StaffOf(key, name, bool(advises), bool(here))
        for key, name, advises, here in fetch_all(conn, _STAFF, {"day": day.isoformat()})
    )


def alone(vehicle_id: int) -> CarOf:
    """A vehicle that nobody is known to own, as the one car of a file."""
    return CarOf(vehicle_id, present=True, from_day=EVER, until_day=FOREVER)


def person_of(conn: Connection, customer_id: int, day: date, rules_id: int, rules: Rules) -> Person | None:
    """A customer with phones and marks, or None where there is no such one."""
    named = {"customer": customer_id}
    rows = fetch_all(conn, _PERSON, named)
    if not rows:
        return None
    (
        key, revision, number, name, customer_type, sex, birthday, address, district, occupation, channel, wechat,
        referrals, note, hobbies, driving_since, consent_on, wechat_on, wechat_by,
    ) = rows[0]  # fmt: skip
    return Person(
        key, revision, number, name, customer_type, sex, DAYS[birthday], address, district, occupation, channel,
        None if wechat is None else bool(wechat), referrals, note,
        tuple(_phone(*row) for row in fetch_all(conn, _PHONES, named)),
        tuple(
            CallMark(DAYS[since], reason, None if digits is None else mask_phone(digits))
            for since, reason, digits in fetch_all(conn, _MARKS, named)
        ),
        _loyalty(conn, customer_id, referrals, (day, rules_id, rules)),
        hobbies, DAYS[driving_since], DAYS[consent_on], DAYS[wechat_on], wechat_by,
        tuple(name for (name,) in fetch_all(conn, _TAGS, named)),
        tuple(TieOf(*row) for row in fetch_all(conn, _TIES, named)),
    )  # fmt: skip


def _phone(key: int, digits: str, revision: int, quality: str, preferred: Any, marked: Any) -> PhoneOf:  # noqa: ANN401
    kind = normal_phone(digits).kind
    return PhoneOf(MaskedPhone(key, mask_phone(digits)), revision, kind, quality, bool(preferred), bool(marked))


def _loyalty(conn: Connection, customer_id: int, referrals: int, on: tuple[date, int, Rules]) -> str:
    """Whether a customer is loyal, as a code, over all cars that are theirs on the day (Rulebook 5.4)."""
    day, rules_id, rules = on
    since = add_months(day, -rules.loyal_months)
    params = {"customer": customer_id, "day": day.isoformat(), "rules": rules_id, "since": since.isoformat()}
    ((visits, paid, bought_here),) = fetch_all(conn, _LOYAL, params)
    after_sales = is_after_sales_loyal(int(visits), int(paid), rules)
    return _LOYALTIES[after_sales, is_sales_loyal(bought_here=bool(bought_here), referrals=referrals)]
