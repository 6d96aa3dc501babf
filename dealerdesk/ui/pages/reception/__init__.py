"""The page `reception`: the car that has come, its visit, and what is worth saying to its customer."""

from __future__ import annotations

from dealerdesk.ui.pages.reception.page import ReceptionPage

__all__ = ["ReceptionPage"]
