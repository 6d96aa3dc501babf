"""What can be done on the page `today`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("today.done", N_("Done"), "Ctrl+Return", "today", Right.CALL, kind="primary"),
    Action("today.no_answer", N_("No answer"), "F5", "today", Right.CALL, "no-answer"),
    Action("today.later", N_("Call later…"), "F9", "today", Right.CALL, "clock"),
    Action("today.phone", N_("Show the number"), "F2", "today", Right.FULL_PHONE, "phone"),
    Action("today.note", N_("Write a note on the call"), "Ctrl+E", "today", Right.CALL),
    Action("today.call", N_("Open at the call desk"), "F3", "today", Right.CALL, "phone"),
    Action("today.file", N_("Open the customer file"), "", "today", Right.SEE, "customers"),
    Action("today.sheet", N_("Call sheet"), "Ctrl+P", "today", Right.CALL, "print", of_all=True),
    Action("today.sheets", N_("Earlier sheets"), "Ctrl+Shift+O", "today", Right.CALL, "sheet", of_all=True),
    Action("today.tasks", N_("Make tasks"), "Ctrl+G", "today", Right.PLAN, "add"),
    Action("today.queue", N_("Back to the queue"), "Alt+Home", "today", Right.SEE),
    Action("today.day_before", N_("Day before"), "Alt+PgUp", "today", Right.SEE, "left"),
    Action("today.day_after", N_("Next day"), "Alt+PgDown", "today", Right.SEE, "right"),
)
