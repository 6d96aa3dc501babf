"""The queue of the call desk: its order, search and filters, what is not offered, and as many calls as there are."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date
from datetime import time as clock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from dealerdesk.domain.call_queue import Entry, NotOffered, QueueRow
from dealerdesk.domain.phone import MaskedPhone
from dealerdesk.domain.reason import Reason
from dealerdesk.domain.rules import Status
from dealerdesk.services.customers.marks import set_do_not_call
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.ui.pages.calls import CallsPage
from dealerdesk.ui.pages.calls.queue_rows import items_of, lines_of, sifted
from dealerdesk.ui.search_box import SearchBox
from dealerdesk.words import Words
from tests.services.test_outcomes import lost_car
from tests.stores import clerk
from tests.ui.calls.sitting import TODAY


def row(key, **fields):
    known = {
        "id": key, "code": f"T{key}", "vehicle_id": key, "customer_id": key, "customer": f"客户{key}",
        "phone": MaskedPhone(key, "138****0001"), "plate": f"琼A{key:05d}", "model": "明锐", "reason": Reason.SURVEY,
        "due": TODAY, "why": (), "status": Status.LOST, "quasi_lost": False, "months": 13, "last_visit": None,
        "last_km": None, "agent": "李娜",
    }  # fmt: skip
    return QueueRow(**{**known, **fields})


def test_the_first_line_says_when_and_the_second_why():
    words = Words("en")
    promised = items_of([Entry(row(1, promised_at=clock(10, 30)))])[0]
    late = items_of([Entry(row(2, due=date(2026, 11, 18)), (row(3),))])[0]
    assert lines_of(promised, words, TODAY).when == "10:30"
    lines = lines_of(late, words, TODAY)
    assert (lines.when, lines.late, lines.more) == ("2 days late", True, "+1")
    assert lines.why.startswith("Lost survey")


def test_search_finds_by_plate_name_and_number_also_of_covered_tasks():
    items = items_of([Entry(row(1)), Entry(row(2, customer="王小明"), (row(3, plate="琼B99999"),))])
    assert [one.id for one in sifted(items, "b99999")] == [2]
    assert [one.id for one in sifted(items, "王小 琼A00002")] == [2]
    assert [one.id for one in sifted(items, "138****")] == [1, 2]
    assert sifted(items, "nobody") == []
    assert [one.id for one in sifted(items, "", frozenset({1}))] == [2]


def test_letters_in_the_list_search_and_enter_begins_what_is_found(two):
    two.page.panel.list.setFocus()
    two.write("a")
    two.write("00001")
    assert two.page.panel.search.hasFocus()
    assert two.plates == ["琼A00001"]
    two.press(Qt.Key.Key_Return)
    assert two.page.flow.call is not None
    assert two.page.customer.file.car.plate == "琼A00001"


def test_a_search_without_a_call_says_what_to_do(two):
    two.page.panel.begin_search("zzz")
    assert two.plates == []
    assert two.page.panel.empty.isVisible()
    two.do("calls.cancel")
    assert len(two.plates) == 2


def test_what_is_not_offered_is_counted_and_opens_its_calls(sitting):
    here = sitting(None, None)
    lost_car(here.shop, date(2025, 6, 9), owner=here.shop.customer("赵敏", phone=None), plate="琼C11111")
    generate_tasks(here.session.desk)
    here.show()
    assert len(here.plates) == 2
    here.do("calls.held")
    here.press(Qt.Key.Key_Space)
    assert here.plates == ["琼C11111"]
    assert here.page.panel.shown == NotOffered.NO_PHONE
    here.page.panel.list.setFocus()
    here.do("calls.cancel")
    assert len(here.plates) == 2


def test_the_reason_narrows_the_queue(two):
    filters = two.page.panel.filters
    filters.reason.set_value("birthday")
    filters.changed.emit()
    two.wait()
    assert two.plates == []
    assert two.page.panel.empty.isVisible()
    filters.clear()
    two.wait()
    assert len(two.plates) == 2


def test_do_not_call_set_meanwhile_takes_the_call_away(two):
    item = two.page.entry_at_hand
    done = set_do_not_call(two.session.desk, item.leading.customer_id, "asked")
    two.session.announce(done)
    two.wait()
    assert len(two.plates) == 1


def test_today_leads_to_its_task(two):
    last = two.page.panel.list.queue.item_at(1)
    two.page.wanted(task=last.id)
    two.wait()
    assert two.page.entry_at_hand.leading.id == last.id
    two.page.wanted(task=99_999)
    two.wait()
    assert "no longer in the queue" in two.told


def test_who_rings_is_found_with_their_task(two):
    last = two.page.panel.list.queue.item_at(1)
    two.page.wanted(customer=last.leading.customer_id, incoming=True)
    two.wait()
    assert two.page.entry_at_hand.leading.id == last.id


def test_who_rings_without_a_task_is_logged(two):
    car = two.shop.car(owner=two.shop.customer("周婷"), plate="琼D00001", visits=[date(2026, 11, 1)])
    two.page.wanted(vehicle=car, incoming=True, title="周婷")
    two.wait()
    call = two.page.flow.call
    assert (call.title, call.is_planned, call.incoming) == ("周婷", False, True)
    assert two.page.column.covered.channel.isVisible()
    two.page.column.covered.channel.set_value("wechat")
    two.page.column.covered.channel.chosen.emit()
    two.do("calls.finish")
    (kept,) = two.calls()
    assert (kept["incoming"], kept["channel"], kept["vehicle_id"]) == (1, "wechat", car)


def test_a_number_is_looked_for_where_a_call_is_logged(two):
    customer = two.shop.customer("周婷", phone="13712345678")
    two.shop.car(owner=customer, plate="琼D00001", visits=[date(2026, 11, 1)])
    two.do("calls.log")
    two.write("13712345678")
    two.press(Qt.Key.Key_Return)
    assert two.page.flow.call.customer == customer
    assert not two.page.finder.isVisible()


def test_twenty_thousand_calls_show_and_are_searched_without_a_stall(two):
    entries = [Entry(row(key)) for key in range(1, 20_001)]
    items = items_of(entries)
    panel = two.page.panel
    began = time.perf_counter()
    panel.show_items(items, "queue")
    QApplication.processEvents()
    panel.search.setText("a19999")
    assert panel.list.queue.rowCount() == 1
    panel.search.setText("")
    panel.hide_calls(frozenset({500}))
    assert panel.list.queue.rowCount() == 19_999
    assert time.perf_counter() - began < 0.5


def test_the_thread_that_paints_runs_no_sql(two, monkeypatch):
    store = type(two.session.desk.store)
    inside = []
    for name in ("read", "write", "derive"):
        whole = getattr(store, name)

        def watched(*args, whole=whole, **named):
            inside.append(threading.current_thread() is threading.main_thread())
            return whole(*args, **named)

        monkeypatch.setattr(store, name, watched)
    two.begin()
    two.do("calls.later")
    two.press(Qt.Key.Key_Return)
    two.do("calls.no_answer")
    assert inside
    assert not any(inside)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_control_has_a_name(sitting, lang):
    here = sitting(None, lang=lang).show()
    here.begin()
    for control in here.page.findChildren(QPushButton):
        assert control.accessibleName() or not control.isVisible(), control.text()
    for part in (here.page.panel.list, here.page.panel.search, here.page.column.notes.note, here.page.customer.area):
        assert part.accessibleName()


def test_an_input_method_does_not_swallow_keys_of_the_queue(two):
    listed = two.page.panel.list
    assert not listed.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert listed.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    two.begin()
    note = two.page.column.notes.note
    assert note.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    two.do("calls.not_due")
    assert two.page.column.form.form.km.types_plainly


def test_an_empty_store_says_what_to_do(sitting):
    here = sitting().show()
    assert here.page.panel.empty.isVisible()
    assert not here.page.action("calls.no_answer").isEnabled()
    assert not here.page.action("calls.finish").isEnabled()


def test_who_may_not_call_sees_the_queue_alone(two):
    two.session.desk = replace(two.session.desk, actor=clerk("see"))
    page = CallsPage(two.session)
    page.reload()
    two.wait()
    assert page.panel.list.queue.rowCount() == 2
    assert not page.action("calls.no_answer").isVisible()
    page.panel.list.setFocus()
    page.panel.list.wanted.emit(page.panel.list.current)
    two.wait()
    assert page.flow.call is None


def test_the_search_over_everything_leads_to_who_rings(two, qtbot):
    box = SearchBox(two.session)
    qtbot.addWidget(box)
    box.show()
    box.activateWindow()
    box.setFocus()
    qtbot.keyClicks(box, "a00001")
    two.wait()
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    two.wait()
    (page, what) = two.opened[-1]
    assert page == "calls"
    assert what["incoming"]
    assert what["vehicle"] is not None
