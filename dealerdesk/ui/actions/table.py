"""The table of all actions, gathered from the window and its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.ui.actions import (
    appointments,
    calls,
    complaints,
    contacts,
    customers,
    first_run,
    importing,
    lists,
    reception,
    settings,
    today,
    window,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.ui.actions.action import Action

ACTIONS: Final[Mapping[str, Action]] = {
    action.id: action
    for part in (
        window,
        today,
        reception,
        customers,
        calls,
        contacts,
        appointments,
        lists,
        complaints,
        importing,
        settings,
        first_run,
    )
    for action in part.ACTIONS
}
"""Every action by its id."""


def actions_of(page: str | None) -> tuple[Action, ...]:
    """The actions of a page, or (None) those that work everywhere."""
    return tuple(action for action in ACTIONS.values() if action.page == page)
