"""Measuring search while a person types, against scanning the same text; and order numbers, by their index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.benchmark.ground import side_by_side
from dealerdesk.benchmark.measured import Race
from dealerdesk.benchmark.stopwatch import Contest
from dealerdesk.domain.folding import fold_text
from dealerdesk.services.search import find

if TYPE_CHECKING:
    from sqlite3 import Connection

    from dealerdesk.benchmark.ground import Ground

_TAIL = 8


def keystroke(ground: Ground) -> Race:
    """A keystroke within a plate, a phone, a VIN, a name or its pinyin, against a LIKE scan of the column for each."""
    with side_by_side(ground.folder, ground.today) as (desk, floor):
        typed = _typed(floor)
        race = Contest(
            lambda: [find(desk, text) for text in typed],
            lambda: [_scanned(floor, "SELECT vehicle_id FROM search_text WHERE folded LIKE ?", text) for text in typed],
        ).race()
        return Race(race.desk / len(typed), (race.floor or 0.0) / len(typed), len(typed), race.peak)


def order_number(ground: Ground) -> Race:
    """The end of an order number, against a LIKE scan of all of them: by index it takes a small part of that."""
    with side_by_side(ground.folder, ground.today) as (desk, floor):
        (number,) = floor.execute("SELECT max(order_no) FROM visit").fetchone()
        tail = number[-_TAIL:]
        scan = "SELECT vehicle_id FROM visit WHERE order_no LIKE ?"
        return Contest(lambda: find(desk, tail), lambda: _scanned(floor, scan, tail)).race()


def _typed(floor: Connection) -> list[str]:
    """What is typed, bit by bit, to find the owner of a car in the middle of the store."""
    plate, vin, name, digits = floor.execute(
        """SELECT p.plate, v.vin, c.name, n.digits FROM vehicle v JOIN plate p ON p.vehicle_id = v.id
        JOIN ownership o ON o.vehicle_id = v.id JOIN customer c ON c.id = o.customer_id
        JOIN phone n ON n.customer_id = c.id WHERE v.id >= (SELECT max(id) / 2 FROM vehicle) ORDER BY v.id LIMIT 1"""
    ).fetchone()
    (folded,) = floor.execute("SELECT folded FROM search_text WHERE folded LIKE ?", (f"%{digits}",)).fetchone()
    initials = folded.split()[-2]
    texts = (plate[-5:-2], plate[-5:-1], plate[-5:], vin[-6:], digits[-4:], digits, name, initials)
    return [fold_text(text) for text in texts]


def _scanned(floor: Connection, sql: str, text: str) -> list[Any]:
    return floor.execute(sql, (f"%{text}%",)).fetchall()
