"""What can be done on the page `complaints`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("complaints.new", N_("New complaint"), "Ctrl+N", "complaints", Right.ENTER, "add"),
    Action("complaints.table", N_("Go to the table"), "Alt+1", "complaints"),
    Action("complaints.file", N_("Go to the complaint"), "Alt+2", "complaints"),
    Action("complaints.flags", N_("Complaints, or what the manager should see"), "Alt+3", "complaints"),
    Action("complaints.assign", N_("Assign…"), "Ctrl+J", "complaints", Right.ENTER, "people"),
    Action("complaints.handle", N_("I handle it"), "F6", "complaints", Right.ENTER),
    Action("complaints.answer", N_("Solution found…"), "F7", "complaints", Right.ENTER, "done"),
    Action("complaints.tell", N_("Customer was told"), "F9", "complaints", Right.ENTER, "phone"),
    Action("complaints.confirm", N_("Customer confirms"), "F8", "complaints", Right.ENTER, "done"),
    Action("complaints.close", N_("Close complaint"), "Ctrl+D", "complaints", Right.ENTER, "done"),
    Action("complaints.reopen", N_("Reopen"), "Ctrl+Shift+O", "complaints", Right.ENTER, "undo"),
    Action("complaints.edit", N_("Edit"), "F2", "complaints", Right.ENTER, "edit"),
    Action("complaints.customer", N_("Open the customer file"), "Ctrl+O", "complaints", Right.SEE, "customers"),
    Action("complaints.solve", N_("Dealt with"), "Ctrl+T", "complaints", Right.PLAN, "done", "primary"),
    Action("complaints.columns", N_("Choose columns"), "Ctrl+Shift+C", "complaints", icon="columns"),
    Action("complaints.save", N_("Save"), "Ctrl+S", "complaints", Right.ENTER, "", "primary"),
    Action("complaints.cancel", N_("Cancel"), "Esc", "complaints"),
)
