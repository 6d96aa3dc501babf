"""Products of a car entered by hand: packages, stored value, vouchers, extended warranty; held, or declined (3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.customer_file import owner_of
from dealerdesk.db.marking import delete_product, product_row, write_product
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.record_fields import checked, choice_field, day_field, text_field
from dealerdesk.domain.visit_fields import amount_of
from dealerdesk.services.customers.editing import Edited
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.record_fields import Rule

PRODUCTS: Final = ("prepaid-maintenance", "stored-value", "extended-warranty", "voucher")
INTERESTS: Final = ("high", "medium", "low", "none")
_KINDS: Final = frozenset({"vehicle", "customer"})

FIELDS: Final[Mapping[str, Rule]] = {
    "kind": choice_field(PRODUCTS, required=True),
    "starts": day_field(),
    "ends": day_field(),
    "balance_fen": amount_of,
    "declined_on": day_field(past=True),
    "declined_reason": text_field(200),
    "interest": choice_field(INTERESTS),
}
"""The fields of a product that are entered by hand."""


@use_case("keep-product", Right.ENTER)
def keep_product(
    desk: Desk, vehicle: int, entered: Mapping[str, object], product: int | None = None, revision: int | None = None
) -> Edited:
    """Keep a product of a car, or that its owner declined one with reason and interest; or change one.

    Raises Refused `customers.gone`, `record.changed_meanwhile`.
    """
    found = checked(FIELDS, entered if product is not None else {"kind": None, **entered}, desk.today)
    with desk.store.write(desk.header("keep-product")) as writer:
        present = _present(writer, desk, vehicle, product, revision)
        values = {**present, **found.values}
        errors = {**found.errors, **({} if found.errors else _together(values))}
        if errors:
            return Edited(errors=errors)
        if not write_product(writer, product, vehicle, found.values):
            return Edited()
        return Edited(Changed(_KINDS, writer.act_id))


@use_case("drop-product", Right.ENTER)
def drop_product(desk: Desk, vehicle: int, product: int, revision: int) -> Edited:
    """Delete a product that was entered by mistake. Raises Refused `customers.gone`, `record.changed_meanwhile`."""
    with desk.store.write(desk.header("drop-product")) as writer:
        _present(writer, desk, vehicle, product, revision)
        delete_product(writer, product)
        return Edited(Changed(_KINDS, writer.act_id))


def _present(writer: Writer, desk: Desk, vehicle: int, product: int | None, revision: int | None) -> dict[str, Any]:
    if owner_of(writer.conn, vehicle, desk.today, desk.actor.scope.advisor_id) is None:
        raise Refused("customers.gone")
    if product is None:
        return {}
    row = product_row(writer.conn, product)
    if row is None or row["vehicle_id"] != vehicle:
        raise Refused("customers.gone")
    if revision not in {None, row["revision"]}:
        raise Refused("record.changed_meanwhile", table="product", key=product)
    return row


def _together(values: Mapping[str, Any]) -> dict[str, Said]:
    """What is wrong with a product's fields held against each other."""
    if values.get("declined_on") is not None:
        return {} if values.get("declined_reason") else {"declined_reason": said("edit.required")}
    starts, ends = values.get("starts"), values.get("ends")
    if starts is not None and ends is not None and ends < starts:
        return {"ends": said("holding.ends_before", day=starts)}
    if ends is None and values.get("balance_fen") is None:
        return {"ends": said("holding.end_or_balance")}
    return {}
