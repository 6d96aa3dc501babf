"""An invented store, for trying the desk and for measuring it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dealerdesk.db.reading import has_records
from dealerdesk.db.settings import set_setting
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

VEHICLES = 1_500
SEED = 7


@dataclass(frozen=True)
class Invented:
    """How many vehicles and visits a store was given."""

    vehicles: int
    visits: int
    changed: Changed


@use_case("invent-store", Right.IMPORT)
def invent_store(
    desk: Desk,
    vehicles: int = VEHICLES,
    seed: int = SEED,
    visits: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Invented:
    """Fill an empty store with invented customers, cars and visits, up to the desk's day: all of them or none.

    The same numbers invent the same store. `cancelled` is asked until it is written. Raises Refused `store.has_data`,
    WrongUse `invented.cancelled`, WrongUse for a number that cannot be.
    """
    from dealerdesk.db.inventing import (
        AT_A_TIME,
        Inventing,
    )  # every start asks whether a store is empty, few invent one
    from dealerdesk.services.invention import MOST_VEHICLES, invent

    if not 1 <= vehicles <= MOST_VEHICLES:
        raise WrongUse("use.bad_number", value=str(vehicles), option="--vehicles", least=1, most=MOST_VEHICLES)
    with desk.store.write(desk.header("invent-store")) as writer:
        if has_records(writer.conn):
            raise Refused("store.has_data", folder=str(desk.store.folder))
        set_setting(writer, "invented", value=True)
        words = Words(desk.lang)
        set_setting(writer, "store_name", words.text("Sample Motors (invented)"))
        inventing = Inventing(writer)
        cars = invent(vehicles, seed, desk.today, visits)
        while batch := list(islice(cars, AT_A_TIME)):
            inventing.add(batch)
            _tell(inventing.vehicles, vehicles, progress, cancelled)
        changed = Changed(frozenset({"vehicle", "customer", "visit"}), writer.act_id)
    return Invented(inventing.vehicles, inventing.visits, changed)


def _tell(
    done: int, total: int, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool] | None
) -> None:
    if progress is not None:
        progress(done, total)
    if cancelled is not None and cancelled():
        raise WrongUse("invented.cancelled")


@use_case("look-into-store", None)
def is_empty(desk: Desk) -> bool:
    """Whether the store has neither vehicles nor customers yet."""
    with desk.store.read() as conn:
        return not has_records(conn)
