"""What was shown of personal data: whose numbers somebody opened, and what left the desk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.owners import latest_cars_sql
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.tables import Disclosure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_OWNERS: Final = "SELECT id, customer_id FROM phone WHERE id IN (SELECT value FROM json_each(?))"
_ASSIGNED: Final = f"""SELECT DISTINCT c.value FROM json_each(:customers) c WHERE EXISTS (
    SELECT 1 FROM task k WHERE k.customer_id = c.value AND {{mine}})
  OR EXISTS (SELECT 1 FROM task k WHERE k.customer_id IS NULL AND k.vehicle_id IN ({latest_cars_sql("c.value")})
    AND {{mine}})""".format(mine="k.agent_id = :staff AND (k.state = 'open' OR k.ended_on = :day)")
_OPENED: Final = """SELECT DISTINCT d.customer_id FROM disclosure d
  JOIN act_row r ON r."table" = 'disclosure' AND r.key = d.id JOIN act a ON a.id = r.act_id
WHERE d.kind = 'phone' AND d.customer_id IN (SELECT value FROM json_each(?)) AND a.who = ? AND a.day = ?"""
_OF_CUSTOMER: Final = """SELECT a.at, a.who, d.kind, d.what, d.rows FROM disclosure d
  JOIN act_row r ON r."table" = 'disclosure' AND r.key = d.id JOIN act a ON a.id = r.act_id
WHERE d.customer_id = ? ORDER BY a.id DESC, d.id DESC"""


class Told(NamedTuple):
    """One disclosure: when by the real clock in UTC as it is kept, by whom, of which kind, and what."""

    at: str
    who: str
    kind: str
    what: str | None
    rows: int | None


def owners_of_phones(conn: Connection, phones: Collection[int]) -> dict[int, int]:
    """Whose these numbers are, by their ids."""
    return dict(fetch_all(conn, _OWNERS, (json.dumps(sorted(phones)),)))


def customers_assigned_to(conn: Connection, customers: Iterable[int], staff: int, day: date) -> set[int]:
    """Those of the customers of whom this member of staff has a task that is open, or ended on the day."""
    given = {"customers": json.dumps(sorted(set(customers))), "staff": staff, "day": day.isoformat()}
    return {row[0] for row in fetch_all(conn, _ASSIGNED, given)}


def customers_opened(conn: Connection, customers: Iterable[int], who: str, day: date) -> set[int]:
    """Those of the customers whose numbers this person opened on the day already."""
    given = (json.dumps(sorted(set(customers))), who, day.isoformat())
    return {row[0] for row in fetch_all(conn, _OPENED, given)}


def disclosures_of(conn: Connection, customer: int) -> list[Told]:
    """What was disclosed of one customer, the newest first."""
    return [Told(*row) for row in fetch_all(conn, _OF_CUSTOMER, (customer,))]


def take_down_phones(writer: Writer, phones: Mapping[int, int]) -> None:
    """Take down that the numbers of these customers were opened, one of each: by customer, the number's id."""
    writer.insert(
        Disclosure, [{"kind": "phone", "customer_id": owner, "phone_id": phone} for owner, phone in phones.items()]
    )


def take_down(writer: Writer, kind: str, what: str, rows: int, customer: int | None = None) -> None:
    """Take down that something left the desk: `export`, `print` or `data`; what, and how many rows it has."""
    writer.insert(Disclosure, [{"kind": kind, "customer_id": customer, "what": what, "rows": rows}])
