"""Who owned a vehicle last, as SQL: the owner that a vehicle is shown with, even after it left."""

from __future__ import annotations


def latest_owner_sql(vehicle: str) -> str:
    """An SQL expression for the customer id of a vehicle's latest owner (an expression for its id), or null."""
    return (
        f"(SELECT o.customer_id FROM ownership o WHERE o.vehicle_id = {vehicle}"
        " ORDER BY o.from_day DESC, o.id DESC LIMIT 1)"
    )


def latest_cars_sql(customer: str) -> str:
    """An SQL query for the ids of the vehicles whose latest owner this customer is (an expression for its id)."""
    return (
        f"SELECT o.vehicle_id FROM ownership o WHERE o.customer_id = {customer}"
        " AND NOT EXISTS (SELECT 1 FROM ownership n WHERE n.vehicle_id = o.vehicle_id"
        " AND (n.from_day > o.from_day OR (n.from_day = o.from_day AND n.id > o.id)))"
    )


MARKED = """SELECT d.customer_id FROM do_not_call d WHERE d.lifted_on IS NULL AND d.customer_id IS NOT NULL
  UNION SELECT p.customer_id FROM do_not_call d JOIN phone p ON p.digits = d.digits WHERE d.lifted_on IS NULL"""
"""An SQL query for the ids of the customers whom nobody may call: they, or a number of theirs, bear a mark."""
