"""What belongs to a car over time: owners, plates, and the products that bind its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.invented import InventedProduct
from dealerdesk.services.invention.cars import registration_lag
from dealerdesk.services.invention.chance import between, pick
from dealerdesk.services.invention.identities import plate
from dealerdesk.services.invention.jobs import Terms
from dealerdesk.services.invention.people import invent_person

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.invented import InventedCustomer
    from dealerdesk.services.invention.lives import Life
    from dealerdesk.services.invention.shop_days import ShopDays

Owners = tuple[tuple[int, "date | None"], ...]
Plates = tuple[tuple[str, "date | None"], ...]

_OWNER_CHANGES: Final = 0.045
_PLATE_CHANGES: Final = 0.03
_PROTECTED: Final = {"loyal": 0.42, "irregular": 0.15, "warranty": 0.22, "drifts": 0.12, "returns": 0.1}
_STORED_SUMS: Final = (50_000, 100_000, 120_000, 200_000, 300_000)


def owners_of(life: Life, shop: ShopDays) -> tuple[tuple[InventedCustomer, ...], Owners]:
    """Answer the customers who have owned the car, and from when."""
    cast, first = life.cast, life.household.customer
    early, late = life.began + 240, shop.last - 5
    if life.household.size > 1 or life.departed or early > late or cast.random() >= _OWNER_CHANGES:
        return (first,), ((0, None),)
    second = invent_person(cast, life.index, 1, shop.today)
    return (first, second), ((0, None), (1, shop.day(between(cast, early, late))))


def plates_of(life: Life, taken_over: str | None, owners: Owners, shop: ShopDays) -> tuple[Plates, date | None]:
    """Answer the car's plates and its registration; a car without a plate was delivered lately."""
    cast, drive = life.cast, life.model.drive
    mine = plate(cast, life.index, 0, drive)
    registered = None if life.delivered is None else life.delivered + registration_lag(cast)
    if registered is not None and registered > shop.last:
        return (), None
    registered_on = None if registered is None else shop.day(registered)
    if taken_over is not None:
        return ((taken_over, registered_on),), registered_on
    if life.departed and life.household.replaces:
        return ((mine, None), (plate(cast, life.index, 1, drive), shop.day(life.departed[0]))), registered_on
    with_owner = len(owners) > 1 and cast.random() < 0.5
    if not with_owner and cast.random() >= _PLATE_CHANGES:
        return ((mine, None),), registered_on
    early = max(life.began, registered or 0) + 90
    changed = owners[1][1] if with_owner else shop.day(between(cast, early, shop.last)) if early <= shop.last else None
    if changed is None or changed.toordinal() < early:
        return ((mine, None),), registered_on
    return ((mine, None), (plate(cast, life.index, 1, drive), changed)), registered_on


def products_of(life: Life, shop: ShopDays) -> tuple[InventedProduct, ...]:
    """Answer the products that the customer has bought; those who stay have more of them."""
    cast = life.cast
    chance = cast.random()
    if chance >= _PROTECTED.get(life.custom, 0.0) or life.source in {"passing", "other-brand"}:
        return ()
    sort = cast.random()
    bought = life.began if life.source == "own" and cast.random() < 0.5 else between(cast, life.began, life.last_seen)
    starts = shop.day(bought)
    products = []
    if sort < 0.55:
        products.append(
            InventedProduct("prepaid-maintenance", starts, add_months(starts, pick(cast, (12, 24, 24, 36, 48))), None)
        )
    elif sort < 0.72:
        left = 0 if cast.random() < 0.3 else between(cast, 3, pick(cast, _STORED_SUMS) // 100) * 100
        products.append(
            InventedProduct("stored-value", starts, add_months(starts, 36) if cast.random() < 0.5 else None, left)
        )
    elif sort < 0.82:
        products.append(InventedProduct("voucher", starts, add_months(starts, pick(cast, (3, 6, 12))), 10_000))
    if life.delivered is not None and (sort >= 0.82 or chance < 0.05):
        warranty_end = add_months(shop.day(life.delivered), 36)
        products.append(
            InventedProduct(
                "extended-warranty", starts, add_months(max(warranty_end, starts), pick(cast, (12, 24, 24))), None
            )
        )
    return tuple(products)


def terms_of(life: Life, products: tuple[InventedProduct, ...], shop: ShopDays) -> Terms:
    """Answer what decides on prices."""
    ends = {product.kind: shop.last if product.ends is None else product.ends.toordinal() for product in products}
    return Terms(
        electric=life.model.drive == "electric",
        company=life.household.customer.kind == "company",
        warranty_until=0 if life.delivered is None or life.source == "other-brand" else life.delivered + 1096,
        bound_from=min((product.starts.toordinal() for product in products), default=shop.last + 1),
        package_until=ends.get("prepaid-maintenance", 0),
        stored_until=ends.get("stored-value", 0),
        voucher_until=ends.get("voucher", 0),
    )
