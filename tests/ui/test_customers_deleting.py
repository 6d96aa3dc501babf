"""Deleting from the Customers page: what is looked at goes, and a note brings it back."""

from __future__ import annotations

import pytest

from dealerdesk.domain.customer_file import VisitEvent
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Role
from dealerdesk.services.recycling import deleted_things
from dealerdesk.services.undoing import undo_act
from dealerdesk.ui.pages.customers import CustomersPage


@pytest.fixture
def opened(store_session, settled, qtbot):
    def make(actor=None):
        session = store_session("invented")
        if actor is not None:
            session.desk = session.desk.by(actor)
        page = CustomersPage(session)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.reload()
        settled(session)
        session.changed.connect(lambda kinds: page.reload() if page.kinds & kinds else None)
        page.table.selectRow(3)
        settled(session)
        qtbot.waitUntil(lambda: page.file.file is not None)
        return page

    return make


def test_a_car_goes_and_a_note_offers_it_back(opened, settled, qtbot):
    page = opened()
    notes = []
    page.session.note = lambda text, **more: notes.append((text, more))
    car = page.file.file.car
    page.action("customers.delete_car").trigger()
    settled(page.session)
    (text, more) = notes[-1]
    assert car.plate in text
    (thing,) = deleted_things(page.session.desk)
    assert thing.act == more["undo"]
    assert page.table.current_id() != car.id
    undo_act(page.session.desk, more["undo"])
    assert deleted_things(page.session.desk) == ()


def test_a_visit_is_deleted_from_the_timeline(opened, settled):
    page = opened()
    page.file.show_tab(page.file.timeline)
    table = page.file.timeline.table
    place = next(at for at in range(len(table.lazy.ids)) if isinstance(table.lazy.row_at(at).event.detail, VisitEvent))
    table.selectRow(place)
    before = page.file.file.timeline.total
    page.action("customers.delete_visit").trigger()
    settled(page.session)
    assert page.file.file.timeline.total == before - 1


def test_what_cannot_be_deleted_stays_with_its_reason(opened, settled):
    page = opened()
    notes = []
    page.session.note = lambda text, **more: notes.append((text, more))
    page.action("customers.delete_visit").trigger()
    page.action("customers.delete_customer").trigger()
    settled(page.session)
    assert [more for _, more in notes] == [{"bad": True}, {"bad": True}]
    assert page.file.file is not None
    assert deleted_things(page.session.desk) == ()


def test_without_the_right_it_is_not_offered(opened):
    page = opened(Actor("x", RIGHTS_OF[Role.CARE_AGENT]))
    for name in ("delete_customer", "delete_car", "delete_visit"):
        assert not page.action(f"customers.{name}").isVisible()
