"""The store's rules by revision: the current set, and the one that is being built beside it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from dealerdesk.db.tables import RuleBook
from dealerdesk.domain.rules import rules_from_data, rules_to_data

if TYPE_CHECKING:
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


def switch_rules(writer: Writer, rules_id: int) -> int:
    """Make a set that was built the current one; answers the revision that it follows."""
    old_id, _ = current_rules(writer.conn)
    writer.update(RuleBook, old_id, {"state": "past"})
    writer.update(RuleBook, rules_id, {"state": "current"})
    return old_id


def abandon_building(writer: Writer) -> list[int]:
    """Give up sets whose building never came to an end; answers their revisions."""
    found = writer.conn.exec_driver_sql("SELECT id FROM rule_book WHERE state = 'building'").fetchall()
    for (rules_id,) in found:
        writer.update(RuleBook, rules_id, {"state": "past"})
    return [rules_id for (rules_id,) in found]
