"""The table of the accounts: who has which role and rights, who was here when, whose is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.rights import RIGHTS_OF, Right
from dealerdesk.ui.tables.column import TableColumn

if TYPE_CHECKING:
    from dealerdesk.services.staff.accounts import AccountRow
    from dealerdesk.words import Words


def account_columns(words: Words) -> tuple[TableColumn, ...]:
    """The columns of the table; of the rights, what differs from the role."""

    def named(rights: frozenset[Right]) -> list[str]:
        return [words.label(f"right.{right}") for right in Right if right in rights]

    def rights(row: AccountRow) -> str:
        more, less = named(row.rights - RIGHTS_OF[row.role]), named(RIGHTS_OF[row.role] - row.rights)
        parts = [f"+ {name}" for name in more] + [f"− {name}" for name in less]
        return ", ".join(parts) or words.text("as the role has them")

    def every(row: AccountRow) -> str:
        return "\n".join(named(row.rights))

    def seen(row: AccountRow) -> str:
        return words.text("not yet") if row.last_seen is None else words.moment(row.last_seen.astimezone())

    def state(row: AccountRow) -> str:
        if row.closed_on is not None:
            return words.text("Closed on {day}", day=row.closed_on)
        return words.text("In use, with PIN") if row.has_pin else words.text("In use")

    def tone(row: AccountRow) -> str | None:
        return None if row.closed_on is None else "muted"

    return (
        TableColumn("name", words.text("Name"), lambda row: row.name, 120, sort=False, bold=True),
        TableColumn("role", words.text("Role"), lambda row: words.label(f"role.{row.role}"), 120, sort=False),
        TableColumn("rights", words.text("Rights"), rights, 230, sort=False, tip=every),
        TableColumn("seen", words.text("Last seen"), seen, 190, sort=False),
        TableColumn("state", words.text("State"), state, 150, sort=False, tone=tone),
    )
