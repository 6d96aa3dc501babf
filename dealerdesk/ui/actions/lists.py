"""What can be done on the page `lists`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("lists.filter", N_("Add a filter"), "Ctrl+F", "lists", icon="filter"),
    Action("lists.only", N_("Filter by the current value"), "Ctrl+Return", "lists"),
    Action("lists.clear", N_("Clear filters and order"), "Ctrl+Shift+F", "lists"),
    Action("lists.group", N_("Group the rows"), "Ctrl+G", "lists", icon="group"),
    Action("lists.views", N_("Saved views"), "Ctrl+Shift+S", "lists", icon="save"),
    Action("lists.columns", N_("Choose columns"), "Ctrl+Shift+C", "lists", icon="columns"),
    Action("lists.why", N_("Why (not)? Ask for a plate"), "Ctrl+Y", "lists", icon="help"),
    Action("lists.why_row", N_("Why is the current row here?"), "Ctrl+Shift+Y", "lists"),
    Action("lists.earlier", N_("One target month earlier"), "Alt+Left", "lists"),
    Action("lists.later", N_("One target month later"), "Alt+Right", "lists"),
    Action("lists.export", N_("Export…"), "Ctrl+E", "lists", Right.EXPORT, "export"),
    Action("lists.export_all", N_("Export all columns…"), "Ctrl+Shift+E", "lists", Right.EXPORT),
    Action("lists.print", N_("Print…"), "Ctrl+P", "lists", Right.EXPORT, "print"),
    Action("lists.tasks", N_("Make tasks"), "Ctrl+T", "lists", Right.PLAN, kind="primary"),
    Action("lists.tasks_dormant", N_("Make tasks, the long lost too"), "", "lists", Right.PLAN),
    Action("lists.tasks_all", N_("Make the tasks of all lists"), "Ctrl+Shift+T", "lists", Right.PLAN),
)
