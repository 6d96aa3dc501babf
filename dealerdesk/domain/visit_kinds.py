"""Kinds of visit as a store names them: maintenance or not, counting or not, and of which workshop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


class Workshop(StrEnum):
    """Where the work of a kind is done (Rulebook 9, "visits, output value")."""

    MECHANICAL = "mechanical"
    BODY_AND_PAINT = "body-and-paint"
    WARRANTY = "warranty"
    ACCESSORIES = "accessories"


@dataclass(frozen=True)
class VisitKind:
    """A kind by its name; `counts` is False for one that never counts, whatever it charges (Rulebook 3.1)."""

    name: str
    maintenance: bool = False
    counts: bool = True
    workshop: Workshop = Workshop.MECHANICAL
    id: int | None = None
    revision: int | None = None


class Usual(StrEnum):
    """The kinds that a store begins with, by code; their names are those of its language."""

    MAINTENANCE = "maintenance"
    FIRST_MAINTENANCE = "first-maintenance"
    REPAIR = "repair"
    ACCIDENT = "accident"
    WARRANTY = "warranty"
    INSPECTION = "inspection"
    ACCESSORIES = "accessories"
    INTERNAL = "internal"


USUAL: Final[dict[Usual, VisitKind]] = {
    Usual.MAINTENANCE: VisitKind("", maintenance=True),
    Usual.FIRST_MAINTENANCE: VisitKind("", maintenance=True),
    Usual.REPAIR: VisitKind(""),
    Usual.ACCIDENT: VisitKind("", workshop=Workshop.BODY_AND_PAINT),
    Usual.WARRANTY: VisitKind("", workshop=Workshop.WARRANTY),
    Usual.INSPECTION: VisitKind(""),
    Usual.ACCESSORIES: VisitKind("", counts=False, workshop=Workshop.ACCESSORIES),
    Usual.INTERNAL: VisitKind("", counts=False),
}


def named(name: str, kinds: Iterable[VisitKind]) -> VisitKind | None:
    """The kind of that name, whatever its case."""
    wanted = name.strip().casefold()
    return next((kind for kind in kinds if kind.name.casefold() == wanted), None)
