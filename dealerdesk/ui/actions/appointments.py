"""What can be done on the page `appointments`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("appointments.new", N_("New appointment"), "Ctrl+N", "appointments", Right.ENTER, "add"),
    Action("appointments.arrived", N_("The car has come"), "F6", "appointments", Right.ENTER, "reception", "primary"),
    Action("appointments.change", N_("Change or move"), "F2", "appointments", Right.ENTER, "edit"),
    Action("appointments.call_off", N_("Call it off…"), "Ctrl+D", "appointments", Right.ENTER, "remove"),
    Action("appointments.file", N_("Open the customer file"), "Ctrl+O", "appointments", Right.SEE, "customers"),
    Action("appointments.save", N_("Save"), "Ctrl+S", "appointments", Right.ENTER, "", "primary"),
    Action("appointments.confirm", N_("Confirm and save"), "F8", "appointments", Right.ENTER, "done"),
    Action("appointments.cancel", N_("Cancel"), "Esc", "appointments", Right.SEE),
    Action("appointments.calendar", N_("Go to the calendar"), "Alt+1", "appointments", Right.SEE),
    Action("appointments.form", N_("Go to what stands beside it"), "Alt+2", "appointments", Right.SEE),
    Action("appointments.day", N_("Show a day"), "Alt+D", "appointments", Right.SEE),
    Action("appointments.week", N_("Show a week"), "Alt+W", "appointments", Right.SEE),
    Action("appointments.before", N_("Back in time"), "Alt+PgUp", "appointments", Right.SEE, "left"),
    Action("appointments.after", N_("On in time"), "Alt+PgDown", "appointments", Right.SEE, "right"),
    Action("appointments.month_before", N_("A month back"), "Alt+Shift+PgUp", "appointments", Right.SEE),
    Action("appointments.month_after", N_("A month on"), "Alt+Shift+PgDown", "appointments", Right.SEE),
    Action("appointments.today", N_("Go to this day"), "Alt+Home", "appointments", Right.SEE, "today"),
    Action("appointments.print", N_("Print the day"), "Ctrl+P", "appointments", Right.ENTER, "print"),
)
