"""Numbers within texts, for those who may not see numbers: masked where they are read, kept as they were typed."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Right, Role
from dealerdesk.services.customers.editing import CustomerEdit, VehicleEdit, edit_file
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.customers.marks import set_do_not_call

NOTE = "brother 138-1234-5678, office １３９１２３４５６７８"


@pytest.fixture
def noted(opened):
    """The page on a file with numbers in its texts, looked at by somebody without the right to see numbers."""
    page = opened()
    desk, file = page.session.desk, page.file.file
    edit_file(
        desk,
        CustomerEdit(file.person.id, file.person.revision, {"note": NOTE, "hobbies": NOTE}),
        VehicleEdit(file.car.id, file.car.revision, {"note": NOTE}),
    )
    set_do_not_call(desk, file.person.id, NOTE)
    with desk.store.write(desk.header("fill-store")) as writer:
        told = {"vehicle_id": file.car.id, "day": date(2026, 11, 19), "note": NOTE}
        writer.insert(tables.Told, [told])
    page.session.desk = desk.by(Actor("agent", RIGHTS_OF[Role.CARE_AGENT]))
    page.reload()
    page.settled()
    return page


def test_texts_are_read_without_the_numbers_in_them(noted):
    values = [fact.value for fact in noted.file.facts.facts if "brother" in fact.value]
    assert len(values) == 5
    events = [event for event in noted.file.file.timeline.events if "brother" in str(event.detail)]
    assert {event.kind for event in events} == {"told", "mark"}
    for text in (*values, *map(str, events)):
        assert "1234" not in text
        assert "１２３４" not in text
        assert "138****5678" in text
        assert "139****5678" in text


def test_another_field_is_changed_and_the_text_stays_as_it_was_typed(noted, do):
    person = noted.file.file.person
    do(noted, "edit")
    noted.editor.form.form.fields["customer.occupation"].setText("teacher")
    do(noted, "save")
    kept = customer_file(noted.session.desk, customer=person.id).person
    assert (kept.occupation, kept.note) == ("teacher", NOTE)
    assert kept.revision == person.revision + 1


def test_who_may_see_numbers_reads_texts_as_they_were_typed(noted):
    desk = noted.session.desk
    noted.session.desk = desk.by(Actor("clerk", desk.actor.rights | {Right.FULL_PHONE}))
    noted.reload()
    noted.settled()
    assert [fact.value for fact in noted.file.facts.facts if fact.field == "note"] == [NOTE, NOTE]
