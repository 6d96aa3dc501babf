"""What can be done on the page `contacts`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("contacts.search", N_("Search in the contacts"), "Ctrl+F", "contacts", icon="search"),
    Action("contacts.filter", N_("Go to the filters"), "F4", "contacts", icon="filter"),
    Action("contacts.clear", N_("Clear search and filters"), "Ctrl+Shift+F", "contacts"),
    Action("contacts.columns", N_("Choose columns"), "Ctrl+Shift+C", "contacts", icon="columns"),
    Action("contacts.table", N_("Go to the table"), "Alt+1", "contacts"),
    Action("contacts.log", N_("Log a contact…"), "Ctrl+N", "contacts", Right.CALL, "add", "primary"),
    Action("contacts.call", N_("Call again"), "Ctrl+Return", "contacts", Right.CALL, "phone"),
    Action("contacts.customer", N_("Open the customer file"), "Ctrl+O", "contacts", icon="customers"),
    Action("contacts.edit", N_("Mend the note"), "F2", "contacts", Right.CALL, "edit"),
    Action("contacts.save", N_("Save"), "Ctrl+S", "contacts", Right.CALL, "", "primary"),
    Action("contacts.cancel", N_("Leave the note as it was"), "Esc", "contacts"),
    Action("contacts.export", N_("Export the contacts…"), "Ctrl+E", "contacts", Right.EXPORT, "save"),
    Action("contacts.print", N_("Print the contacts…"), "Ctrl+P", "contacts", Right.EXPORT, "print"),
)
