"""Month lists in bare SQL, as one would write them by hand over the same tables and indexes: the floors of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.domain.calendar import add_months

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.calendar import Span
    from dealerdesk.domain.month_list import Criteria


class Query(NamedTuple):
    """A statement and its parameters."""

    sql: str
    params: dict[str, Any]


_HELD = """s.rules_id = :rules AND s.from_day <= :day AND s.until_day > :day
  AND s.departed = 0 AND s.do_not_call = 0 AND s.source IN ('own', 'other-store', 'unknown')"""

_BEFORE = "{0}.vehicle_id = s.vehicle_id AND {0}.rules_id = :rules AND {0}.from_day <= :{1} AND {0}.until_day > :{1}"

_ALL_COLUMNS = f"""
SELECT s.vehicle_id, p.plate, v.vin, c.id, c.name, s.visits - y.visits, s.spend_fen - z.spend_fen,
  (SELECT sum(o.visits - q.visits) >= 2 OR sum(o.owner_paid_fen - q.owner_paid_fen) >= 300000
    FROM stretch o JOIN ownership h ON h.vehicle_id = o.vehicle_id AND h.customer_id = o.owner_id
      AND h.from_day <= :day AND h.until_day > :day
    JOIN stretch q ON q.vehicle_id = o.vehicle_id AND q.rules_id = :rules
      AND q.from_day <= max(:year_ago, date(h.from_day, '-1 day'))
      AND q.until_day > max(:year_ago, date(h.from_day, '-1 day'))
    WHERE o.owner_id = s.owner_id AND o.rules_id = :rules AND o.from_day <= :day AND o.until_day > :day),
  EXISTS (SELECT 1 FROM product d WHERE d.vehicle_id = s.vehicle_id
    AND d.kind IN ('prepaid-maintenance', 'stored-value', 'extended-warranty')
    AND (d.starts IS NULL OR d.starts <= :day) AND (d.ends IS NULL OR d.ends >= :day)
    AND (d.ends IS NOT NULL OR d.balance_fen IS NOT NULL)
    AND (d.kind <> 'stored-value' OR d.balance_fen IS NULL OR d.balance_fen > 0)),
  EXISTS (SELECT 1 FROM evidence e WHERE e.vehicle_id = s.vehicle_id AND e.rules_id = :rules AND e.day > s.reference
    AND e.day BETWEEN :evidence_first AND :evidence_last),
  s.spend_fen - y.spend_fen, s.visits, s.spend_fen, v.model, v.use, v.delivered, v.registered, v.warranty_end,
  v.insurance_end, v.inspection_end, c.customer_type, c.sex, c.birthday, c.district, c.preferred_channel, c.wechat,
  t.id, t.digits, coalesce(a.name, b.name), s.source, s.reference, s.last_day, s.last_km, s.rate_km, s.rate_days,
  s.next_maintenance, s.first_seen, l.date_in, l.kind, l.items, k.code, k.reason
FROM members m
CROSS JOIN stretch s ON s.vehicle_id = m.vehicle_id AND s.rules_id = :rules AND s.from_day = m.from_day
JOIN vehicle v ON v.id = s.vehicle_id
JOIN stretch y ON {_BEFORE.format("y", "year_ago")}
JOIN stretch z ON {_BEFORE.format("z", "two_years_ago")}
LEFT JOIN plate p ON p.vehicle_id = s.vehicle_id AND p.from_day <= :day AND p.until_day > :day
LEFT JOIN customer c ON c.id = s.owner_id
LEFT JOIN phone t ON t.id = (SELECT n.id FROM phone n WHERE n.customer_id = s.owner_id AND n.quality <> 'bad'
  ORDER BY n.quality <> 'good', NOT n.preferred, n.id LIMIT 1)
LEFT JOIN responsibility r ON r.vehicle_id = s.vehicle_id AND r.from_day <= :day AND r.until_day > :day
LEFT JOIN staff a ON a.id = r.staff_id
LEFT JOIN visit f ON f.id = s.first_visit_id
LEFT JOIN staff b ON b.id = f.advisor_id
LEFT JOIN visit l ON l.id = s.last_visit_id
LEFT JOIN task k ON k.id = (SELECT j.id FROM task j WHERE j.vehicle_id = s.vehicle_id AND +j.state = 'open'
  ORDER BY j.due, j.id LIMIT 1)
"""


def ids_query(asked: Criteria, rules_id: int) -> Query:
    """The ids of a list's members in its order, with the same exclusions."""
    where, sort, params = _window(asked, rules_id)
    return Query(f"SELECT s.vehicle_id FROM stretch s WHERE {where} ORDER BY {sort}, s.vehicle_id", params)


def columns_query(asked: Criteria, rules_id: int) -> Query:
    """All columns of a list's members in its order."""
    where, sort, params = _window(asked, rules_id)
    day, last = asked.as_of, asked.month.last
    params |= {
        "year_ago": add_months(day, -12).isoformat(),
        "two_years_ago": add_months(day, -24).isoformat(),
        "evidence_first": _next_day(add_months(last, -6)),
        "evidence_last": min(last, day).isoformat(),
    }
    members = f"SELECT s.vehicle_id, s.from_day, {sort} AS sort FROM stretch s WHERE {where}"
    return Query(f"WITH members AS MATERIALIZED ({members}) {_ALL_COLUMNS} ORDER BY m.sort, m.vehicle_id", params)


def _window(asked: Criteria, rules_id: int) -> tuple[str, str, dict[str, Any]]:
    """Who is in a list: what its stretch of the as-of day must say, the order, and the dates."""
    params: dict[str, Any] = {"rules": rules_id, "day": asked.as_of.isoformat()}
    where, sort = [_HELD], "s.reference"
    if asked.references is not None:
        within = _within("s.reference", asked.references, params)
        where.append(f"({within} OR s.reference IS NULL)" if asked.or_no_history else within)
    if asked.evidence_days is not None:
        where.append(
            "EXISTS (SELECT 1 FROM evidence e WHERE e.vehicle_id = s.vehicle_id AND e.rules_id = :rules"
            f" AND e.day > s.reference AND {_within('e.day', asked.evidence_days, params)})"
        )
    if asked.maintenance is not None:
        sort = "s.next_maintenance"
        where.append(_within("s.next_maintenance", asked.maintenance, params))
    if asked.fresh is not None:
        where.append(
            "NOT (s.source = 'own' AND s.maintained IS NULL AND s.delivered IS NOT NULL"
            f" AND {_within('s.delivered', asked.fresh, params)})"
        )
    return " AND ".join(where), sort, params


def _within(column: str, span: Span, params: dict[str, Any]) -> str:
    conditions = []
    for end, day, sign in (("first", span.first, ">="), ("last", span.last, "<=")):
        if day is not None:
            name = f"{column.replace('.', '_')}_{end}"
            params[name] = day.isoformat()
            conditions.append(f"{column} {sign} :{name}")
    return " AND ".join(conditions)


def _next_day(day: date) -> str:
    return day.fromordinal(day.toordinal() + 1).isoformat()
