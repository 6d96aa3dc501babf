"""Coded values of appointments, and what the audit trail calls what is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "appointment.booked": N_("Booked"),
    "appointment.late": N_("Late"),
    "appointment.arrived": N_("Arrived"),
    "appointment.missed": N_("Missed"),
    "appointment.cancelled": N_("Cancelled"),
    "act.book-appointment": N_("Appointment made"),
    "act.move-appointment": N_("Appointment changed"),
    "act.change-receiving": N_("Hours for appointments changed"),
    "act.cancel-appointment": N_("Appointment cancelled"),
    "act.appointment-arrived": N_("Appointment: car arrived"),
    "act.print-appointments": N_("Appointments printed"),
    "paper.appointments": N_("Appointments"),
    "record.appointment": N_("Appointment"),
    "record_field.booked_on": N_("Booked on"),
    "record_field.booked_by": N_("Booked by"),
    "record_field.minutes": N_("Minutes"),
    "record_field.moved_from": N_("Moved from"),
    "record_field.offer": N_("Offer"),
    "record_field.purpose": N_("Purpose"),
}
