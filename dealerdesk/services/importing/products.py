"""The products that a vehicle file tells of: they bind a customer while they last (Rulebook 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.exports import Existing, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.services.importing.draft import Draft, Row

_PRODUCTS: Final = {
    "extended_warranty_end": ("extended-warranty", "ends"),
    "prepaid_end": ("prepaid-maintenance", "ends"),
    "stored_value_fen": ("stored-value", "balance_fen"),
}
"""By field of a row, the kind of product and the column that it fills."""


class Products:
    """The products of cars, as they will be."""

    def __init__(self, draft: Draft, existing: Existing) -> None:
        self._draft, self._existing = draft, existing
        self._held: dict[tuple[int, str], Row] = {}

    def learn(self, rows: Iterable[Row]) -> None:
        """Take in products; of several of a kind the one that ends last counts, declined ones do not."""
        for row in rows:
            if row["declined_on"] is not None:
                continue
            key = (row["vehicle_id"], row["kind"])
            held = self._held.get(key)
            if held is None or (held["ends"] or EVER) <= (row["ends"] or EVER):
                self._held[key] = row

    def tell(self, vehicle: int, news: Row, cells: Row) -> bool:
        """Bring what a row says that is new; answer whether anything changed. `cells` take in what was heard."""
        changed = False
        for field, (kind, column) in _PRODUCTS.items():
            if field in news:
                held = self._held.get((vehicle, kind))
                if held is None or held[column] in {None, news[field]} or self._existing is Existing.UPDATE:
                    cells[field] = plain(news[field])
                    changed = self._set(vehicle, kind, held, {column: news[field]}) or changed
        return changed

    def _set(self, vehicle: int, kind: str, held: Row | None, values: Row) -> bool:
        if held is None:
            if not any(values.values()):
                return False
            row = {"vehicle_id": vehicle, "kind": kind, "ends": None, "balance_fen": None, **values}
            self._held[vehicle, kind] = self._draft.add("product", row)
            return True
        if all(held[name] == value for name, value in values.items()):
            return False
        self._draft.change("product", held["id"], values)
        return True
