"""What is said of appointments: what speaks against one, and what the desk says when a car is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "appointment.past_day": N_("{day:full} is past: choose today or a later day."),
    "appointment.too_far": N_("That is too far ahead: choose a day until {last}."),
    "appointment.closed_day": N_("The store is closed on {day:full}: choose another day."),
    "appointment.closed_for": N_("The store is closed on {day:full} ({note}): choose another day."),
    "appointment.outside_hours": N_("Cars are received from {opens} to {closes}: choose a time within."),
    "appointment.bad_minutes": N_("An appointment takes {least} to {most} minutes."),
    "appointment.no_advisor": N_("That advisor does not receive cars on this day: choose another."),
    "appointment.no_car": N_("Choose the car."),
    "appointment.no_day": N_("Say on which day, as year-month-day."),
    "appointment.no_time": N_("Say at what time, such as 9:30."),
    "appointment.no_minutes": N_("Say how many minutes it takes."),
    "appointment.no_purpose": N_("Say what the car comes for."),
    "appointment.departed": N_("This car is marked as departed."),
    "appointment.inside": N_("This car is at the store now."),
    "appointment.car_twice": N_("This car already has an appointment: {day:full} at {at}."),
    "appointment.holiday": N_("{day:full} is a public holiday."),
    "appointment.past_time": N_("It is {now} already."),
    "appointment.after_closing": N_("It would end after {closes}, when the store closes."),
    "appointment.absent": N_("{who} is away on {day:full}."),
    "appointment.advisor_taken": N_("{who} has another car from {at} to {ends}."),
    "appointment.full": NN_(
        "{n} car is expected at that time already, and there is room for {room}.",
        "{n} cars are expected at that time already, and there is room for {room}.",
        by="n",
    ),
    "appointment.hours_backwards": N_("Choose a time after the one from which cars are received."),
    "appointment.bad_places": N_("Enter a number from 1 to {most}, or nothing."),
    "appointment.gone": N_("This appointment is not there any more."),
    "appointment.ended": N_("This appointment is over: the car came, or it was cancelled."),
    "appointment.no_reason": N_("Say why it is cancelled."),
    "appointment.not_near": N_("It is for {day:full}: only within 3 days of it can the car be marked as arrived."),
    "talk.appointment": N_("Has an appointment today at {at}: {purpose}"),
    "talk.appointment_with": N_("Has an appointment today at {at} with {who}: {purpose}"),
    "talk.appointment_near": N_("Has an appointment on {day:full} at {at}: {purpose}"),
    "talk.appointment_missed": N_("Did not come to the appointment on {day:full} at {at}: {purpose}"),
}
