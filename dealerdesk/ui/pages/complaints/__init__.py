"""Complaints: what customers are unhappy about and what is done about it; and what the manager should see."""

from __future__ import annotations

from dealerdesk.ui.pages.complaints.page import ComplaintsPage

__all__ = ["ComplaintsPage"]
