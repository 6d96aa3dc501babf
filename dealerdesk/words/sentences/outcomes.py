"""What is said of calls that were made: why somebody is called again, and what cannot be kept (Rulebook 6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "now.promised": N_("Call promised for {at}"),
    "now.promised_on": N_("Call promised for {day} {at}"),
    "now.tried": NN_("Tried once without an answer", "Tried {attempts} times without an answer", by="attempts"),
    "now.moved": N_("Moved to {day}"),
    "sheet.unknown": N_("There is no call sheet {sheet}."),
    "outcome.nobody": N_("Say which customer the call was with."),
    "outcome.appointment_missing": N_("Say for which day and time the appointment was made."),
    "outcome.complaint_missing": N_("Write down what the customer complained about."),
    "outcome.outside_missing": N_("Say when and where the car was serviced elsewhere."),
    "outcome.outside_ahead": N_("{day} is still to come: say when the car was serviced elsewhere."),
    "outcome.reading_missing": N_("Enter the odometer that the customer told: the next call is planned by it."),
    "outcome.reading_wrong": N_("Enter the odometer as kilometres from 1 to {most}."),
    "outcome.which_car": N_("Say which car the call was about."),
    "outcome.departed_reason": N_("Say why the car left: sold, scrapped or moved away."),
    "outcome.do_not_call_why": N_("Say why the customer is not to be called any more."),
    "outcome.do_not_call": N_(
        "This customer is not to be called since {since}: only calls that they made themselves, and answers to a "
        "complaint of theirs, can be kept."
    ),
    "outcome.promise_to_unwilling": N_(
        "This customer is not to be called since {since}, so no call can be promised: lift do-not-call first, if that "
        "is what they want."
    ),
    "outcome.phone_of_nobody": N_("This number is not one of the customer's any more: choose another one."),
    "outcome.new_owner": N_("The new owner cannot be kept: {why}"),
    "call.ask_do_not_call": N_("Refused {times} times within twelve months: call this customer no more?"),
    "call.ask_departed": N_("Take the car out of the lists, as departed?"),
    "call.ask_new_owner": N_("Who has the car now? Name and phone, if they were told."),
    "call.ask_to_write": NN_(
        "Nobody answered: write a message or a letter instead?",
        "{attempts} attempts without an answer: write a message or a letter instead?",
        by="attempts",
    ),
    "call.ask_for_phone": N_("No good number is left: enter one, else reception asks for it at the next visit."),
    "call.promised_on_closed_day": N_("{day} is a day off; the promise stands."),
    "call.promised_outside_hours": N_("{at} is outside the calling hours; the promise stands."),
    "outcome.no_tasks": N_("Tick at least one task of the call."),
    "outcome.when_missing": N_("Say on which day and at what time the customer wants to be called."),
    "outcome.when_past": N_("{day} {at} is past: choose a later time."),
    "outcome.when_too_far": N_("{day} is too far ahead: choose a day up to {last_day}."),
    "outcome.changed_meanwhile": N_(
        "Somebody else kept something for task {task} meanwhile, and yours was not added to it: look at it again."
    ),
    "outcome.task_gone": N_("This task is not there any more."),
    "outcome.task_closed": N_("Task {task} needs no call any more: {state:inline}."),
}
