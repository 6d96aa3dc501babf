"""Today: whom to call now and why, what came of the calls, and the day's sheet."""

from __future__ import annotations

from dealerdesk.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
