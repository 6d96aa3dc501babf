"""Whether a store is what it was when it was closed, known before anything is written to it."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from dealerdesk.db import lock
from dealerdesk.db.dialect import DriverError
from dealerdesk.db.failures import plainly
from dealerdesk.db.place import STORE_FILE
from dealerdesk.db.restore_note import FILE_NAME as NOTE_FILE
from dealerdesk.db.seal import FILE_NAME as SEAL_FILE
from dealerdesk.db.seal import IN_USE, break_seal, measured, seal_of, set_seal
from dealerdesk.db.trail import KEY_FILE
from dealerdesk.domain.errors import Damaged, Refused, Said, Trouble, said

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.db.store import Store

_A_MOMENT: Final = 0.005
"""Seconds that who looks whether anybody else is there waits for another who does the same."""


NOT_UNDERSTOOD: Final = (ValueError, TypeError, LookupError, ArithmeticError, SQLAlchemyError, DriverError)
"""What reading raises where something else is written than we wrote: damage, or a bug."""


_KEY_LOST: Final = "check.head_unknown"
"""The key stayed behind on another computer: another one takes over by an act, and the store is no worse for it."""


class How(Enum):
    """By what a store is known to be sound."""

    SEAL = "seal"
    OTHERS = "others"
    CHECK = "check"


class Verdict(NamedTuple):
    """What is known of a store: how, what is wrong with it, and of how many vehicles what is derived was rebuilt."""

    how: How
    problems: tuple[Said, ...] = ()
    mended: int = 0


class Soundness:
    """What one process knows of the soundness of the store that it has open."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._deciding = Lock()
        self._verdict: Verdict | None = None

    @property
    def known(self) -> Verdict | None:
        """What is known by now, without looking."""
        return self._verdict

    def verdict(self) -> Verdict:
        """Answer what is known of the store; the first time it is looked at, which may take as long as a check."""
        if self._verdict is None:
            with self._deciding:
                if self._verdict is None:
                    self._verdict = self._found()
        return self._verdict

    def must_be_sound(self) -> None:
        """Let pass who wants to write. Raises Damaged `store.found_damaged`."""
        found = self.verdict()
        if found.problems:
            raise Damaged("store.found_damaged", file=str(self._store.file), why=found.problems[0])

    def is_quick(self) -> bool:
        """Answer whether a verdict is known, or takes no longer than to read the file."""
        return self._verdict is not None or seal_of(self._store.folder) is not None

    def suspicion(self) -> Said | None:
        """Answer what is wrong with the store when something of it could not be understood; None: that is a bug."""
        found = self._verdict
        if found is None and seal_of(self._store.folder) != IN_USE:
            found = self.verdict()
        return found.problems[0] if found is not None and found.problems else None

    def accept(self) -> None:
        """Take the store for sound as it stands: somebody had all of it looked through and mended."""
        with self._deciding:
            self._vouch()
            self._verdict = Verdict(How.CHECK)

    def altered(self) -> bool:
        """Answer whether the store is closed by its seal, and not what it was then."""
        seal = seal_of(self._store.folder)
        if seal is None or seal.digest is None:
            return False
        file = self._store.file
        with plainly(file):
            log = file.with_name(f"{file.name}-wal")
            same = (not log.exists() or log.stat().st_size == 0) and measured(file) == seal
        return not same and seal_of(self._store.folder) == seal

    def _found(self) -> Verdict:
        seal = seal_of(self._store.folder)
        if seal == IN_USE:
            return Verdict(How.OTHERS)
        if seal is not None:
            if self.altered():
                return Verdict(How.SEAL, (said("check.altered_outside", file=str(self._store.file)),))
            self._vouch()
            return Verdict(How.SEAL)
        return self._checked()

    def _checked(self) -> Verdict:
        """Look through all of a store that nobody closed, and rebuild what is derived where it differs."""
        from dealerdesk.db.repair import rebuild
        from dealerdesk.db.verification import verify

        try:
            found = verify(self._store)
            if broken := tuple(problem for problem in found.broken if problem.code != _KEY_LOST):
                return Verdict(How.CHECK, broken)
            mended = rebuild(self._store, found)
        except Damaged as trouble:
            return Verdict(How.CHECK, (trouble.said,))
        self._vouch()
        return Verdict(How.CHECK, (), mended)

    def _vouch(self) -> None:
        with plainly(self._store.file):
            set_seal(self._store.folder, IN_USE)


def notice_death(folder: Path) -> None:
    """Forget that a store is in use when nobody has it open: its last user died, and nobody vouches for it."""
    if seal_of(folder) != IN_USE:
        return
    with suppress(Refused), lock.take_alone(folder, wait=_A_MOMENT), plainly(folder / STORE_FILE):
        if seal_of(folder) == IN_USE:
            break_seal(folder)


def close_by_seal(folder: Path) -> None:
    """Seal a store that was written to, if nobody else has it open. What cannot be sealed is looked through later."""
    if seal_of(folder) != IN_USE:
        return
    with suppress(Trouble, OSError), lock.take_alone(folder, wait=_A_MOMENT):
        seal_closed(folder)


def seal_closed(folder: Path) -> None:
    """Seal a store that is in order and that the caller holds alone; one whose log is not folded in is left open."""
    for name in (SEAL_FILE, KEY_FILE, NOTE_FILE):
        for leftover in folder.glob(f"{name}.*.new"):  # of those who were killed while they wrote one
            leftover.unlink(missing_ok=True)
    file = folder / STORE_FILE
    log = file.with_name(f"{file.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        set_seal(folder, measured(file))
