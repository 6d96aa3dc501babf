"""The page of month lists: who is in them and why, filtered, grouped, exported, printed, and made into tasks."""

from __future__ import annotations

from dealerdesk.ui.pages.lists.page import ListsPage

__all__ = ["ListsPage"]
