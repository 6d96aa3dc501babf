"""The names of coded values and of columns, as `group.code`; said alone or, as `label.group.code`, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.labels import (
    accounts,
    benchmark,
    customers,
    history,
    importing,
    lists,
    personal,
    reception,
    rescuing,
    settings,
    trail,
    window,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

AREAS: Final = (
    accounts,
    history,
    lists,
    work,
    importing,
    settings,
    benchmark,
    window,
    customers,
    trail,
    rescuing,
    personal,
    reception,
)

LABELS: Final[Mapping[str, str]] = {code: label for area in AREAS for code, label in area.LABELS.items()}
"""`group.code` to English message id."""
