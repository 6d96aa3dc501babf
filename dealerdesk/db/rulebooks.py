"""The store's rules by revision: the current set, and the one that is being built beside it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from dealerdesk.db.tables import RuleBook
from dealerdesk.domain.rules import rules_from_data, rules_to_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.rules import Rules


def live_rules(conn: Connection) -> list[tuple[int, Rules]]:
    """The sets of rules that histories are folded by: the current one, and one being built."""
    found = conn.exec_driver_sql("SELECT id, body FROM rule_book WHERE state IN ('current', 'building') ORDER BY id")
    return [(rules_id, _read(body)) for rules_id, body in found.fetchall()]


def current_rules(conn: Connection) -> tuple[int, Rules]:
    """The current set of rules and its revision."""
    row = conn.exec_driver_sql("SELECT id, body FROM rule_book WHERE state = 'current'").one()
    return row[0], _read(row[1])


@lru_cache(maxsize=8)
def _read(body: str) -> Rules:
    """The rules that a body holds; nearly every use case asks for the same."""
    return rules_from_data(json.loads(body))


def insert_rules(writer: Writer, rules: Rules, state: str) -> int:
    """Record a set of rules as `current` or `building`; answers its revision."""
    (rules_id,) = writer.insert(RuleBook, [{"body": rules_to_data(rules), "state": state}])
    return rules_id


def update_rules(writer: Writer, rules: Rules) -> None:
    """Change numbers of the current set that no history is folded by: its revision stays."""
    rules_id, _ = current_rules(writer.conn)
    writer.update(RuleBook, rules_id, {"body": rules_to_data(rules)})


def switch_rules(writer: Writer, rules_id: int) -> bool:
    """Make a set that was built the current one; answers False, with nothing done, if others gave it up meanwhile."""
    if rules_id not in _in_state(writer.conn, "building"):
        return False
    old_id, _ = current_rules(writer.conn)
    writer.update(RuleBook, old_id, {"state": "past"})
    writer.update(RuleBook, rules_id, {"state": "current"})
    return True


def abandon_building(writer: Writer) -> None:
    """Give up sets that are being built: whoever builds one is told so at the end."""
    writer.update_many(RuleBook, {rules_id: {"state": "past"} for rules_id in _in_state(writer.conn, "building")})


def past_rules(conn: Connection) -> list[int]:
    """The revisions that nobody goes by any more, of which derived rows may still be there."""
    return _in_state(conn, "past")


def forget_rules(writer: Writer, rules_ids: Iterable[int]) -> None:
    """Take down that nothing is left of what these sets said."""
    writer.update_many(RuleBook, {rules_id: {"state": "cleared"} for rules_id in rules_ids})


def _in_state(conn: Connection, state: str) -> list[int]:
    return [row[0] for row in conn.exec_driver_sql("SELECT id FROM rule_book WHERE state = ?", (state,)).fetchall()]
