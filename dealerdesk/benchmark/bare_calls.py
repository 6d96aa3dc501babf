"""The tasks of a queue in bare SQL: what the desk's rank and rows are made of, with no rule applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.domain.calendar import add_months

if TYPE_CHECKING:
    from datetime import date
    from sqlite3 import Connection

_TASKS = """
SELECT k.id, k.code, k.state, k.reason, k.cause, k.created_on, k.due, k.first_due, k.list_name, k.vehicle_id,
  k.customer_id, k.agent_id, k.attempts, k.part_of_day, k.promised_at, k.not_before, k.last_try, k.about, k.step,
  k.revision, a.name, v.model, v.warranty_end, v.insurance_end, v.inspection_end,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = s.vehicle_id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  c.id, c.name, c.preferred_channel, t.id, t.digits, t.quality, s.spend_fen - z.spend_fen,
  (SELECT sum(y.disposition NOT IN ('no-answer', 'powered-off', 'busy', 'out-of-service', 'wrong-number')) * 1000
    / count(*) FROM call y WHERE y.customer_id = c.id AND y.channel = 'call' AND NOT y.incoming),
  s.last_km, l.date_in,
  EXISTS (SELECT 1 FROM product d WHERE d.vehicle_id = s.vehicle_id
    AND d.kind IN ('extended-warranty', 'prepaid-maintenance', 'stored-value')
    AND (d.starts IS NULL OR d.starts <= :day) AND (d.ends IS NULL OR d.ends >= :day)
    AND (d.ends IS NOT NULL OR d.balance_fen IS NOT NULL)
    AND (d.kind <> 'stored-value' OR d.balance_fen IS NULL OR d.balance_fen > 0)),
  EXISTS (SELECT 1 FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = s.vehicle_id AND e.day > s.reference
    AND e.day > :evidence_after AND e.day <= :day),
  s.from_day, s.until_day, s.reference, s.departed, s.owner_id, s.do_not_call, s.source, s.delivered, s.maintained,
  s.next_maintenance
FROM task k
LEFT JOIN stretch s ON s.rules_id = :rules AND s.vehicle_id = coalesce(k.vehicle_id,
    (SELECT o.vehicle_id FROM stretch o INDEXED BY ix_stretch_owner_id
      WHERE o.owner_id = k.customer_id AND o.rules_id = :rules AND o.from_day <= :day AND o.until_day > :day
      ORDER BY o.departed, o.vehicle_id LIMIT 1))
  AND s.from_day <= :day AND +s.until_day > :day
LEFT JOIN stretch z ON z.rules_id = :rules AND z.vehicle_id = s.vehicle_id
  AND z.from_day <= :before AND +z.until_day > :before
LEFT JOIN vehicle v ON v.id = s.vehicle_id
LEFT JOIN customer c ON c.id = coalesce(k.customer_id, s.owner_id)
LEFT JOIN phone t ON t.id = (SELECT n.id FROM phone n WHERE n.customer_id = c.id AND n.quality <> 'bad'
    ORDER BY n.quality <> 'good', NOT n.preferred, n.id LIMIT 1)
LEFT JOIN visit l ON l.id = s.last_visit_id
LEFT JOIN staff a ON a.id = k.agent_id
WHERE k.state = 'open' AND k.due <= :day
"""
_QUASI_LOST_MONTHS = 6


def tasks_query(floor: Connection, day: date) -> tuple[str, dict[str, Any]]:
    """The statement that fetches every open task that is due by a day, and what it is given."""
    (rules_id,) = floor.execute("SELECT id FROM rule_book WHERE state = 'current'").fetchone()
    return _TASKS, {
        "rules": rules_id,
        "day": day.isoformat(),
        "before": add_months(day, -24).isoformat(),
        "evidence_after": add_months(day, -_QUASI_LOST_MONTHS).isoformat(),
    }
