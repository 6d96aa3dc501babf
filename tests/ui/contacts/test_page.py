"""The Contacts page: what is asked for is shown, a note is mended, and nothing typed goes by the way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dealerdesk.db import tables
from dealerdesk.domain.contact_query import ContactsQuery
from dealerdesk.services.undoing import undo_act
from dealerdesk.ui.pages.contacts import ContactsPage
from tests.stores import Shop


@pytest.fixture
def session(store_session):
    """A store in which one customer was written to and another rung in vain."""
    session = store_session("empty")
    desk = session.desk
    shop = Shop(desk)
    for name, plate in (("王小明", "琼A10003"), ("李四", "琼A10001")):
        shop.car(shop.customer(name), plate)
    shop.fold()
    with desk.store.write(desk.header("test")) as writer:
        kept = {"who": "陈晓", "disposition": "completed", "channel": "wechat", "note": "下周来", "vehicle_id": 1}
        writer.insert(
            tables.Call,
            [
                {"at": datetime(2026, 11, 18, 2, tzinfo=UTC), "day": date(2026, 11, 18), "customer_id": 1, **kept},
                {
                    "at": datetime(2026, 11, 19, 2, tzinfo=UTC), "day": date(2026, 11, 19), "customer_id": 2,
                    "who": "赵敏", "disposition": "no-answer",
                },
            ],
        )  # fmt: skip
    return session


@pytest.fixture
def page(session, qtbot, settled):
    page = ContactsPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.reload()
    settled(session)
    return page


def shown(page):
    model = page.table.model()
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def choose(page, settled, row_id):
    page.table.go_to(row_id)
    settled(page.session)


def test_the_newest_contact_stands_first_and_is_told_beside(page, settled):
    assert [text[:11] for text in shown(page)] == ["19 Nov 2026", "18 Nov 2026"]
    choose(page, settled, 1)
    assert page.detail.contact.who == "陈晓"
    assert page.detail.note.toPlainText() == "下周来"
    assert not page.unsaved()


def test_the_filters_narrow_and_are_cleared_again(page, settled):
    page.filters.result.setCurrentIndex(page.filters.result.findData("no-answer"))
    page.filters.result.chosen.emit()
    settled(page.session)
    assert len(shown(page)) == 1
    page.filters.first.setText("2026-11-20")
    page.filters.first.editingFinished.emit()
    settled(page.session)
    assert page._stack.currentWidget() is page._none
    page.does()["contacts.clear"]()
    settled(page.session)
    assert len(shown(page)) == 2
    assert page.filters.result.value() is None


def test_what_was_asked_comes_back_after_another_language(page, session, qtbot, settled):
    page.ask(ContactsQuery(who=("赵敏",)))
    settled(session)
    other = ContactsPage(session)
    qtbot.addWidget(other)
    other.restore(page.state())
    settled(session)
    assert (other.query, other.filters.who.value()) == (page.query, "赵敏")
    assert len(shown(other)) == 1


def test_a_note_is_mended_and_can_be_what_it_was(page, session, settled):
    choose(page, settled, 1)
    page.detail.note.setPlainText("下周三来")
    assert page.unsaved()
    page.does()["contacts.cancel"]()
    assert (page.detail.note.toPlainText(), page.unsaved()) == ("下周来", False)
    page.detail.note.setPlainText("下周三来")
    page.does()["contacts.save"]()
    settled(session)
    assert not page.unsaved()
    with session.desk.store.read() as conn:
        assert conn.exec_driver_sql('SELECT note FROM "call" WHERE id = 1').scalar() == "下周三来"
        act = conn.exec_driver_sql("SELECT max(id) FROM act").scalar()
    session.announce(undo_act(session.desk, act))
    page.reload()
    settled(session)
    choose(page, settled, 1)
    assert page.detail.note.toPlainText() == "下周来"


def test_another_row_does_not_take_a_note_that_is_being_written(page, session, settled):
    choose(page, settled, 1)
    page.detail.note.setPlainText("半句话")
    choose(page, settled, 2)
    assert (page.detail.contact.id, page.detail.note.toPlainText()) == (1, "半句话")
    page.reload()
    settled(session)
    assert page.detail.note.toPlainText() == "半句话"


def test_the_ways_on_open_the_file_and_the_call_desk(page, session, settled, monkeypatch):
    asked = []
    monkeypatch.setattr(session, "open", lambda name, **what: asked.append((name, what)))
    choose(page, settled, 1)
    for action in ("customer", "call", "log"):
        page.does()[f"contacts.{action}"]()
    assert asked == [("customers", {"vehicle": 1}), ("calls", {"customer": 1}), ("calls", {"log": True})]


def test_an_empty_store_says_where_contacts_come_from(store_session, qtbot, settled):
    session = store_session("empty")
    page = ContactsPage(session)
    qtbot.addWidget(page)
    page.reload()
    settled(session)
    assert page._stack.currentWidget() is page._empty
