"""Who is responsible for a vehicle on a day, as SQL: the one wording for columns and for row scopes (Rulebook 1)."""

from __future__ import annotations

FIRST_VISIT = (
    "(SELECT b.first_visit_id FROM stretch b WHERE b.vehicle_id = {0} AND b.first_visit_id IS NOT NULL LIMIT 1)"
)
"""The first counting visit of a vehicle (an expression for its id), where no stretch of it is at hand."""


def responsible_sql(vehicle: str, first_visit: str, day: str) -> str:
    """An SQL expression for the staff id of the responsible advisor on a day (a bound name), or null.

    The one appointed, else who received the first counting visit; vehicle and first visit are expressions for ids.
    """
    return (
        f"coalesce((SELECT r.staff_id FROM responsibility r WHERE r.vehicle_id = {vehicle}"
        f" AND r.from_day <= :{day} AND r.until_day > :{day} LIMIT 1),"
        f" (SELECT f.advisor_id FROM visit f WHERE f.id = {first_visit}))"
    )


def in_scope_sql(vehicle: str, first_visit: str, day: str) -> str:
    """An SQL condition: the row scope `:scope` is open, or names the responsible advisor of the vehicle."""
    return f"(:scope IS NULL OR :scope = {responsible_sql(vehicle, first_visit, day)})"
