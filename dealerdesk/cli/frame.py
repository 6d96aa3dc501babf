"""What all commands share: the global options, and answers for people and for machines."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dealerdesk.domain.errors import Refused, Said, WrongUse
from dealerdesk.paths import data_dir
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES, chosen_language

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.services.desk import Desk, Doorstep


@dataclass
class Frame:
    """The global options of one run, and how it answers."""

    folder: Path
    today: date
    words: Words
    asked_lang: str | None
    json: bool
    user: str | None = None

    @property
    def doorstep(self) -> Doorstep:
        """The desk before its store is open."""
        from dealerdesk.services.desk import Doorstep

        return Doorstep(folder=self.folder, today=self.today, lang=self.words.language)

    def desk(self, *, create: bool = False) -> Desk:
        """Open the store until the run ends; from here on the language is the saved one, unless one was asked for.

        Where the store has accounts, whoever was named signs in. Raises what `_credentials` and signing in raise.
        """
        from dealerdesk.services.opening import open_desk
        from dealerdesk.services.settings import saved_language
        from dealerdesk.services.staff.signing_in import has_accounts, sign_in

        desk = open_desk(self.doorstep, create=create)
        click.get_current_context().call_on_close(desk.store.close)
        if self.asked_lang is None and (lang := saved_language(desk)):
            self.words = Words(lang)
        desk = desk.in_language(self.words.language)
        credentials = self._credentials(wanted=has_accounts(desk))
        return desk if credentials is None else desk.by(sign_in(desk, *credentials))

    def proven(self, copy: Path | None = None) -> Doorstep:
        """The doorstep of who may act on a store that is not opened, or on one that this copy will be.

        Raises what `desk` raises of who works.
        """
        from dealerdesk.services.staff.proving import asks_for_proof, prove

        door = self.doorstep
        credentials = self._credentials(wanted=asks_for_proof(door, copy))
        return door if credentials is None else prove(door, *credentials, copy=copy)

    def _credentials(self, *, wanted: bool) -> tuple[str, str] | None:
        """The name and password of this run; None where none are wanted.

        Raises WrongUse `use.no_accounts` for a name that nobody asked for; Refused `accounts.name_missing`,
        `accounts.password_missing`.
        """
        if not wanted:
            if self.user is not None:
                raise WrongUse("use.no_accounts")
            return None
        if self.user is None:
            raise Refused("accounts.name_missing")
        password = os.environ.get(PASSWORD)
        if not password:
            raise Refused("accounts.password_missing", name=self.user)
        return self.user, password

    def answer(self, data: Any, *lines: str) -> None:  # noqa: ANN401
        """Print the one JSON document, or the lines for people."""
        if self.json:
            plain = "utf" not in (getattr(sys.stdout, "encoding", None) or "").casefold()  # there may be no stdout
            lines = (json.dumps(data, ensure_ascii=plain, separators=(",", ":"), default=str),)
        say(*lines)

    def note(self, message: Said) -> None:
        """Say something beside the answer, on stderr."""
        click.echo(self.words.say(message), err=True)


def say(*lines: str) -> None:
    """Print lines of an answer. Raises Refused `use.answer_lost` where they cannot be written."""
    try:
        for line in lines:
            click.echo(line)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused("use.answer_lost") from error


PASSWORD = "DEALERDESK_PASSWORD"  # noqa: S105 - the name of a variable
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)

pass_frame = click.make_pass_decorator(Frame)


def day_option(text: str | None) -> date | None:
    """A day as the command line takes it. Raises WrongUse for anything but YYYY-MM-DD."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongUse("use.bad_date", value=text) from None
    if day.isoformat() != text:
        raise WrongUse("use.bad_date", value=text)
    if not EARLIEST <= day <= LATEST:
        raise WrongUse("use.far_date", day=day, earliest=EARLIEST, latest=LATEST)
    return day


def store_day(as_of: str | None) -> date | None:
    """The day that was asked for, by option or environment; None for today. Raises what `day_option` raises."""
    return day_option(as_of or os.environ.get("DEALERDESK_TODAY") or None)


def begin(folder: str | None, as_of: str | None, lang: str | None, user: str | None, *, as_json: bool) -> Frame:
    """The frame of a run by its global options."""
    if lang is not None and lang not in LANGUAGES:
        raise WrongUse("use.bad_choice", value=lang, option="--lang", choices=LANGUAGES)
    today = store_day(as_of) or date.today()  # noqa: DTZ011 - the store's own day
    return Frame(data_dir(folder), today, Words(chosen_language(lang)), lang, as_json, user)
