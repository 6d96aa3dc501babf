"""The page where exports are brought in: looked into, corrected, tried, imported, and taken back."""

from __future__ import annotations

from dealerdesk.ui.pages.importing.page import ImportPage

__all__ = ["ImportPage"]
