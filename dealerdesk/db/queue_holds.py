"""Why the tasks of a day are not to be called now: who was reached, is expected, complains, or is being called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.reading import fetch_all
from dealerdesk.db.reservations import LIVE
from dealerdesk.domain.followup import CONTACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

PREFERRED = """(SELECT n.id FROM phone n WHERE n.customer_id = {0} AND n.quality <> 'bad'
    ORDER BY n.quality <> 'good', NOT n.preferred, n.id LIMIT 1)"""
"""The number under which a customer (an expression for the id) is called: a good one first, then the preferred."""

_OWNER = """coalesce(q.customer_id, (SELECT o.owner_id FROM stretch o WHERE o.rules_id = :rules
    AND o.vehicle_id = q.vehicle_id AND o.from_day <= :day AND +o.until_day > :day))"""

_RESERVED = f"""
SELECT q.id, {_OWNER}, t.digits
FROM sheet h CROSS JOIN sheet_row r ON r.sheet_id = h.id CROSS JOIN task q ON q.id = r.task_id
LEFT JOIN phone t ON t.id = {PREFERRED.format(_OWNER)}
WHERE h.keyed_in_on IS NULL AND h.reserved_until >= :day AND NOT (h.day = :day AND h.agent_id IS :agent)
  AND NOT EXISTS (SELECT 1 FROM sheet_row e JOIN call_task x ON x.task_id = e.task_id JOIN call y ON y.id = x.call_id
    WHERE e.sheet_id = r.sheet_id AND e.entry = r.entry AND y.at >= h.made_at)
UNION ALL
SELECT q.id, {_OWNER}, t.digits FROM reservation v JOIN task q ON q.id = v.task_id AND q.state = 'open'
LEFT JOIN phone t ON t.id = {PREFERRED.format(_OWNER)}
WHERE :now IS NOT NULL AND {LIVE} AND v.holder <> :holder
"""
"""Whom somebody is calling: those of a live sheet that nobody has called since, and those that others have taken."""

_REACHED = f"""
SELECT y.customer_id, t.digits, n.digits FROM call y
LEFT JOIN phone t ON t.id = {PREFERRED.format("y.customer_id")} LEFT JOIN phone n ON n.id = y.phone_id
WHERE y.day > :rested AND y.day <= :resting AND y.disposition IN ({", ".join(f"'{one}'" for one in sorted(CONTACTS))})
"""
"""Whom anybody has reached, by whatever channel, within the days in which nobody calls them again.

On the day itself that may be later than it: then the clock was set back.
"""

_EXPECTED = "SELECT vehicle_id, customer_id FROM appointment WHERE state = 'booked' AND day >= :day"
_IN_WORKSHOP = "SELECT DISTINCT vehicle_id FROM visit WHERE state IN ('arrived', 'in-workshop') AND date_in <= :day"
_COMPLAINING = "SELECT customer_id, vehicle_id FROM complaint WHERE state <> 'closed'"


class People(NamedTuple):
    """Customers, and the digits under which they answer."""

    customers: frozenset[int]
    digits: frozenset[str]

    def has(self, customer_id: int | None, digits: str | None) -> bool:
        """Whether the customer, or whoever answers the number, is one of them."""
        return customer_id in self.customers or digits in self.digits


class Holds(NamedTuple):
    """What keeps tasks from being offered on a day, whatever the tasks are."""

    being_called: People
    tasks: frozenset[int]
    reached: People
    expected: frozenset[int]
    expected_customers: frozenset[int]
    in_workshop: frozenset[int]
    complaining: frozenset[int]
    complained_of: frozenset[int]


def holds(conn: Connection, params: Mapping[str, Any]) -> Holds:
    """What keeps tasks from being offered.

    `params`: day, rules, agent, rested and resting (days), now (or None), holder.
    """
    called = fetch_all(conn, _RESERVED, params)
    reached = fetch_all(conn, _REACHED, params)
    expected = fetch_all(conn, _EXPECTED, params)
    complaints = fetch_all(conn, _COMPLAINING)
    return Holds(
        People(_known(row[1] for row in called), _known(row[2] for row in called)),
        _known(row[0] for row in called),
        People(_known(row[0] for row in reached), _known(digits for row in reached for digits in row[1:])),
        _known(row[0] for row in expected),
        _known(row[1] for row in expected),
        _known(row[0] for row in fetch_all(conn, _IN_WORKSHOP, params)),
        _known(row[0] for row in complaints),
        _known(row[1] for row in complaints),
    )


def _known(values: Iterable[Any]) -> frozenset[Any]:
    return frozenset(values) - {None}
