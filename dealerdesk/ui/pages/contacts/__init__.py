"""The Contacts page: one history of all that was said, by every channel."""

from __future__ import annotations

from dealerdesk.ui.pages.contacts.page import ContactsPage

__all__ = ["ContactsPage"]
