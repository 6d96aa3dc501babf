"""The members of a list as candidates for tasks: only what keys, ends and urgency are made of."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from dealerdesk.db.days import DAYS
from dealerdesk.db.list_windows import member_sql
from dealerdesk.db.protection import protected_sql
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.reminder import Candidate
from dealerdesk.domain.retention import status_on
from dealerdesk.domain.rules import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from dealerdesk.db.list_rows import Asking

_ENDS = {ListName.WARRANTY: "warranty_end", ListName.INSURANCE: "insurance_end", ListName.INSPECTION: "inspection_end"}

_BRIEF = (
    "from_day", "until_day", "reference", "departed", "owner_id", "do_not_call", "source", "delivered", "maintained",
    "next_maintenance",
)  # fmt: skip
BRIEF_COLUMNS = ", ".join(f"{{0}}.{name}" for name in _BRIEF)
"""The columns of a stretch that tasks look at, under the name that the query gives the stretch."""

_VEHICLES = f"""
WITH members AS ({{members}})
SELECT m.id, {BRIEF_COLUMNS.format("s")}, s.spend_fen - z.spend_fen, {protected_sql("s.vehicle_id", "as_of")},
  EXISTS (SELECT 1 FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = s.vehicle_id AND e.day > s.reference
    AND e.day > :evidence_after AND e.day <= :evidence_last), {{end}}
FROM members m
CROSS JOIN stretch s ON s.rules_id = :rules AND s.vehicle_id = m.id AND s.from_day <= :as_of AND +s.until_day > :as_of
CROSS JOIN stretch z ON z.rules_id = :rules AND z.vehicle_id = m.id AND z.from_day <= :before AND +z.until_day > :before
ORDER BY m.sort, m.id
"""
_CUSTOMERS = """
WITH members AS ({members})
SELECT m.id, c.birthday FROM members m CROSS JOIN customer c ON c.id = m.id ORDER BY m.sort, m.id
"""


@lru_cache(maxsize=1 << 16)
def day_of(text: str) -> date:
    """A stored day; the same few thousand days come again and again."""
    return date.fromisoformat(text)


def perhaps_day(text: str | None) -> date | None:
    """A stored day, or None where none is stored."""
    return None if text is None else day_of(text)


def brief_stretch(row: Sequence[Any]) -> Stretch:
    """A stretch of BRIEF_COLUMNS alone; what tasks do not look at is left out."""
    from_day, until_day, reference, departed, owner_id, do_not_call, source, delivered, maintained, following = row
    return Stretch(
        DAYS[from_day],
        DAYS[until_day],
        DAYS[reference],
        bool(departed),
        owner_id,
        bool(do_not_call),
        source,
        DAYS[delivered],
        maintained=DAYS[maintained],
        next_maintenance=DAYS[following],
    )


def candidates(conn: Connection, asking: Asking) -> Iterator[Candidate]:
    """Every member of a list, in its order, as a candidate for a task."""
    asked = asking.asked
    members, params = member_sql(asked, asking.rules_id, asking.scope)
    if asked.birthdays is not None:
        for customer_id, birthday in conn.exec_driver_sql(_CUSTOMERS.format(members=members), params).fetchall():
            yield Candidate(asked.name, None, customer_id, birthday=perhaps_day(birthday))
        return
    end = _ENDS.get(asked.name)
    sql = _VEHICLES.format(members=members, end=f"(SELECT v.{end} FROM vehicle v WHERE v.id = m.id)" if end else "NULL")
    may_be_quasi = _at_risk_or_lost(asking)
    for vehicle_id, *stretch, spend, protected, evidence, ends in conn.exec_driver_sql(
        sql, {**params, **_days(asking)}
    ).fetchall():
        brief = brief_stretch(stretch)
        quasi_lost = bool(evidence) and may_be_quasi(brief.reference)
        yield Candidate(
            asked.name, vehicle_id, brief.owner_id, brief, perhaps_day(ends), None, quasi_lost, bool(protected), spend
        )


def _at_risk_or_lost(asking: Asking) -> Any:  # noqa: ANN401
    last, policy = asking.asked.month.last, asking.asked.policy

    @cache
    def answer(reference: date | None) -> bool:
        return status_on(reference, last, policy) in {Status.AT_RISK, Status.LOST}

    return answer


def _days(asking: Asking) -> dict[str, Any]:
    asked = asking.asked
    return {
        "rules": asking.rules_id,
        "as_of": asked.as_of.isoformat(),
        "before": add_months(asked.as_of, -24).isoformat(),
        "evidence_after": add_months(asked.month.last, -asking.rules.quasi_lost_months).isoformat(),
        "evidence_last": min(asked.month.last, asked.as_of).isoformat(),
    }
