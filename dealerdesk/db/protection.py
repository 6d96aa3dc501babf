"""Which vehicles are protected: `domain.loyalty.in_force` as SQL, for whole lists at once (Rulebook 3.8)."""

from __future__ import annotations

from dealerdesk.domain.loyalty import BINDING_PRODUCTS

_BINDING = ", ".join(f"'{kind}'" for kind in sorted(BINDING_PRODUCTS))


def protected_sql(vehicle: str, day: str) -> str:
    """An SQL condition: a product of this vehicle (an expression for its id) is in force on the day (a bound name)."""
    return (
        f"EXISTS (SELECT 1 FROM product d WHERE d.vehicle_id = {vehicle} AND d.kind IN ({_BINDING})"
        f" AND (d.starts IS NULL OR d.starts <= :{day}) AND (d.ends IS NULL OR d.ends >= :{day})"
        " AND (d.ends IS NOT NULL OR d.balance_fen IS NOT NULL)"
        " AND (d.kind <> 'stored-value' OR d.balance_fen IS NULL OR d.balance_fen > 0))"
    )
