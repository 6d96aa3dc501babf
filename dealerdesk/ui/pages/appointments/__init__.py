"""The page Appointments: who comes when, by day and by week."""

from __future__ import annotations

from dealerdesk.ui.pages.appointments.page import AppointmentsPage

__all__ = ["AppointmentsPage"]
