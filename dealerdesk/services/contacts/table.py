"""The history of contacts: which rows in which order, those that are being looked at, and a note that is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.contacts import change_note, contact_authors, contact_ids
from dealerdesk.db.contacts import contact_rows as rows_with
from dealerdesk.domain.contact_query import ContactChoices
from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.domain.contact_query import ContactRow, ContactsQuery


@use_case("contacts", Right.SEE)
def contacts(desk: Desk, query: ContactsQuery) -> tuple[int, ...]:
    """The ids of the contacts that are asked for, in their order, however many there are; those in sight alone."""
    with desk.store.read() as conn:
        masked = Right.FULL_PHONE not in desk.actor.rights
        return tuple(contact_ids(conn, query, desk.today, desk.actor.scope.advisor_id, masked=masked))


@use_case("contact-rows", Right.SEE)
def contact_rows(desk: Desk, ids: Iterable[int]) -> Mapping[int, ContactRow]:
    """These contacts by id; those that are gone or out of sight are left out."""
    with desk.store.read() as conn:
        return rows_with(conn, tuple(ids), desk.today, desk.actor.scope.advisor_id)


@use_case("contact-choices", Right.SEE)
def contact_choices(desk: Desk) -> ContactChoices:
    """What contacts can be filtered by."""
    with desk.store.read() as conn:
        return ContactChoices(contact_authors(conn))


@use_case("change-contact-note", Right.CALL)
def change_contact_note(desk: Desk, contact: int, revision: int, note: str) -> Changed:
    """Mend the note of a contact; what it said before stays in the trail.

    Raises Refused `contact.gone` where it is gone or out of sight, `record.changed_meanwhile` by its revision.
    """
    with desk.store.write(desk.header("change-contact-note")) as writer:
        if contact not in rows_with(writer.conn, (contact,), desk.today, desk.actor.scope.advisor_id):
            raise Refused("contact.gone")
        change_note(writer, contact, revision, note.strip() or None)
        return Changed(frozenset({"call"}), writer.act_id)
