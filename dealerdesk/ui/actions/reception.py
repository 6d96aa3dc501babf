"""What can be done on the page `reception`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("reception.search", N_("Receive a car"), "Ctrl+F", "reception", icon="search"),
    Action("reception.chinese", N_("Type Chinese in the search"), "F4", "reception"),
    Action("reception.new", N_("New car"), "Ctrl+N", "reception", Right.ENTER, "add"),
    Action("reception.form", N_("Go to the visit"), "Alt+1", "reception"),
    Action("reception.talk", N_("Go to the conversation"), "Alt+2", "reception"),
    Action("reception.workshop", N_("Go to the cars in the workshop"), "Alt+3", "reception"),
    Action("reception.today", N_("Go to today's visits"), "Alt+4", "reception"),
    Action("reception.save", N_("Save"), "Ctrl+S", "reception", Right.ENTER, "", "primary"),
    Action("reception.next", N_("Save and next"), "Ctrl+Return", "reception", Right.ENTER),
    Action("reception.confirm", N_("Confirm and save"), "F8", "reception", Right.ENTER, "done"),
    Action("reception.step", N_("Next step"), "Ctrl+T", "reception", Right.ENTER, "right"),
    Action("reception.void", N_("Void it"), "Ctrl+D", "reception", Right.ENTER, "remove"),
    Action("reception.cancel", N_("Cancel"), "Esc", "reception"),
    Action("reception.wechat", N_("Added on WeChat"), "F6", "reception", Right.ENTER),
    Action("reception.close_task", N_("Close the task"), "F7", "reception", Right.ENTER),
    Action("reception.keep_task", N_("Keep the task"), "Shift+F7", "reception", Right.ENTER),
    Action("reception.met", N_("The advisor came over"), "F9", "reception", Right.ENTER),
    Action("reception.not_met", N_("The advisor did not come"), "Shift+F9", "reception", Right.ENTER),
    Action("reception.complaint", N_("Complaint…"), "Alt+B", "reception", Right.ENTER),
    Action("reception.file", N_("Open the customer file"), "Ctrl+O", "reception", Right.SEE, "customers"),
)
