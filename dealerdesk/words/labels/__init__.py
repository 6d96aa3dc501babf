"""The names of coded values and of columns, as `group.code`; said alone or, as `label.group.code`, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.labels import (
    accounts,
    appointments,
    benchmark,
    complaints,
    contacts,
    customers,
    history,
    importing,
    lists,
    personal,
    reception,
    rescuing,
    scripts,
    settings,
    trail,
    window,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

AREAS: Final = (
    appointments,
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
    complaints,
    contacts,
    scripts,
)

LABELS: Final[Mapping[str, str]] = {code: label for area in AREAS for code, label in area.LABELS.items()}
"""`group.code` to English message id."""
