"""The commands of the desk, in the language they are asked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dealerdesk.cli.frame import begin
from dealerdesk.cli.import_commands import import_commands
from dealerdesk.cli.list_commands import list_commands
from dealerdesk.cli.staff_commands import staff_commands
from dealerdesk.cli.store_commands import store_commands
from dealerdesk.cli.task_commands import task_commands
from dealerdesk.cli.trail_commands import trail_commands

if TYPE_CHECKING:
    from dealerdesk.words import Words


def commands(words: Words) -> click.Group:
    """The group of all commands, its help in the language of `words`."""
    about = words.text(
        "The after-sales desk of a car dealership: who is about to be lost, why, and whom to ring first."
    )

    @click.group(
        help=about,
        context_settings={"help_option_names": ["--help"], "max_content_width": 100},
    )
    @click.option("--data-dir", metavar="DIR", help=words.text("Where the database, backups and settings live."))
    @click.option("--as-of", metavar="YYYY-MM-DD", help=words.text("The day that counts as today."))
    @click.option("--lang", metavar="zh_CN|en", help=words.text("The language of what is said."))
    @click.option("--json", "as_json", is_flag=True, help=words.text("Print one JSON document for machines."))
    @click.option("--user", metavar="NAME", help=words.text("Who works, once the store has staff accounts."))
    @click.pass_context
    def desk(
        context: click.Context,
        data_dir: str | None,
        as_of: str | None,
        lang: str | None,
        user: str | None,
        *,
        as_json: bool,
    ) -> None:
        context.obj = begin(data_dir, as_of, lang, user, as_json=as_json)

    for family in (store_commands, import_commands, list_commands, task_commands, staff_commands, trail_commands):
        for command in family(words):
            desk.add_command(command)
    return desk
