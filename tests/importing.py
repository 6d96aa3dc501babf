"""Cars and plates for the tests of imports, and what the store says of them."""

from __future__ import annotations

from datetime import date

from dealerdesk.db.search_text import rewrite_search_text
from tests.exports import vin

TODAY = date(2026, 6, 10)
CAR, OTHER, THIRD = vin(1), vin(2), vin(3)
PLATE, PLATE_2, PLATE_3 = "琼A12345", "琼B23456", "琼C34567"
EVER, FOREVER = "0001-01-01", "9999-12-31"


def only(rows):
    (row,) = rows
    return row


def found_by_search(shop):
    """What was filled in by hand is found by what it says."""
    with shop.desk.store.derive() as conn:
        rewrite_search_text(conn, [row["id"] for row in shop.rows("SELECT id FROM vehicle")])


def visit_of(shop, number):
    return only(shop.rows("SELECT * FROM visit WHERE order_no = ?", number))


def plates_of(shop, car_vin):
    found = shop.rows(
        "SELECT p.plate, p.from_day, p.until_day FROM plate p JOIN vehicle v ON v.id = p.vehicle_id"
        " WHERE v.vin = ? ORDER BY p.from_day, p.id",
        car_vin,
    )
    return [tuple(row.values()) for row in found]


def owners_of(shop, car_vin):
    found = shop.rows(
        "SELECT c.name, o.from_day, o.until_day FROM ownership o JOIN vehicle v ON v.id = o.vehicle_id"
        " JOIN customer c ON c.id = o.customer_id WHERE v.vin = ? ORDER BY o.from_day, o.id",
        car_vin,
    )
    return [tuple(row.values()) for row in found]
