"""When the store receives cars, and how many at one time: what appointments are held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dealerdesk.db.appointments import HOURS, PLACES, hours_kept
from dealerdesk.db.settings import set_setting, setting
from dealerdesk.domain.appointment_conflicts import CLOSES, OPENS, clock
from dealerdesk.domain.errors import said
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time

    from dealerdesk.domain.errors import Said

MOST_PLACES: Final = 99


@dataclass(frozen=True)
class Receiving:
    """The hours in which cars are received, and how many at one time; None: as many as there are advisors."""

    opens: time = OPENS
    closes: time = CLOSES
    places: int | None = None


@dataclass(frozen=True)
class ReceivingKept:
    """What became of a change: what changed, or errors by field."""

    changed: Changed = field(default_factory=Changed)
    errors: Mapping[str, Said] = field(default_factory=dict)


@use_case("read-receiving", Right.SEE)
def receiving(desk: Desk) -> Receiving:
    """The hours and places that the store has set, else the usual ones."""
    with desk.store.read() as conn:
        return Receiving(*hours_kept(conn), setting(conn, PLACES))


@use_case("change-receiving", Right.POLICIES)
def change_receiving(desk: Desk, wanted: Receiving) -> ReceivingKept:
    """Set the hours and places; appointments that stand stay as they are."""
    errors: dict[str, Said] = {}
    if wanted.closes <= wanted.opens:
        errors["closes"] = said("appointment.hours_backwards")
    if wanted.places is not None and not 1 <= wanted.places <= MOST_PLACES:
        errors["places"] = said("appointment.bad_places", most=MOST_PLACES)
    if errors:
        return ReceivingKept(errors=errors)
    with desk.store.write(desk.header("change-receiving")) as writer:
        if (wanted.opens, wanted.closes) != hours_kept(writer.conn):
            set_setting(writer, HOURS, [clock(wanted.opens), clock(wanted.closes)])
        if wanted.places != setting(writer.conn, PLACES):
            set_setting(writer, PLACES, wanted.places)
        done = writer.changed
        return ReceivingKept(Changed(frozenset({"setting", "appointment"}), writer.act_id) if done else Changed())
