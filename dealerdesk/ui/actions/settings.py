"""What can be done on the page `settings`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("settings.save", N_("Save"), "Ctrl+S", "settings", Right.SEE, "", "primary"),
    Action("settings.discard", N_("Discard changes"), "Ctrl+Shift+Z", "settings", Right.SEE),
    Action("settings.next", N_("Next section"), "Ctrl+PgDown", "settings"),
    Action("settings.previous", N_("Previous section"), "Ctrl+PgUp", "settings"),
    Action("settings.count", N_("Count what would change"), "F5", "settings", Right.POLICIES, "refresh"),
    Action("settings.defaults", N_("Back to the rulebook's numbers"), "", "settings", Right.POLICIES),
    Action("settings.choose_logo", N_("Choose a logo…"), "Ctrl+L", "settings", Right.POLICIES, "folder"),
    Action("settings.remove_logo", N_("Remove the logo"), "", "settings", Right.POLICIES, "remove"),
    Action("settings.add_interval", N_("Add an interval"), "Ctrl+N", "settings", Right.POLICIES, "add"),
    Action("settings.remove_interval", N_("Remove the interval"), "Ctrl+D", "settings", Right.POLICIES, "remove"),
    Action("settings.add_kind", N_("Add a kind"), "Ctrl+Shift+K", "settings", Right.POLICIES, "add"),
    Action("settings.remove_kind", N_("Remove the kind"), "", "settings", Right.POLICIES, "remove"),
    Action("settings.kind_up", N_("Move up"), "Alt+Up", "settings", Right.POLICIES),
    Action("settings.kind_down", N_("Move down"), "Alt+Down", "settings", Right.POLICIES),
    Action("settings.add_day", N_("Add the days"), "", "settings", Right.POLICIES, "add"),
    Action("settings.remove_day", N_("Take back"), "", "settings", Right.POLICIES, "remove"),
    Action("settings.take_in_script", N_("Take in a script…"), "", "settings", Right.SCRIPTS, "folder"),
    Action("settings.try_script", N_("Try it out…"), "", "settings", Right.SEE),
    Action("settings.save_script", N_("Save as a file…"), "", "settings", Right.SEE),
    Action("settings.shipped_script", N_("Back to the shipped wording"), "", "settings", Right.SCRIPTS),
    Action("settings.add_account", N_("Add an account…"), "Ctrl+Shift+A", "settings", Right.STAFF, "add", account=True),
    Action("settings.reset_password", N_("New password…"), "", "settings", Right.STAFF, account=True),
    Action("settings.close_account", N_("Close the account"), "", "settings", Right.STAFF, account=True),
    Action("settings.reopen_account", N_("Reopen the account"), "", "settings", Right.STAFF, account=True),
    Action("settings.end_accounts", N_("End the accounts…"), "", "settings", Right.STAFF, account=True),
    Action("settings.back_up", N_("Back up now"), "Ctrl+Shift+B", "settings", Right.BACKUP, "", "primary"),
    Action("settings.choose_folder", N_("Choose a folder…"), "", "settings", Right.POLICIES, "folder"),
    Action("settings.beside_store", N_("Use the folder beside the store"), "", "settings", Right.POLICIES),
    Action("settings.open_backups", N_("Open the backup folder"), "", "settings", Right.SEE, "folder"),
    Action("settings.choose_second", N_("Choose a second folder…"), "", "settings", Right.POLICIES, "folder"),
    Action("settings.restore_chosen", N_("Restore…"), "Ctrl+R", "settings", Right.RESTORE),
    Action("settings.restore_file", N_("Restore from a file…"), "", "settings", Right.RESTORE, "folder"),
    Action("settings.check_trail", N_("Check now"), "", "settings", Right.AUDIT),
    Action("settings.export_trail", N_("Export…"), "Ctrl+E", "settings", Right.AUDIT),
    Action("settings.restore_deleted", N_("Restore what was deleted"), "", "settings", Right.DELETE, "", "primary"),
    Action("settings.purge_deleted", N_("Delete for good…"), "", "settings", Right.ERASE),
    Action("settings.open_data", N_("Open the data folder"), "", "settings", Right.SEE, "folder"),
    Action("settings.copy_data", N_("Copy the folder's name"), "", "settings", Right.SEE),
)
