"""What can be done on the page `settings`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("settings.save", N_("Save"), "Ctrl+S", "settings", Right.POLICIES, "", "primary"),
    Action("settings.discard", N_("Discard changes"), "Ctrl+Shift+Z", "settings", Right.POLICIES),
    Action("settings.next", N_("Next section"), "Ctrl+PgDown", "settings"),
    Action("settings.previous", N_("Previous section"), "Ctrl+PgUp", "settings"),
    Action("settings.count", N_("Count what would change"), "F5", "settings", Right.POLICIES, "refresh"),
    Action("settings.defaults", N_("Back to the rulebook's numbers"), "", "settings", Right.POLICIES),
    Action("settings.choose_logo", N_("Choose a logo…"), "Ctrl+L", "settings", Right.POLICIES, "folder"),
    Action("settings.remove_logo", N_("Remove the logo"), "", "settings", Right.POLICIES, "remove"),
    Action("settings.add_interval", N_("Add an interval"), "Ctrl+N", "settings", Right.POLICIES, "add"),
    Action("settings.remove_interval", N_("Remove the interval"), "Ctrl+D", "settings", Right.POLICIES, "remove"),
    Action("settings.back_up", N_("Back up now"), "Ctrl+Shift+B", "settings", Right.BACKUP, "", "primary"),
    Action("settings.choose_folder", N_("Choose a folder…"), "", "settings", Right.POLICIES, "folder"),
    Action("settings.beside_store", N_("Use the folder beside the store"), "", "settings", Right.POLICIES),
    Action("settings.open_backups", N_("Open the backup folder"), "", "settings", Right.SEE, "folder"),
    Action("settings.choose_second", N_("Choose a second folder…"), "", "settings", Right.POLICIES, "folder"),
    Action("settings.restore_chosen", N_("Restore…"), "Ctrl+R", "settings", Right.RESTORE),
    Action("settings.restore_file", N_("Restore from a file…"), "", "settings", Right.RESTORE, "folder"),
    Action("settings.open_data", N_("Open the data folder"), "", "settings", Right.SEE, "folder"),
    Action("settings.copy_data", N_("Copy the folder's name"), "", "settings", Right.SEE),
)
