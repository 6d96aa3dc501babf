"""The page of the first start, on a store that holds nothing yet."""

from __future__ import annotations

from dealerdesk.ui.pages.first_run.page import FirstRunPage

__all__ = ["FirstRunPage"]
