"""What can be done on the page `calls`."""

from __future__ import annotations

from typing import Final

from dealerdesk.domain.followup import Disposition
from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("calls.queue", N_("Go to the queue"), "Alt+1", "calls"),
    Action("calls.script", N_("Go to the script"), "Alt+2", "calls"),
    Action("calls.customer", N_("Go to the customer"), "Alt+3", "calls"),
    Action("calls.search", N_("Search in the queue"), "Ctrl+F", "calls", icon="search"),
    Action("calls.filter", N_("Filter the queue"), "F4", "calls", icon="filter"),
    Action("calls.mine", N_("My calls, or everybody's"), "Alt+M", "calls"),
    Action("calls.held", N_("What is not offered, and why"), "Alt+N", "calls"),
    Action("calls.start", N_("Start the call"), "Alt+Return", "calls", Right.CALL, "phone", "primary"),
    Action("calls.finish", N_("Finish the call"), "Ctrl+Return", "calls", Right.CALL, "", "primary"),
    Action("calls.put_back", N_("Put the call back"), "Ctrl+Backspace", "calls", Right.CALL, kind="quiet"),
    Action("calls.phone", N_("Show the number"), "F2", "calls", Right.SEE, "phone"),
    Action("calls.file", N_("Open the customer file"), "Ctrl+O", "calls", Right.SEE, "customers"),
    Action("calls.note", N_("Write a note on the call"), "Ctrl+M", "calls", Right.CALL),
    Action("calls.for_next", N_("Write to the next caller"), "Ctrl+Shift+M", "calls", Right.CALL),
    Action("calls.no_answer", N_("No answer"), "F5", "calls", Right.CALL),
    Action("calls.busy", N_("Busy"), "F6", "calls", Right.CALL),
    Action("calls.powered_off", N_("Powered off"), "F7", "calls", Right.CALL),
    Action("calls.out_of_service", N_("Out of service"), "Shift+F7", "calls", Right.CALL),
    Action("calls.wrong_number", N_("Wrong number"), "F8", "calls", Right.CALL),
    Action("calls.wrong_person", N_("Wrong person"), "Shift+F8", "calls", Right.CALL),
    Action("calls.later", N_("Call later…"), "F9", "calls", Right.CALL),
    Action("calls.interested", N_("Interested"), "Shift+F9", "calls", Right.CALL),
    Action("calls.refused", N_("Refused"), "F12", "calls", Right.CALL),
    Action("calls.hung_up", N_("Hung up"), "Shift+F12", "calls", Right.CALL),
    Action("calls.appointment", N_("Appointment…"), "Ctrl+B", "calls", Right.CALL),
    Action("calls.complaint", N_("Complaint…"), "Ctrl+T", "calls", Right.CALL),
    Action("calls.not_due", N_("Not due yet…"), "Ctrl+F5", "calls", Right.CALL),
    Action("calls.serviced_elsewhere", N_("Serviced elsewhere…"), "Ctrl+F6", "calls", Right.CALL),
    Action("calls.used_elsewhere", N_("Used elsewhere…"), "Ctrl+F7", "calls", Right.CALL),
    Action("calls.car_sold", N_("Car sold…"), "Ctrl+F8", "calls", Right.CALL),
    Action("calls.do_not_call", N_("Do not call…"), "Ctrl+D", "calls", Right.CALL),
    Action("calls.flag", N_("To the manager…"), "F11", "calls", Right.CALL),
    Action("calls.log", N_("Log a call that was not planned…"), "Ctrl+N", "calls", Right.CALL, "add"),
    Action("calls.yes", N_("Do what is proposed"), "Alt+Y", "calls", Right.CALL),
    Action("calls.no", N_("Leave what is proposed"), "Alt+X", "calls", Right.CALL),
    Action("calls.keep", N_("Keep the form, go on with the call"), "Alt+K", "calls", Right.CALL),
    Action("calls.cancel", N_("Close the form"), "Esc", "calls"),
)

DISPOSITIONS: Final = {
    "calls.no_answer": Disposition.NO_ANSWER,
    "calls.busy": Disposition.BUSY,
    "calls.powered_off": Disposition.POWERED_OFF,
    "calls.out_of_service": Disposition.OUT_OF_SERVICE,
    "calls.wrong_number": Disposition.WRONG_NUMBER,
    "calls.wrong_person": Disposition.WRONG_PERSON,
    "calls.later": Disposition.CALL_LATER,
    "calls.interested": Disposition.INTERESTED,
    "calls.refused": Disposition.REFUSED,
    "calls.hung_up": Disposition.HUNG_UP,
    "calls.appointment": Disposition.APPOINTMENT,
    "calls.complaint": Disposition.COMPLAINT,
    "calls.not_due": Disposition.NOT_DUE,
    "calls.serviced_elsewhere": Disposition.SERVICED_ELSEWHERE,
    "calls.used_elsewhere": Disposition.USED_ELSEWHERE,
    "calls.car_sold": Disposition.CAR_SOLD,
    "calls.do_not_call": Disposition.REFUSED,
}
"""What each key says of a call."""
