"""The cars that may be meant while the receptionist types: what a search finds, and when each was here last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.reception import last_visits
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.search import Hit, find

if TYPE_CHECKING:
    from datetime import date

_MOST = 10


@dataclass(frozen=True)
class Match:
    """A car that may be meant; `last_visit`: the day of its last visit that is not void."""

    hit: Hit
    last_visit: date | None


@use_case("match-cars", Right.ENTER)
def matches(desk: Desk, text: str, limit: int = _MOST) -> tuple[Match, ...]:
    """The cars that a text leads to, best first, as `find` has them."""
    hits = find(desk, text, limit)
    if not hits:
        return ()
    with desk.store.read() as conn:
        last = last_visits(conn, [hit.id for hit in hits])
    return tuple(Match(hit, last.get(hit.id)) for hit in hits)
