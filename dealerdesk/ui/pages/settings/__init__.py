"""Settings: the store, the look, the numbers of the rulebook, intervals, backups, and where the data lie."""

from dealerdesk.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
