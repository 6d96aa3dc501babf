"""Maintenance intervals by model and drive: what the store has cars of (Rulebook 5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.moves import models_and_drives
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from dealerdesk.domain.rules import Rules


class KnownModel(NamedTuple):
    """A model and a drive that vehicles of the store have, either perhaps unknown, and how many have it."""

    model: str | None
    drive: str | None
    vehicles: int


@use_case("models-known", Right.SEE)
def models_known(desk: Desk) -> tuple[KnownModel, ...]:
    """The models and drives of the store's vehicles, the most frequent first."""
    with desk.store.read() as conn:
        return tuple(KnownModel(*found) for found in models_and_drives(conn))


def vehicles_by_interval(known: tuple[KnownModel, ...], rules: Rules) -> tuple[int, ...]:
    """How many vehicles go by each of the store's own intervals; the last number is those that go by the default."""
    counts = [0] * (len(rules.intervals) + 1)
    for one in known:
        chosen = rules.interval_for(one.model, one.drive)
        place = rules.intervals.index(chosen) if chosen in rules.intervals else len(rules.intervals)
        counts[place] += one.vehicles
    return tuple(counts)
