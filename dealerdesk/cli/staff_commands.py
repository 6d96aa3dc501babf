"""The command that lists who may sign in: staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dealerdesk.cli.frame import Frame, pass_frame
from dealerdesk.domain.errors import Said, said

if TYPE_CHECKING:
    from dealerdesk.services.staff.accounts import AccountRow
    from dealerdesk.words import Words


def staff_commands(words: Words) -> list[click.Command]:
    """The commands of this family."""
    return [_staff(words)]


def _staff(words: Words) -> click.Command:
    @click.command("staff", help=words.text("List the staff accounts: who may sign in, with which role."))
    @pass_frame
    def staff(frame: Frame) -> None:
        from dealerdesk.services.staff.accounts import accounts

        rows = accounts(frame.desk())
        told = [_told(row) for row in rows] or [said("cli.staff.none")]
        frame.answer([_as_data(row) for row in rows], *map(frame.words.say, told))

    return staff


def _told(row: AccountRow) -> Said:
    role = said(f"label.role.{row.role}")
    if row.closed_on is None:
        return said("cli.staff.account", name=row.name, role=role)
    return said("cli.staff.closed", name=row.name, role=role, day=row.closed_on)


def _as_data(row: AccountRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role.value,
        "rights": sorted(row.rights),
        "closed_on": row.closed_on,
        "has_pin": row.has_pin,
        "last_seen": None if row.last_seen is None else row.last_seen.isoformat(),
    }
