"""The call desk: the queue, the script, the customer, and what came of each call by one key."""

from __future__ import annotations

from dealerdesk.ui.pages.calls.page import CallsPage

__all__ = ["CallsPage"]
