"""What can be done everywhere in the window."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("go.today", N_("Go to Today"), "Ctrl+1"),
    Action("go.reception", N_("Go to Reception"), "Ctrl+2", right=Right.ENTER),
    Action("go.customers", N_("Go to Customers"), "Ctrl+3"),
    Action("go.calls", N_("Go to the call desk"), "Ctrl+4"),
    Action("go.appointments", N_("Go to Appointments"), "Ctrl+Alt+B"),
    Action("go.lists", N_("Go to Lists"), "Ctrl+5"),
    Action("go.contacts", N_("Go to Contacts"), "Ctrl+Alt+H"),
    Action("go.complaints", N_("Go to Complaints"), "Ctrl+6"),
    Action("go.import", N_("Go to Import"), "Ctrl+I", right=Right.IMPORT),
    Action("go.settings", N_("Go to Settings"), "Ctrl+9"),
    Action("window.search", N_("Search everything"), "Ctrl+K", icon="search"),
    Action("window.palette", N_("Run an action by its name"), "Ctrl+Shift+P"),
    Action("window.shortcuts", N_("Show the shortcuts"), "Ctrl+/"),
    Action("window.help", N_("Help for this page"), "F1", icon="help"),
    Action("window.undo", N_("Undo what the last note says"), "Ctrl+Z", icon="undo"),
    Action("window.drafts", N_("Go on with what is half filled in"), "Ctrl+Shift+D"),
    Action("window.rail", N_("Collapse or widen the navigation"), "Ctrl+0", icon="menu"),
    Action("window.theme", N_("Change between light and dark"), "Ctrl+Shift+L"),
    Action("window.language", N_("Change the language"), "Ctrl+Shift+G"),
    Action("window.report", N_("Copy a report for support"), ""),
    Action("window.remove_invented", N_("Remove the invented store"), "", right=Right.RESTORE),
    Action("window.lock", N_("Lock the window"), "Ctrl+Alt+L", icon="lock", account=True),
    Action("window.person", N_("Another person"), "Ctrl+Shift+U", icon="people", account=True),
    Action("window.sign_out", N_("Sign out"), "", account=True),
    Action("window.quit", N_("Quit"), "Ctrl+Q"),
)
