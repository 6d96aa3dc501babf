"""Histories out of the store: what the fold needs to know of vehicles, read in chunks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.domain.history import History, Owned, Told
from dealerdesk.domain.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

CHUNK = 1_000
"""Vehicles whose histories are read at a time."""

_T = TypeVar("_T")
_new = tuple.__new__
"""Makes a named tuple as its `_make` does, without counting: there are millions."""

_VEHICLES = "SELECT id, source, delivered, model, drive FROM vehicle WHERE id {within}"
_VISITS = """SELECT vehicle_id, id, date_in, order_no, odometer, kind, state, payer, due_fen, discount_fen, paid_fen,
    redeemed_fen, maintenance, counts FROM visit WHERE vehicle_id {within} AND state <> 'void'"""
_TOLD = "SELECT vehicle_id, day, odometer, maintenance FROM told WHERE vehicle_id {within}"
_OWNERS = """SELECT vehicle_id, from_day, customer_id,
    EXISTS (SELECT 1 FROM do_not_call d WHERE d.customer_id = o.customer_id AND d.lifted_on IS NULL)
    OR EXISTS (SELECT 1 FROM phone p JOIN do_not_call d ON d.digits = p.digits
               WHERE p.customer_id = o.customer_id AND d.lifted_on IS NULL),
    until_day FROM ownership o WHERE vehicle_id {within} ORDER BY vehicle_id, from_day"""
_DEPARTURES = "SELECT vehicle_id, day FROM departure WHERE vehicle_id {within} AND undone_on IS NULL"


def histories_of(conn: Connection, vehicle_ids: Iterable[int]) -> Iterator[tuple[int, History]]:
    """The histories of these vehicles, with their ids; unknown ids are passed over."""
    wanted = sorted(set(vehicle_ids))
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        yield from _read(conn, f"IN ({','.join('?' * len(chunk))})", chunk)


def histories_between(conn: Connection, first: int, last: int) -> Iterator[tuple[int, History]]:
    """The histories of the vehicles whose ids lie in a range, in order of ids."""
    return _read(conn, "BETWEEN ? AND ?", (first, last))


def id_ranges(conn: Connection) -> Iterator[tuple[int, int]]:
    """The ranges of vehicle ids that are read at a time."""
    highest = conn.exec_driver_sql("SELECT max(id) FROM vehicle").scalar() or 0
    for first in range(1, highest + 1, CHUNK):
        yield first, first + CHUNK - 1


def _read(conn: Connection, within: str, params: Sequence[int]) -> Iterator[tuple[int, History]]:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return fetch_all(conn, sql.format(within=within), params)

    days, visits = DAYS, defaultdict[int, list[Visit]](list)
    for (
        vehicle_id, visit_id, day, order_no, odometer, kind, state, payer, due, discount, paid, redeemed, maintenance,
        counts,
    ) in rows(_VISITS):  # fmt: skip
        visits[vehicle_id].append(
            _new(Visit, (
                visit_id, days[day], order_no, odometer, kind, state, payer, due, discount, paid, redeemed, maintenance,
                counts,
            ))
        )  # fmt: skip
    told = _grouped((v, Told(DAYS[day], km, bool(done))) for v, day, km, done in rows(_TOLD))
    owners = _owners(rows(_OWNERS))
    departed = _grouped((v, DAYS[day]) for v, day in rows(_DEPARTURES))
    for vehicle_id, source, delivered, model, drive in rows(_VEHICLES):
        yield (
            vehicle_id,
            History(
                source,
                DAYS[delivered],
                model,
                drive,
                tuple(visits.get(vehicle_id, ())),
                tuple(told.get(vehicle_id, ())),
                tuple(owners.get(vehicle_id, ())),
                tuple(departed.get(vehicle_id, ())),
            ),
        )


def _grouped(pairs: Iterable[tuple[int, _T]]) -> dict[int, list[_T]]:
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for vehicle_id, value in pairs:
        found[vehicle_id].append(value)
    return found


def _owners(rows: Iterable[Sequence[Any]]) -> dict[int, list[Owned]]:
    """Owners by vehicle; where an ownership ends and no other begins, nobody owns the vehicle."""
    owners: defaultdict[int, list[Owned]] = defaultdict(list)
    for vehicle_id, from_day, customer_id, do_not_call, until_day in rows:
        begins = DAYS[from_day]
        if owners[vehicle_id] and owners[vehicle_id][-1].from_day == begins:
            owners[vehicle_id].pop()
        owners[vehicle_id].append(Owned(begins, customer_id, bool(do_not_call)))
        if until_day < "9999-12-31":
            owners[vehicle_id].append(Owned(DAYS[until_day], None))
    return owners
