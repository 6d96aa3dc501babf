"""The composition root: arguments, paths, store, services; until the window comes, `--demo` writes a call sheet."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from dealerdesk.cli.frame import say
from dealerdesk.cli.running import exit_code
from dealerdesk.domain.errors import WrongUse, said
from dealerdesk.paths import data_dir
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dealerdesk.words import Words

DEMO_FOLDER = "demo"


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Start the program and exit with the code of the command line (0 done, 2 wrong use, 3 refused, 4 damaged)."""
    given = list(sys.argv[1:] if args is None else args)

    def work(words: Words) -> int:
        asked = _arguments(words).parse_args(given)
        return _demo(_folder(asked.data_dir, demo=asked.demo), words) if asked.demo else _no_window(words)

    sys.exit(exit_code(given, work))


class _Arguments(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUse for arguments that cannot be read."""
        raise WrongUse("use.unreadable", detail=message)


def _arguments(words: Words) -> argparse.ArgumentParser:
    about = words.text(
        "The after-sales desk of a car dealership: who is about to be lost, why, and whom to ring first."
    )
    invents = words.text("Invent a store in a folder of its own, and write the call sheet of its next working day.")
    parser = _Arguments(prog="main.py", description=about)
    parser.add_argument("--demo", action="store_true", help=invents)
    parser.add_argument("--data-dir", metavar="DIR", help=words.text("Where the database, backups and settings live."))
    parser.add_argument("--lang", choices=LANGUAGES, help=words.text("The language of what is said."))
    return parser


def _folder(option: str | None, *, demo: bool) -> Path:
    """The data folder; an invented store has its own, so that it never stands in the place of a real one."""
    folder = data_dir(option)
    return folder / DEMO_FOLDER if demo and option is None else folder


def _no_window(words: Words) -> int:
    coming = words.text("The window comes with the next version. Try main.py --demo, or dealerdesk --help.")
    say(coming)
    return 0


def _demo(folder: Path, words: Words) -> int:
    """Invent a store once, plan its calls, and write the next working day's call sheet."""
    from dealerdesk.services.demo import invent_store, is_empty
    from dealerdesk.services.desk import Doorstep
    from dealerdesk.services.files import write_whole
    from dealerdesk.services.opening import open_desk
    from dealerdesk.services.sheets import call_sheet
    from dealerdesk.services.tasks import generate_tasks
    from dealerdesk.services.working_days import working_days

    today = date.today()  # noqa: DTZ011 - the store's own day
    desk = open_desk(Doorstep(folder, today, words.language, source="demo"), create=True)
    try:
        if is_empty(desk):
            made = invent_store(desk)
            counts = {
                "vehicles": said("count.vehicles", n=made.vehicles),
                "visits": said("count.visits", n=made.visits),
            }
            say(words.say(said("cli.demo", path=str(folder), **counts)))
        generate_tasks(desk)
        day = working_days().next_on_or_after(today)
        sheet = call_sheet(desk, day)
        file = folder / f"{sheet.sheet}.pdf"
        write_whole(file, sheet.pdf)
        counts = {
            "entries": said("count.entries", n=sheet.entries),
            "tasks": said("count.tasks", n=sheet.tasks),
            "pages": said("count.pages", n=sheet.pages),
        }
        say(words.say(said("cli.sheet.written", day=day, file=str(file), **counts)))
    finally:
        desk.store.close()
    return 0
