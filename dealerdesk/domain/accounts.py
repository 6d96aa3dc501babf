"""Signing in: what a password and a PIN must be, and how long one waits after failures."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.folding import fold_width

if TYPE_CHECKING:
    from datetime import datetime

LEAST_PASSWORD: Final = 8
MOST_PASSWORD: Final = 200
LEAST_PIN: Final = 4
MOST_PIN: Final = 8
MOST_NAME: Final = 40
_NO_NAMES: Final = frozenset({"owner", "nobody", "unknown"})

PIN_FAILURES: Final = 10
"""Failures in a row after which a PIN opens nothing any more until the password was given."""

_FREE_FAILURES: Final = 3
_DELAYS: Final = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 900))

LOCK_MINUTES: Final = 10
"""After how many idle minutes the desk is locked, unless the store chose otherwise; 0 is never."""

MOST_LOCK_MINUTES: Final = 240


@dataclass(frozen=True)
class HashingCost:
    """What it costs to try one password: passes over the memory, and the memory in KiB."""

    passes: int = 3
    memory_kib: int = 65_536


USUAL_COST: Final = HashingCost()


def plain_password(text: str) -> str:
    """The password as it is compared: equal characters that keyboards spell differently are one."""
    return unicodedata.normalize("NFC", text)


def check_password(text: str) -> str:
    """Answer a new password as it is kept. Raises WrongUse `accounts.short_password`, `accounts.long_password`."""
    password = plain_password(text)
    if len(password) < LEAST_PASSWORD or not password.strip():
        raise WrongUse("accounts.short_password", least=LEAST_PASSWORD)
    if len(password) > MOST_PASSWORD:
        raise WrongUse("accounts.long_password", most=MOST_PASSWORD)
    return password


def plain_pin(text: str) -> str:
    """The PIN as it is compared: its digits in any width."""
    return fold_width(text)


def check_pin(text: str) -> str:
    """Answer a new PIN as it is kept. Raises WrongUse `accounts.bad_pin` unless it is 4 to 8 digits."""
    pin = plain_pin(text)
    if not (LEAST_PIN <= len(pin) <= MOST_PIN and pin.isascii() and pin.isdigit()):
        raise WrongUse("accounts.bad_pin", least=LEAST_PIN, most=MOST_PIN)
    return pin


def check_name(text: str) -> str:
    """Answer the name of a member of staff, in one width and without idle blanks.

    Raises WrongUse `accounts.no_name`, `accounts.long_name`; `accounts.bad_name` for signs that nobody sees, and for
    what the audit trail calls those who have no name.
    """
    name = " ".join(fold_width(text).split())
    if not name:
        raise WrongUse("accounts.no_name")
    if not name.isprintable() or name.casefold() in _NO_NAMES:
        raise WrongUse("accounts.bad_name")
    if len(name) > MOST_NAME:
        raise WrongUse("accounts.long_name", most=MOST_NAME)
    return name


def check_lock_minutes(minutes: int) -> int:
    """Answer after how many idle minutes to lock. Raises WrongUse `accounts.bad_minutes`; 0 is never."""
    if not 0 <= minutes <= MOST_LOCK_MINUTES:
        raise WrongUse("accounts.bad_minutes", most=MOST_LOCK_MINUTES)
    return minutes


def delay_after(failures: int) -> timedelta:
    """How long nobody is let in after so many failures in a row: nothing before the third, at most 15 minutes."""
    if failures < _FREE_FAILURES:
        return timedelta(0)
    return _DELAYS[min(failures - _FREE_FAILURES, len(_DELAYS) - 1)]


def counted_from(failed_at: datetime, now: datetime) -> datetime:
    """The moment from which a delay is counted: the last failure; now, where the clock was set back behind it.

    So a clock set back never shortens a delay, and one that was far ahead once locks nobody out for days.
    """
    return min(failed_at, now)


def waits_until(failures: int, failed_at: datetime | None, now: datetime) -> datetime | None:
    """Until when an account lets nobody in, or None: it does."""
    if failed_at is None:
        return None
    until = counted_from(failed_at, now) + delay_after(failures)
    return until if until > now else None


def pin_is_closed(failures: int) -> bool:
    """Whether so many failures in a row have closed the PIN."""
    return failures >= PIN_FAILURES
