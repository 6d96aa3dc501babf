"""Ending a restore: the restored store knows of it, whoever was killed between the one and the other."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from dealerdesk.db.manifest import first_digest, has_act, last_digest
from dealerdesk.db.restore_note import FILE_NAME
from dealerdesk.domain.errors import Trouble

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.db.restore_note import RestoreNote
    from dealerdesk.db.store import Store


RESTORES: Final = frozenset({"restore", "undo-restore"})
"""The use cases that put a copy into the store: both end as the act of the first."""


def end_restore(store: Store, today: date) -> None:
    """Let a store that was just restored know of it: an act among its acts, and the forms that were half filled in.

    Where a note tells of a restore that never happened it is forgotten. What cannot be done now is done at the next
    opening.
    """
    if (store.folder / FILE_NAME).exists():
        with suppress(Trouble, OSError):
            _end(store, today)


def _end(store: Store, today: date) -> None:
    from dealerdesk.db.acts import ActHeader
    from dealerdesk.db.drafts import SITTING, at_it_since, drop_sittings, put_in_place
    from dealerdesk.db.restore_note import drop_note, note_of
    from dealerdesk.db.settings import set_setting

    note = note_of(store.folder)
    if note is not None and _happened(store, note):
        told = {"file": note.file, "kept": note.kept, "at": note.at.isoformat()}
        with store.write(ActHeader("restore", note.who, note.source, today)) as writer:
            if (store.folder / FILE_NAME).exists():  # of two who open it one ends it
                set_setting(writer, "last_restore", told)
                if note.of == first_digest(store):
                    forms = [form for form in note.forms if form.draft.kind != SITTING]
                    put_in_place(writer.conn, (*forms, *at_it_since(note.forms, RESTORES, writer.act_id - 1)))
                else:
                    drop_sittings(writer.conn)
    drop_note(store.folder)


def _happened(store: Store, note: RestoreNote) -> bool:
    """Answer whether the store is what was to be put into it, by the acts that it has."""
    if note.restored == last_digest(store):
        return True
    with store.read() as conn:
        return has_act(conn, note.restored) and not (note.before and has_act(conn, note.before))
