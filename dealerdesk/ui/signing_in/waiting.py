"""How long somebody waits after failures, in a sentence that counts down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.words import Words

_MINUTE: Final = 60


def seconds_left(until: datetime | None, now: datetime) -> int:
    """How many seconds are left to wait; 0: none."""
    return 0 if until is None else max(0, math.ceil((until - now).total_seconds()))


def wait_words(words: Words, seconds: int) -> str:
    """The sentence that says how long to wait."""
    if seconds < _MINUTE:
        return words.ntext(
            "Too many wrong tries. Try again in {n} second.", "Too many wrong tries. Try again in {n} seconds.", seconds
        )
    minutes, rest = divmod(seconds, _MINUTE)
    return words.text("Too many wrong tries. Try again in {minutes}:{seconds}.", minutes=minutes, seconds=f"{rest:02d}")
