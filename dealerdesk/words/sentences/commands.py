"""What the command line prints, and what it says of wrong use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "use.bad_date": N_("“{value}” is not a date: write it as 2026-02-28."),
    "use.no_command": N_("Name a command: “dealerdesk --help” lists them."),
    "use.unknown_command": N_("There is no command “{command}”: add --help to see which there are."),
    "use.unknown_option": N_("There is no option “{option}” here: add --help to see which there are."),
    "use.missing_argument": N_("{argument} is missing: add --help to see how the command is used."),
    "use.missing_value": N_("The option {option} needs a value: add --help to see how the command is used."),
    "use.extra_argument": N_(
        "“{argument}” is one argument too many: put a name that contains spaces in quotation marks."
    ),
    "use.far_date": N_("{day} is too far away: choose a day from {earliest} to {latest}."),
    "use.no_number": N_("{argument} must be a whole number: add --help to see how the command is used."),
    "use.unreadable": N_("The command cannot be read ({detail}): add --help to see how it is used."),
    "use.bad_month": N_("“{value}” is not a month: write it as 2026-02."),
    "use.bad_number": N_(
        "“{value}” is not a number that {option} takes: enter a whole number from {least:plain} to {most:plain}."
    ),
    "use.bad_choice": N_("“{value}” is no choice for {option}: choose among {choices}."),
    "use.unknown_list": N_("There is no list “{value}”: choose among {choices}."),
    "use.missing_out": N_("Name the file to write with --out."),
    "use.out_is_folder": N_("“{file}” is a folder: name a file in it with --out."),
    "use.out_bad_name": N_("“{file}” cannot be the name of a file: choose a shorter one with --out."),
    "use.out_no_folder": N_("The folder of “{file}” does not exist: create it or choose another with --out."),
    "use.no_accounts": N_("This store has no staff accounts: leave out --user."),
    "actor.no_right": N_("{who} lacks the right “{right}”: ask a manager for it."),
    "use.unreadable_argument": N_(
        "“{argument}” holds bytes that are no characters: type it anew, or rename what it names."
    ),
    "use.answer_lost": N_(
        "What you asked for is done, but the answer could not be written where it was sent: free some space there, or "
        "send it elsewhere."
    ),
    "use.interrupted": N_("Stopped at your wish; nothing half-done was kept."),
    "use.our_fault": N_(
        "Something went wrong that is not your fault; nothing half-done was kept. The details "
        "are in {log}: please send them to whoever looks after DealerDesk."
    ),
    "cli.version": N_("DealerDesk {version}, schema {schema:plain}, Python {python}, SQLite {sqlite}"),
    "cli.demo": N_("Invented a store in “{path}”: {vehicles}, {visits}."),
    "cli.import.title": N_("Import {batch:plain} of “{file}” as {kind:inline}"),
    "cli.import.dry_run": N_("Dry run of “{file}” as {kind:inline}: nothing was changed."),
    "cli.import.counts": N_(
        "Rows: {rows} ({added} added, {updated} updated, {unchanged} unchanged, {set_aside} "
        "set aside, {rejected} rejected)"
    ),
    "cli.import.rejects": N_("The rejected rows, with reasons, are in “{file}”."),
    "cli.import.reasons": N_("Reasons:"),
    "cli.import.warnings": N_("Warnings:"),
    "cli.import.count": N_("{what}: {count}"),
    "cli.import.undo_hint": N_("“dealerdesk undo-import {batch:plain}” takes it back."),
    "cli.import.progress": N_("{done} of {total} rows"),
    "cli.undo": N_("Import {batch:plain} was taken back: {removed} removed, {restored} restored."),
    "cli.undo.kept": N_("Edited since, and therefore kept: {what}"),
    "cli.list.masked": N_(
        "Phone numbers are masked: another program is writing to the store, so nobody can take down who saw them."
    ),
    "cli.list.written": NN_(
        "{rows} row written to “{file}”.",
        "{rows} rows written to “{file}”.",
        by="rows",
    ),
    "cli.tasks.made": N_("Tasks made: {created}; existing already: {existing}"),
    "cli.tasks.not_offered": N_("Not offered now ({cause:inline}): {count}"),
    "cli.sheet.written": N_("The call sheet for {day:full} is in “{file}”: {entries}, {tasks}, {pages}."),
    "cli.backup": N_("Backed up to “{file}” ({bytes:size})."),
    "cli.backup.sha256": N_("SHA-256 {sha256}"),
    "cli.restore": N_("The store was replaced by “{restored}”; what was there before is kept in “{kept}”."),
    "cli.status.none": N_("There is no vehicle yet: import an export first."),
    "cli.bench.floor": N_(
        "{name}: {value} {unit}; {floor}: {floor_value} {unit}; ratio {ratio}, goal {goal}; peak memory {memory} MiB"
    ),
    "cli.bench.now": N_("Measuring {name} …"),
    "cli.bench.plain": N_("{name}: {value} {unit}; peak memory {memory} MiB"),
    "cli.bench.unknown": N_("There is no measurement “{name}”: choose among {names}."),
}
