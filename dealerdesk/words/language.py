"""Which language the desk speaks: the one asked for, else the saved one, else the system's, else Chinese."""

from __future__ import annotations

import locale
import os
from typing import Final, Literal, TypeAlias, get_args

Language: TypeAlias = Literal["en", "zh_CN"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The languages that the desk speaks completely."""

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def known_language(name: str) -> Language:
    """Answer the language of that name; raise ValueError if it is none of `LANGUAGES`."""
    for language in LANGUAGES:
        if name == language:
            return language
    raise ValueError(name)


def chosen_language(asked: str | None, saved: str | None = None) -> Language:
    """Answer the language to speak; raise ValueError if the one asked for, or saved, is none of `LANGUAGES`."""
    for wish in (asked, saved):
        if wish is not None:
            return known_language(wish)
    return system_language() or "zh_CN"


def system_language() -> Language | None:
    """Answer the system's language if it is Chinese or English, else None."""
    names = [os.environ.get(variable, "") for variable in _VARIABLES]
    names.append(locale.getlocale()[0] or "")  # on Windows the variables are not set, and this names the language
    name = next((name for name in names if name), "").casefold()
    if name.startswith(("zh", "chinese")):
        return "zh_CN"
    return "en" if name.startswith("en") else None
