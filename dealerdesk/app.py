"""The composition root of the window: arguments, paths, then the program; the commands have their own in `cli`."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from dealerdesk.cli.frame import say, store_day
from dealerdesk.cli.running import exit_code
from dealerdesk.domain.errors import WrongUse
from dealerdesk.paths import data_dir, demo_dir, window_memory
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dealerdesk.words import Words


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Start the program and exit with the code of the command line (0 done, 2 wrong use, 3 refused, 4 damaged)."""
    given = list(sys.argv[1:] if args is None else args)

    def work(words: Words) -> int:
        asked = _arguments(words).parse_args(given)
        if asked.self_test:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            from dealerdesk.ui.self_test import self_test

            return self_test(say)
        return _window(asked)

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
    parser = _Arguments(prog="main.py", description=about)
    demo = words.text("Open an invented store in a folder of its own, made at the first time.")
    parser.add_argument("--demo", action="store_true", help=demo)
    parser.add_argument("--data-dir", metavar="DIR", help=words.text("Where the database, backups and settings live."))
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", help=words.text("The day that counts as today."))
    parser.add_argument("--lang", choices=LANGUAGES, help=words.text("The language of what is said."))
    test = words.text("Open every screen once on a temporary store, off screen, and tell what was opened.")
    parser.add_argument("--self-test", action="store_true", help=test)
    return parser


def _folder(option: str | None, *, demo: bool) -> Path:
    """The data folder; an invented store has its own, so that it never stands in the place of a real one."""
    folder = data_dir(option)
    return demo_dir(folder) if demo and option is None else folder


def _window(asked: argparse.Namespace) -> int:
    from dealerdesk.ui.application import Start, run

    folder = _folder(asked.data_dir, demo=asked.demo)
    return run(Start(folder, window_memory(), store_day(asked.as_of), asked.lang, asked.demo))
