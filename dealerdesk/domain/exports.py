"""How a row of another system's export meets what the store knows already (Rulebook 2.5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.domain.visit import VisitState

if TYPE_CHECKING:
    from collections.abc import Mapping

Fields = dict[str, Any]


class Existing(StrEnum):
    """What becomes of a row whose record is known already."""

    UPDATE = "update"
    FILL = "fill"
    SKIP = "skip"


class Merged(NamedTuple):
    """The fields of a record that an export's row sets, and the cells to remember as last imported."""

    changes: Fields
    cells: Fields


def plain(value: Any) -> Any:  # noqa: ANN401
    """Answer a field's value as remembered cells hold it: days as text, several values as a list."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def plain_cells(given: Mapping[str, Any]) -> Fields:
    """Answer what a row gives as remembered cells hold it."""
    return {name: plain(value) for name, value in given.items()}


def is_empty(value: object) -> bool:
    """Answer whether a field waits to be filled: nothing, or a source that is not known."""
    return value is None or value in {"", "unknown"}


def news_of(given: Mapping[str, Any], last: Mapping[str, Any]) -> Fields:
    """Answer the fields whose value in the export has changed since it was last imported.

    Blank cells are not given: they erase nothing. A field that a person corrected yields only to these.
    """
    return {name: value for name, value in given.items() if last.get(name) != plain(value)}


def merged(present: Mapping[str, Any], last: Mapping[str, Any], given: Mapping[str, Any], existing: Existing) -> Merged:
    """Merge what an export's row gives into a record as it is at `present`, by what was `last` imported of it.

    `given` holds no blank fields. When only gaps are filled, what was passed over is not remembered as imported.
    """
    news = news_of(given, last)
    if existing is Existing.FILL:
        news = {name: value for name, value in news.items() if is_empty(present.get(name)) or present[name] == value}
    changes = {name: value for name, value in news.items() if present.get(name) != value}
    return Merged(changes, {**last, **plain_cells(news)})


def filled(present: Mapping[str, Any], given: Mapping[str, Any]) -> Fields:
    """Answer the fields of a visit that reception logged which the order that it turned out to be fills.

    Blank fields only, and the state where the order has come further.
    """
    changes = {name: value for name, value in given.items() if is_empty(present.get(name)) and value is not None}
    state = given.get("state")
    if state is not None and _STAGES[state] > _STAGES[present["state"]]:
        changes["state"] = state
    return changes


_STAGES = {
    VisitState.ARRIVED.value: 0,
    VisitState.IN_WORKSHOP.value: 1,
    VisitState.SETTLED.value: 2,
    VisitState.HANDED_OVER.value: 3,
    VisitState.VOID.value: 4,
}
