"""The numbers that a customer ever had, those that were removed included: what their history is read by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.reading import fetch_all

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEYS = """SELECT id FROM phone WHERE customer_id = :customer
UNION SELECT key FROM act_row WHERE "table" = 'phone' AND after IS NULL AND before LIKE :within"""


def phones_ever(conn: Connection, customer_id: int) -> list[int]:
    """The ids of all numbers that are, or were when they were removed, a customer's."""
    params = {"customer": customer_id, "within": f'%"customer_id":{customer_id},%'}
    return [row[0] for row in fetch_all(conn, _KEYS, params)]
