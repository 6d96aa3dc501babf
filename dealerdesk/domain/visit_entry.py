"""Whether a visit as entered can be, and what of it is doubtful enough to be asked about (SCREENS "Reception")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.domain.errors import said
from dealerdesk.domain.visit import SETTLED_STATES, Visit, VisitState, charge_of
from dealerdesk.domain.visit_fields import due_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.maintenance import Reading

STEEP_KM_A_DAY: Final = 3_000
"""Kilometres a day since the last reading that nobody drives without saying so."""

FAR_BACK_DAYS: Final = 30
"""Days after which a visit is booked later than people usually do."""

STEPS: Final = (VisitState.ARRIVED, VisitState.IN_WORKSHOP, VisitState.SETTLED, VisitState.HANDED_OVER)
"""The life of a visit, in its order."""


DOUBTED_TOGETHER: Final = (
    frozenset({"odometer", "date_in"}),
    frozenset({"labour_fen", "parts_fen", "discount_fen", "paid_fen", "redeemed_fen", "payer", "state"}),
)
"""Fields of which each decides what is doubtful about the others."""


class Doubt(NamedTuple):
    """Something doubtful beside a field: it may be confirmed, by its code."""

    field: str
    said: Said

    @property
    def code(self) -> str:
        """What a confirmation names."""
        return self.said.code.removeprefix("entry.")


@dataclass(frozen=True)
class CarSeen:
    """What the desk knows of a car against which a visit is entered.

    `readings` are its odometers in km by day, oldest first; `visits`: the days of its visits that are not void.
    """

    delivered: date | None = None
    readings: Sequence[Reading] = ()
    visits: Sequence[date] = ()


def impossible(values: Mapping[str, Any], state: str) -> dict[str, Said]:
    """What cannot be, by field: days that run backwards, an order settled before it was paid by anybody.

    The fields alone have been checked before; here they are held against each other.
    """
    errors: dict[str, Said] = {}
    came, settled, left = values.get("date_in"), values.get("date_settled"), values.get("date_out")
    if came is not None and settled is not None and settled < came:
        errors["date_settled"] = said("entry.settled_before_in", day=came)
    if left is not None and (first := settled or came) is not None and left < first:
        errors["date_out"] = said("entry.out_before", day=first)
    if state in SETTLED_STATES and values.get("payer") is None:
        errors["payer"] = said("entry.who_pays")
    discount, due = values.get("discount_fen") or 0, due_of(values)
    if due is not None and discount > due:
        errors["discount_fen"] = said("entry.discount_beyond")
    return errors


def doubts(values: Mapping[str, Any], state: str, car: CarSeen, today: date) -> tuple[Doubt, ...]:
    """What is doubtful about a visit of this car, in the order of the form."""
    day: date = values["date_in"]
    found = [*_about_day(day, car, today)]
    if values.get("odometer"):
        found += _about_odometer(day, values["odometer"], car.readings)
    if state in SETTLED_STATES and charge_of(as_visit(values, state)) == 0:
        found.append(Doubt("paid_fen", said("entry.no_charge")))
    due, redeemed = due_of(values), values.get("redeemed_fen") or 0
    if due is not None and redeemed > due:
        found.append(Doubt("redeemed_fen", said("entry.redeemed_beyond")))
    return tuple(found)


def unconfirmed(found: Iterable[Doubt], confirmed: Iterable[str]) -> tuple[Doubt, ...]:
    """The doubts that nobody has confirmed yet."""
    done = set(confirmed)
    return tuple(doubt for doubt in found if doubt.code not in done)


def as_visit(values: Mapping[str, Any], state: str) -> Visit:
    """A visit as entered, as the rules read it: due are labour and parts, or what was paid, where nothing else is."""
    due = due_of(values)
    visit = Visit(
        0,
        values["date_in"],
        values.get("order_no"),
        values.get("odometer"),
        values.get("kind"),
        state,
        values.get("payer"),
        paid_fen=values.get("paid_fen"),
        redeemed_fen=values.get("redeemed_fen"),
    )
    return visit if due is None else visit._replace(due_fen=due, discount_fen=values.get("discount_fen") or 0)


def next_step(state: str) -> VisitState | None:
    """The step that follows in a visit's life; None where it has ended."""
    steps = [step.value for step in STEPS]
    if state not in steps or state == steps[-1]:
        return None
    return STEPS[steps.index(state) + 1]


def _about_day(day: date, car: CarSeen, today: date) -> Iterable[Doubt]:
    if day < today - timedelta(days=FAR_BACK_DAYS):
        yield Doubt("date_in", said("entry.far_back", days=(today - day).days))
    if car.delivered is not None and day < car.delivered:
        yield Doubt("date_in", said("entry.before_delivery", day=car.delivered))
    if day in car.visits:
        yield Doubt("date_in", said("entry.second_that_day", day=day))


def _about_odometer(day: date, km: int, readings: Sequence[Reading]) -> Iterable[Doubt]:
    before = [reading for reading in readings if reading.day <= day]
    after = [reading for reading in readings if reading.day > day]
    if before:
        last = max(before)
        if km < last.km:
            yield Doubt("odometer", said("entry.odometer_fell", km=last.km, day=last.day))
        elif km - last.km > STEEP_KM_A_DAY * max((day - last.day).days, 1):
            yield Doubt("odometer", said("entry.odometer_steep", km=km - last.km, days=max((day - last.day).days, 1)))
    if after and km > (later := min(after)).km:
        yield Doubt("odometer", said("entry.odometer_above_later", km=later.km, day=later.day))
