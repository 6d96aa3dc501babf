"""A row of a month list: everything that a person plans activities by (Rulebook 4, "A row carries")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.month_list import Criteria
    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.domain.rules import Status


class ListRow(NamedTuple):
    """One vehicle of a list as of the as-of day; in the list of birthdays one customer, with the plates of their cars.

    Odometers in km, spend in fen, ages in months. `status` is that of the as-of day; `quasi_lost` looks at the target
    month's last day, as the list of that name does. `end` is the date that the list is about: an end of warranty,
    insurance or inspection, or the birthday.
    """

    id: int
    vehicle_id: int | None
    plate: str | None
    plates: tuple[str, ...]
    vin: str | None
    customer_id: int | None
    customer: str | None
    phone: MaskedPhone | None
    model: str | None
    age_months: int | None
    use: str | None
    source: str
    advisor: str | None
    customer_type: str | None
    sex: str | None
    age: int | None
    district: str | None
    preferred_channel: str | None
    reference: date | None
    months_since: int | None
    status: Status
    quasi_lost: bool
    last_visit: date | None
    last_kind: str | None
    last_items: str | None
    last_odometer: int | None
    predicted_odometer: int | None
    next_maintenance: date | None
    visits_12: int
    visits: int
    visits_per_year_100: int | None
    spend_12_fen: int
    spend_fen: int
    spend_24_fen: int
    protected: bool
    loyal: bool
    wechat: bool | None
    open_task: str | None
    open_task_reason: str | None
    overdue: bool
    delivered: date | None
    end: date | None


@dataclass(frozen=True)
class MonthList:
    """A list as it was asked for, and its rows."""

    asked: Criteria
    rows: tuple[ListRow, ...]
