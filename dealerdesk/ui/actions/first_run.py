"""What can be done on the page `first-run`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

_PAGE = "first-run"

ACTIONS: tuple[Action, ...] = (
    Action("first.invented", N_("Try the invented store"), "Alt+1", _PAGE, Right.IMPORT),
    Action("first.import", N_("Import our export"), "Alt+2", _PAGE, Right.IMPORT),
    Action("first.empty", N_("Start empty"), "Alt+3", _PAGE),
    Action("first.cancel", N_("Stop inventing"), "Escape", _PAGE),
)
