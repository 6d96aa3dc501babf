"""Keeping what histories say: stretches and evidence, rewritten with the act that changed a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.db.days import QUOTED, TEXTS
from dealerdesk.db.dialect import as_json
from dealerdesk.db.histories import CHUNK, histories_between, histories_of, id_ranges
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.rulebooks import live_rules
from dealerdesk.domain.history import Stretch, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from dealerdesk.domain.history import Folded, History
    from dealerdesk.domain.rules import Rules

Row = tuple[Any, ...]

STRETCH_COLUMNS = (*Stretch._fields[:-2], "last_visit_id", "first_visit_id")
_INSERT = (
    f"INSERT INTO stretch (rules_id, vehicle_id, {', '.join(STRETCH_COLUMNS)}) "
    f"VALUES ({', '.join('?' * (len(STRETCH_COLUMNS) + 2))})"
)
_INSERT_EVIDENCE = "INSERT INTO evidence (rules_id, vehicle_id, day) VALUES (?, ?, ?)"
_IN_RANGE = "WHERE +rules_id = ? AND vehicle_id BETWEEN ? AND ? ORDER BY vehicle_id"
"""By vehicle and nothing else: an index that begins with the rules would have to be read from end to end."""

_STRETCHES = f"SELECT rules_id, vehicle_id, {', '.join(STRETCH_COLUMNS)} FROM stretch {_IN_RANGE}, from_day"
_NUMBERS = (
    "departed", "owner_id", "do_not_call", "last_km", "rate_km", "rate_days", "maintained_km", "visits", "spend_fen",
    "owner_paid_fen", "last_visit_id", "first_visit_id",
)  # fmt: skip
_TEXTS = (
    "from_day", "until_day", "reference", "source", "delivered", "last_day", "maintained", "next_maintenance",
    "first_seen",
)  # fmt: skip
_STRETCHES_IN_SHORT = f"SELECT vehicle_id, {', '.join(_NUMBERS)}, {as_json(_TEXTS)} FROM stretch {_IN_RANGE}, from_day"
"""All columns of the stretches of one set of rules; those that are text as one JSON array: fewer values to fetch."""

_EVIDENCE = f"SELECT rules_id, vehicle_id, day FROM evidence {_IN_RANGE}, day"


def stretch_rows(rules_id: int, vehicle_id: int, folded: Folded) -> list[Row]:
    """The stretches of a vehicle as the store keeps them."""
    text = TEXTS
    return [
        (
            rules_id, vehicle_id, text[from_day], text[until_day], text[reference], departed, owner_id, do_not_call,
            source, text[delivered], text[last_day], last_km, rate_km, rate_days, text[maintained], maintained_km,
            text[following], visits, spend, owner_paid, text[first_seen], last_visit, first_visit,
        )
        for (
            from_day, until_day, reference, departed, owner_id, do_not_call, source, delivered, last_day, last_km,
            rate_km, rate_days, maintained, maintained_km, following, visits, spend, owner_paid, first_seen, last_visit,
            first_visit,
        ) in folded.stretches
    ]  # fmt: skip


def _in_short(folded: Iterable[tuple[int, Folded]]) -> list[Row]:
    """The stretches of vehicles as `_STRETCHES_IN_SHORT` tells them."""
    text = QUOTED
    return [
        (
            vehicle_id, departed, owner_id, do_not_call, last_km, rate_km, rate_days, maintained_km, visits, spend,
            owner_paid, last_visit, first_visit,
            (
                f"[{text[from_day]},{text[until_day]},{text[reference]},{text[source]},{text[delivered]},"
                f"{text[last_day]},{text[maintained]},{text[following]},{text[first_seen]}]"
            ),
        )
        for vehicle_id, found in folded
        for (
            from_day, until_day, reference, departed, owner_id, do_not_call, source, delivered, last_day, last_km,
            rate_km, rate_days, maintained, maintained_km, following, visits, spend, owner_paid, first_seen, last_visit,
            first_visit,
        ) in found.stretches
    ]  # fmt: skip


class Derived:
    """Rows that folded histories give, gathered to be written together."""

    def __init__(self) -> None:
        self.vehicles: list[tuple[int, int]] = []
        self.stretches: list[Row] = []
        self.evidence: list[Row] = []

    def add(self, rules_id: int, vehicle_id: int, folded: Folded) -> None:
        """Take in what the history of a vehicle says by the rules of that revision."""
        self.vehicles.append((rules_id, vehicle_id))
        self.stretches += stretch_rows(rules_id, vehicle_id, folded)
        if folded.evidence:
            self.evidence += [(rules_id, vehicle_id, TEXTS[day]) for day in folded.evidence]

    def write(self, conn: Connection, *, fresh: bool = False) -> None:
        """Put these rows in the place of what the store says of the vehicles; `fresh`: it says nothing of them yet."""
        if not self.vehicles:
            return
        if not fresh:
            conn.exec_driver_sql("DELETE FROM stretch WHERE rules_id = ? AND vehicle_id = ?", self.vehicles)
            conn.exec_driver_sql("DELETE FROM evidence WHERE rules_id = ? AND vehicle_id = ?", self.vehicles)
        if self.stretches:
            conn.exec_driver_sql(_INSERT, self.stretches)
        if self.evidence:
            conn.exec_driver_sql(_INSERT_EVIDENCE, self.evidence)


def derived_of(histories: Iterable[tuple[int, History]], rule_sets: Sequence[tuple[int, Rules]]) -> Derived:
    """Fold histories by every live set of rules."""
    derived = Derived()
    for vehicle_id, history in histories:
        for rules_id, rules in rule_sets:
            derived.add(rules_id, vehicle_id, fold(history, rules))
    return derived


def refold(conn: Connection, vehicle_ids: Iterable[int]) -> None:
    """Rewrite what the histories of these vehicles say, in the transaction that changed them."""
    wanted = sorted(set(vehicle_ids))
    rule_sets = live_rules(conn)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        derived = derived_of(histories_of(conn, chunk), rule_sets)
        gone = set(chunk) - {vehicle_id for _, vehicle_id in derived.vehicles}
        derived.vehicles.extend((rules_id, vehicle_id) for rules_id, _ in rule_sets for vehicle_id in sorted(gone))
        derived.write(conn)


def differences(
    conn: Connection, rules_id: int, rules: Rules, ranges: Iterable[tuple[int, int]] | None = None
) -> Iterator[int]:
    """The vehicles, all or of some ranges, of which the store says something else than their history folded afresh."""
    for first, last in id_ranges(conn) if ranges is None else ranges:
        folded = [(vehicle_id, fold(history, rules)) for vehicle_id, history in histories_between(conn, first, last)]
        where = (rules_id, first, last)
        evidence = [(rules_id, vehicle_id, TEXTS[day]) for vehicle_id, found in folded for day in found.evidence]
        if fetch_all(conn, _STRETCHES_IN_SHORT, where) != _in_short(folded) or (
            fetch_all(conn, _EVIDENCE, where) != evidence
        ):
            yield from _different(conn, where, folded)


def _different(conn: Connection, where: tuple[int, int, int], folded: Iterable[tuple[int, Folded]]) -> list[int]:
    """The vehicles of a range, compared value by value."""
    fresh, differ = Derived(), set[int]()
    for vehicle_id, found in folded:
        fresh.add(where[0], vehicle_id, found)
    for sql, expected in ((_STRETCHES, fresh.stretches), (_EVIDENCE, fresh.evidence)):
        differ.update(row[1] for row in set(fetch_all(conn, sql, where)).symmetric_difference(expected))
    return sorted(differ)


def rebuild_range(conn: Connection, rules_id: int, rules: Rules, first: int, last: int) -> None:
    """Fold the vehicles of a range of ids by one set of rules, in a transaction of its own: a step of a rebuild."""
    derived = derived_of(histories_between(conn, first, last), [(rules_id, rules)])
    derived.write(conn)


def retire_range(conn: Connection, rules_id: int, first: int, last: int) -> None:
    """Clear away what a set of rules said of the vehicles of a range of ids."""
    for table in ("stretch", "evidence"):
        conn.exec_driver_sql(
            f"DELETE FROM {table} WHERE +rules_id = ? AND vehicle_id BETWEEN ? AND ?", (rules_id, first, last)
        )
