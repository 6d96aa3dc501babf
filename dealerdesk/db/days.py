"""Days as the store keeps them and back: the same few thousand come again and again, so each is made once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final


class _Days(dict[Any, Any]):
    """From stored text to its day."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


class _Texts(dict[Any, Any]):
    """From a day to its stored text."""

    def __missing__(self, day: date) -> str:
        text = self[day] = day.isoformat()
        return text


class _Quoted(dict[Any, Any]):
    """From a day, or a code, to its text as JSON."""

    def __missing__(self, value: date | str) -> str:
        text = self[value] = json.dumps(str(value), ensure_ascii=False)
        return text


DAYS: Final = _Days({None: None})
"""The day of each stored text; nothing stays nothing. Raises ValueError for a text that is no day."""

TEXTS: Final = _Texts({None: None})
"""The stored text of each day; nothing stays nothing."""

QUOTED: Final = _Quoted({None: "null"})
"""The stored text of each day, and of each code of ours, as JSON; nothing is null."""
