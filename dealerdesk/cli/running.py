"""Running a command: its arguments in any order, one sentence for every trouble, and the exit codes."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

import click

from dealerdesk.domain.errors import Said, Trouble, said
from dealerdesk.paths import data_dir, log_dir, resource
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES, chosen_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

WRONG_USE = 2
OUR_FAULT = 70
STOPPED = 130

_VALUED = ("--data-dir", "--as-of", "--lang", "--user")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit: 0 done, 1 done with rejected rows, 2 wrong use, 3 refused, 4 damaged or missing."""
    given = globals_first(list(sys.argv[1:] if args is None else args))

    def work(words: Words) -> object:
        from dealerdesk.cli.commands import commands

        _speak(words.language)
        return commands(words).main(given, prog_name="dealerdesk", standalone_mode=False)

    sys.exit(exit_code(given, work))


def exit_code(given: Sequence[str], work: Callable[[Words], object]) -> int:
    """The exit code of work done for these arguments; whatever stops it is said in their language, on stderr."""
    _let_every_terminal_print()
    words = Words(_language_of(given))
    try:
        return _done(given, words, work)
    except Exception:  # noqa: BLE001 - the last place where our own bug can be kept from a person
        return _told(words, said("use.our_fault", log=str(_logged(given))), OUR_FAULT)


def _done(given: Sequence[str], words: Words, work: Callable[[Words], object]) -> int:
    try:
        code = work(words)
        return code if isinstance(code, int) else 0
    except Trouble as trouble:
        if trouble.said.code == "use.answer_lost":
            _let_go_of_stdout()
        return _told(words, trouble.said, trouble.exit_code)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.ClickException, click.Abort, KeyboardInterrupt) as wrong:
        return _stopped(words, wrong)
    except UnicodeEncodeError:
        return _told(words, _unreadable(given), WRONG_USE)
    except (BrokenPipeError, SystemExit) as left:  # the command-line library leaves with 1 where nobody listens
        return _nobody_listens(left)


def _unreadable(given: Sequence[str]) -> Said:
    """What to say of an argument that is no text. Raises what is being handled where all of them are."""
    argument = next((argument for argument in reversed(given) if not _is_text(argument)), None)
    if argument is None:
        raise  # noqa: PLE0704 - a bug of ours
    return said("use.unreadable_argument", argument=argument)


def _is_text(argument: str) -> bool:
    """Whether an argument is text; the system also hands over bytes that are none, as names of files may hold."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _stopped(words: Words, wrong: BaseException) -> int:
    if isinstance(wrong, click.ClickException):
        return _told(words, wrong_use(wrong), WRONG_USE)
    return _told(words, said("use.interrupted"), STOPPED)


def _told(words: Words, message: Said, code: int) -> int:
    click.echo(" ".join(words.say(message).splitlines()), err=True)  # names of files may hold line breaks
    return code


def wrong_use(wrong: click.ClickException) -> Said:
    """What a person is told of a command line that cannot be read."""
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return said("use.no_command")
    if isinstance(wrong, click.NoSuchOption):
        return said("use.unknown_option", option=wrong.option_name)
    if isinstance(wrong, click.MissingParameter):
        return said("use.missing_argument", argument=_name_of(wrong.param))
    if isinstance(wrong, click.BadOptionUsage):
        return said("use.missing_value", option=wrong.option_name)
    if isinstance(wrong, click.BadParameter):
        return said("use.no_number", argument=_name_of(wrong.param))
    return _by_arguments(wrong)


def _by_arguments(wrong: click.ClickException) -> Said:
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if context is None:
        return said("use.unreadable", detail=wrong.message)
    if isinstance(wrong, click.exceptions.NoSuchCommand):
        return said("use.unknown_command", command=wrong.command_name)
    if isinstance(context.command, click.Group):
        return said("use.no_command")
    return said("use.extra_argument", argument=wrong.message.rpartition("(")[2].rpartition("（")[2].rstrip(")）"))


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else str(parameter.metavar)


def globals_first(given: list[str]) -> list[str]:
    """The arguments with the global options in front, wherever they were typed; what follows `--` is left alone."""
    end = given.index("--") if "--" in given else len(given)
    front: list[str] = []
    rest: list[str] = []
    place = 0
    while place < end:
        argument = given[place]
        valued = argument in _VALUED
        taken = given[place : min(end, place + 2 if valued else place + 1)]
        is_global = valued or argument == "--json" or argument.startswith(tuple(f"{name}=" for name in _VALUED))
        (front if is_global else rest).extend(taken)
        place += len(taken)
    return [*front, *rest, *given[end:]]


def option_of(given: Sequence[str], name: str) -> str | None:
    """The value of a global option among arguments that nobody has read yet."""
    for place, argument in enumerate(given):
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
        if argument == name and place + 1 < len(given):
            return given[place + 1]
    return None


def _language_of(given: Sequence[str]) -> str:
    """The language asked for, before the arguments are read in earnest: help and errors speak it too."""
    wish = option_of(given, "--lang")
    return chosen_language(wish if wish in LANGUAGES else None)


def _speak(lang: str) -> None:
    """Let the words of the command-line library come from our catalogue."""
    import gettext

    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("dealerdesk", str(resource("locale")))
    gettext.textdomain("dealerdesk")


def _let_every_terminal_print() -> None:
    """What a terminal's encoding lacks is shown as a question mark: a rare name must not end a run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _nobody_listens(left: BaseException) -> int:
    if not isinstance(left, SystemExit) or left.code:
        _let_go_of_stdout()
    return 0


def _let_go_of_stdout() -> None:
    """Its reader went away (`| head`) or its disk is full: what is left of the answer has nowhere to go."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives until the process ends


def _logged(given: Sequence[str]) -> Path:
    """Write the traceback of a bug of ours to the log, and answer where."""
    from dealerdesk.log import log_bug

    return log_bug(log_dir(data_dir(option_of(given, "--data-dir"))))
