"""What can be done on the page `customers`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("customers.search", N_("Search in the table"), "Ctrl+F", "customers", icon="search"),
    Action("customers.filter", N_("Filter"), "F4", "customers", icon="filter"),
    Action("customers.clear", N_("Clear search and filters"), "Ctrl+Shift+F", "customers"),
    Action("customers.columns", N_("Choose columns"), "Ctrl+Shift+C", "customers", icon="columns"),
    Action("customers.table", N_("Go to the table"), "Alt+1", "customers"),
    Action("customers.facts", N_("Go to the file"), "Alt+2", "customers"),
    Action("customers.timeline", N_("Go to the timeline"), "Alt+3", "customers"),
    Action("customers.changes", N_("Go to the changes"), "Alt+4", "customers"),
    Action("customers.history", N_("History of this field"), "F3", "customers"),
    Action("customers.next_car", N_("Next car of this customer"), "Ctrl+Down", "customers"),
    Action("customers.reveal", N_("Show the numbers"), "Ctrl+R", "customers", Right.FULL_PHONE, "phone"),
    Action("customers.copy_phone", N_("Copy the number"), "Ctrl+Shift+R", "customers", Right.FULL_PHONE),
    Action("customers.edit", N_("Edit"), "F2", "customers", Right.ENTER, "edit"),
    Action("customers.add_phone", N_("Add a number"), "Ctrl+Shift+N", "customers", Right.ENTER, "add"),
    Action("customers.save", N_("Save"), "Ctrl+S", "customers", Right.ENTER, "", "primary"),
    Action("customers.cancel", N_("Cancel editing"), "Esc", "customers"),
)
