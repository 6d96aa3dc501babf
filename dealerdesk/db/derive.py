"""Keeping what histories say: stretches and evidence, rewritten with the act that changed a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.db.days import QUOTED, TEXTS
from dealerdesk.db.dialect import row_as_json
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
_STRETCHES_AS_TEXT = row_as_json("stretch", ("rules_id", "vehicle_id", *STRETCH_COLUMNS)) + f" {_IN_RANGE}, from_day"
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


def stretch_texts(rules_id: int, folded: Iterable[tuple[int, Folded]]) -> list[str]:
    """The stretches of vehicles as the engine tells a row of theirs as JSON: quicker to compare than row by row."""
    text, null = QUOTED, "null"
    return [
        f"[{rules_id},{vehicle_id},{text[from_day]},{text[until_day]},{text[reference]},{departed:d},"
        f"{null if owner_id is None else owner_id},{do_not_call:d},{text[source]},{text[delivered]},{text[last_day]},"
        f"{null if last_km is None else last_km},{null if rate_km is None else rate_km},"
        f"{null if rate_days is None else rate_days},{text[maintained]},"
        f"{null if maintained_km is None else maintained_km},{text[following]},{visits},{spend},{owner_paid},"
        f"{text[first_seen]},{null if last_visit is None else last_visit},"
        f"{null if first_visit is None else first_visit}]"
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
        kept = [text for (text,) in fetch_all(conn, _STRETCHES_AS_TEXT, (rules_id, first, last))]
        evidence = fetch_all(conn, _EVIDENCE, (rules_id, first, last))
        if kept != stretch_texts(rules_id, folded) or evidence != [
            (rules_id, vehicle_id, TEXTS[day]) for vehicle_id, found in folded for day in found.evidence
        ]:
            yield from _different(conn, (rules_id, first, last), folded)


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
