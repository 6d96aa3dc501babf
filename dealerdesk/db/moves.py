"""Where every vehicle stands by the rules that the store has, and by others that it only thinks of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dealerdesk.db.days import DAYS, TEXTS
from dealerdesk.db.derive import STRETCH_COLUMNS
from dealerdesk.db.histories import histories_between
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.standing import stretch_of
from dealerdesk.domain.history import fold, stretch_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Rules

    Standing = tuple[Stretch, tuple[date, ...]]

_STRETCHES = f"""SELECT vehicle_id, {", ".join(STRETCH_COLUMNS)} FROM stretch
    WHERE +rules_id = ? AND vehicle_id BETWEEN ? AND ? AND from_day <= ? AND until_day > ?"""
_EVIDENCE = "SELECT vehicle_id, day FROM evidence WHERE +rules_id = ? AND vehicle_id BETWEEN ? AND ?"
_MODELS = "SELECT model, drive, count(*) FROM vehicle GROUP BY model, drive ORDER BY count(*) DESC, model, drive"


def kept_standings(conn: Connection, rules_id: int, day: date, first: int, last: int) -> dict[int, Standing]:
    """The stretch of a day and the days of evidence, of the vehicles of a range of ids, as the store keeps them."""
    evidence: defaultdict[int, list[date]] = defaultdict(list)
    for vehicle_id, seen in fetch_all(conn, _EVIDENCE, (rules_id, first, last)):
        evidence[vehicle_id].append(DAYS[seen])
    rows = fetch_all(conn, _STRETCHES, (rules_id, first, last, TEXTS[day], TEXTS[day]))
    return {row[0]: (stretch_of(row[1:]), tuple(evidence.get(row[0], ()))) for row in rows}


def folded_standings(conn: Connection, rules: Rules, day: date, first: int, last: int) -> dict[int, Standing]:
    """The same, by folding the histories by other rules; nothing is kept."""

    def found() -> Iterator[tuple[int, Standing]]:
        for vehicle_id, history in histories_between(conn, first, last):
            folded = fold(history, rules)
            yield vehicle_id, (stretch_on(folded.stretches, day), folded.evidence)

    return dict(found())


def models_and_drives(conn: Connection) -> list[tuple[str | None, str | None, int]]:
    """Each model and drive that vehicles have, with how many have it, the most frequent first."""
    return [(model, drive, n) for model, drive, n in fetch_all(conn, _MODELS)]
