"""What the store of data says when it cannot be opened, written, backed up or restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "rules.changed_meanwhile": N_(
        "Somebody else changed the rules meanwhile and yours were not saved: look at them and change them again."
    ),
    "store.missing": N_("There is no store in “{folder}” yet: import an export, or try “dealerdesk demo” first."),
    "store.key_closed": N_(
        "The key of the audit trail “{file}” cannot be read: ask whoever looks after this PC to let you read it."
    ),
    "store.locked": N_(
        "The store is being restored or upgraded by another program: wait until that is done and try again."
    ),
    "store.busy": N_("Another program is writing to the store: wait until it is done and try again."),
    "store.in_use": N_("The store is open in another window or command: close it there and try again."),
    "store.damaged": N_(
        "The store “{file}” is damaged: run “dealerdesk check”, and restore the last backup with “dealerdesk restore”."
    ),
    "store.drive_fails": N_(
        "The drive of “{folder}” fails when it is written to, and nothing was changed: check its connection, and keep "
        "a backup on another drive."
    ),
    "store.found_damaged": N_(
        "Nothing is written to “{file}”, which is damaged or was changed by another program ({why}) Restore the last "
        "good backup, or rescue what can be read into a new store."
    ),
    "store.not_ours": N_("“{file}” is the database of another program: choose another data folder with --data-dir."),
    "store.newer": N_(
        "“{file}” was written by a newer DealerDesk ({schema:plain}, this one knows "
        "{known:plain}): install the newer one."
    ),
    "store.network_drive": N_(
        "“{folder}” is on a network drive, where the store would not be safe: choose a folder "
        "on this computer with --data-dir."
    ),
    "store.no_permission": N_(
        "You may not write to “{folder}”: choose another data folder with --data-dir, or ask "
        "whoever looks after this computer for the right."
    ),
    "store.disk_full": N_("The disk of “{folder}” is full and nothing was changed: free some space and try again."),
    "store.has_data": N_("The folder “{folder}” already has a store: choose an empty folder with --data-dir."),
    "store.folder_is_file": N_("“{folder}” is a file, not a folder: choose a folder with --data-dir."),
    "store.bad_name": N_("“{file}” cannot be the name of a file: choose a shorter one without special characters."),
    "store.lock_spoilt": N_("“{file}”, which holds no data, was spoilt by another program: delete it and try again."),
    "store.vanished": N_(
        "The store “{file}” is gone: connect its drive again, or restore a backup with “dealerdesk restore”."
    ),
    "store.no_encryption": N_(
        "This computer lacks the part that opens encrypted stores: install DealerDesk from "
        "its own package, or open the store elsewhere."
    ),
    "store.wrong_key": N_("The password does not open the store: enter it again."),
    "record.changed_meanwhile": N_("Somebody else changed this meanwhile: load it again and repeat your change."),
    "act.unknown": N_("There is no act {act:plain} that could be taken back: look its number up in the history."),
    "act.undone_already": N_("Act {act:plain} was already taken back."),
    "restore.missing": N_("There is no backup “{file}”: check its name and folder."),
    "restore.no_permission": N_(
        "You may not read the file: ask whoever looks after this computer for the right, or copy it to your own folder."
    ),
    "restore.not_a_copy": N_("“{file}” is no backup of DealerDesk: choose a file that “dealerdesk backup” wrote."),
    "restore.damaged": N_("The backup “{file}” is damaged: choose an older one."),
    "backup.is_the_store": N_("“{file}” is the store itself: choose another file."),
    "backup.is_folder": N_("“{file}” is a folder: name a file in it with --out."),
    "backup.other_file": N_(
        "“{file}” is no backup of DealerDesk and is not overwritten: choose another name with --out."
    ),
    "backup.not_a_file": N_("“{file}” is a device or a pipe, not a file: choose another name with --out."),
    "backup.no_permission": N_("You may not write to “{folder}”: choose another folder with --out."),
    "backup.unreachable": N_(
        "“{file}” cannot be written: see whether you may write there, whether its drive is connected, and whether a "
        "file stands in the place of its folder."
    ),
    "backup.damaged": N_(
        "The copy of “{file}” differs from the store and was thrown away: try again, and run “dealerdesk check”."
    ),
    "backup.nothing_to_save": N_(
        "The store is empty, and “{file}” is a backup of a full one: choose another name with --out."
    ),
}
