"""Keeping the store sound: the check of everything against everything, and the repair of what is derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db import dialect
from dealerdesk.db.repair import repair
from dealerdesk.db.schema import SCHEMA
from dealerdesk.db.standing import plates_on
from dealerdesk.db.verification import verify
from dealerdesk.domain.errors import Said, said
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.trail import renewals_told, states_known_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.db.verification import Findings


def schema_and_engine() -> tuple[int, str]:
    """The number of the schema that this program writes, and the version of SQLite that it writes with."""
    return SCHEMA, dialect.ENGINE_VERSION


_NAMED = 20
"""How many vehicles a check names one by one."""


@dataclass(frozen=True)
class Checked:
    """What a check found, and what to do about it; `repaired`: of how many vehicles what is derived was rebuilt."""

    ok: bool
    problems: tuple[Said, ...]
    advice: tuple[Said, ...] = ()
    repaired: int = 0


@use_case("check", Right.SEE)
def check_store(desk: Desk) -> Checked:
    """Verify the database, its references, the chain of acts, and every derived fact against its history."""
    found = verify(desk.store)
    differing = _differing(desk, found)
    altered = desk.store.soundness.altered()
    outside = (said("check.altered_outside", file=str(desk.store.file)),) if altered else ()
    problems = (*outside, *found.broken, *states_known_elsewhere(desk), *differing)
    advice: tuple[Said, ...] = (said("check.run_repair"),) if differing else ()
    if altered and not found.broken:
        advice = (*advice, said("check.accept"))
    return Checked(not problems, problems, (*advice, *_restore(found), *renewals_told(desk)))


@use_case("repair", Right.RESTORE)
def repair_store(desk: Desk) -> Checked:
    """Verify the store and rebuild what is derived where it differs; what people entered is never touched."""
    found, rebuilt = repair(desk.store)
    return Checked(not found.broken, found.broken, _restore(found), rebuilt)


def _restore(found: Findings) -> tuple[Said, ...]:
    """What to do about what people entered, where it is not as it was."""
    return (said("check.restore"),) if found.broken else ()


def _differing(desk: Desk, found: Findings) -> tuple[Said, ...]:
    named = sorted({*found.folded[:_NAMED], *found.searched[:_NAMED]})
    with desk.store.read() as conn:
        plates = plates_on(conn, desk.today, named)
    return (
        *_told(found.folded, "check.derived_differs", plates),
        *_told(found.searched, "check.search_differs", plates),
    )


def _told(vehicles: Iterable[int], code: str, plates: Mapping[int, str]) -> tuple[Said, ...]:
    """A sentence for each vehicle, up to a number that a person reads, and how many more there are."""
    found = tuple(vehicles)
    told = tuple(said(code, vehicle=vehicle, plate=plates.get(vehicle)) for vehicle in found[:_NAMED])
    more = len(found) - _NAMED
    return (*told, said("check.and_more", n=more)) if more > 0 else told
