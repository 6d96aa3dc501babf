"""What vehicles are found by, kept as folded text: rewritten with the act that changed a plate, an owner or a phone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.histories import CHUNK, id_ranges
from dealerdesk.db.pinyin import spelled
from dealerdesk.db.reading import fetch_all
from dealerdesk.domain.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

_VINS = "SELECT id, vin FROM vehicle WHERE id {within} ORDER BY id"
_PLATES = "SELECT vehicle_id, plate FROM plate WHERE vehicle_id {within} ORDER BY vehicle_id, from_day, id"
_OWNERS = """SELECT o.vehicle_id, c.id, c.name FROM ownership o JOIN customer c ON c.id = o.customer_id
    WHERE o.vehicle_id {within} ORDER BY o.vehicle_id, o.from_day, o.id"""
_PHONES = "SELECT customer_id, digits FROM phone WHERE customer_id {within} ORDER BY customer_id, id"
_KEPT = "SELECT vehicle_id, folded, name_key FROM search_text WHERE vehicle_id {within} ORDER BY vehicle_id"


class SearchRow(NamedTuple):
    """What one vehicle is found by, and the key by which its owner's name is sorted."""

    vehicle_id: int
    folded: str
    name_key: str


def rewrite_search_text(conn: Connection, vehicle_ids: Iterable[int]) -> None:
    """Rewrite what these vehicles are found by, in the transaction that changed it."""
    wanted = sorted(set(vehicle_ids))
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        rows = _told(conn, _one_of(chunk), chunk)
        conn.exec_driver_sql("DELETE FROM search_text WHERE vehicle_id = ?", [(key,) for key in chunk])
        if rows:
            conn.exec_driver_sql("INSERT INTO search_text (vehicle_id, folded, name_key) VALUES (?, ?, ?)", rows)


def search_differences(conn: Connection, ranges: Iterable[tuple[int, int]] | None = None) -> Iterator[int]:
    """The vehicles, all or of some ranges, that are found by something else than what is known of them."""
    for first, last in id_ranges(conn) if ranges is None else ranges:
        fresh = _told(conn, "BETWEEN ? AND ?", (first, last))
        kept = _rows(conn, _KEPT, "BETWEEN ? AND ?", (first, last))
        if fresh != kept:
            yield from sorted({row[0] for row in set(fresh).symmetric_difference(kept)})


def _told(conn: Connection, within: str, params: Sequence[int]) -> list[SearchRow]:
    """What the vehicles are found by: plates old and new, VIN, and the latest owner's name and phones."""
    plates = _lists(_rows(conn, _PLATES, within, params))
    owners = {vehicle: (customer, name) for vehicle, customer, name in _rows(conn, _OWNERS, within, params)}
    phones = _phones(conn, sorted({customer for customer, _ in owners.values()}))
    rows = []
    for vehicle_id, vin in _rows(conn, _VINS, within, params):
        words = [fold_text(plate) for plate in plates.get(vehicle_id, ())]
        if vin:
            words.append(fold_text(vin))
        customer, name = owners.get(vehicle_id, (0, ""))
        pinyin = spelled(name)
        words += [pinyin.folded, pinyin.full, pinyin.initials, *phones.get(customer, ())]
        rows.append(SearchRow(vehicle_id, " ".join(dict.fromkeys(filter(None, words))), pinyin.key))
    return rows


def _phones(conn: Connection, customers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(customers), CHUNK):
        chunk = customers[start : start + CHUNK]
        found.update(_lists(_rows(conn, _PHONES, _one_of(chunk), chunk)))
    return found


def _one_of(keys: Sequence[int]) -> str:
    return f"IN ({','.join('?' * len(keys))})"


def _rows(conn: Connection, sql: str, within: str, params: Sequence[int]) -> Iterable[Sequence[Any]]:
    return fetch_all(conn, sql.format(within=within), params)


def _lists(pairs: Iterable[Sequence[Any]]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
