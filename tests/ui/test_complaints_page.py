"""The Complaints page by its keys: taken down, taken further, found again, and what the manager should see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from dealerdesk.domain.complaint import ComplaintState, ComplaintStep, NewComplaint
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Role
from dealerdesk.services.complaints import change_complaint, complaint, complaints, open_complaint
from dealerdesk.services.flags import flags, raise_flag
from dealerdesk.services.undoing import undo_act
from dealerdesk.ui.begun import Begun
from dealerdesk.ui.pages.complaints import ComplaintsPage
from dealerdesk.ui.pages.complaints.form import ComplaintForm
from dealerdesk.ui.pages.complaints.opening import Whom


@pytest.fixture
def shown(store_session, settled, qtbot):
    """A page on a store with a few complaints; `given` fills it first."""

    def make(given=lambda _desk: None, actor=None):
        session = store_session("invented")
        given(session.desk)
        if actor is not None:
            session.desk = session.desk.by(actor)
        page = ComplaintsPage(session)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.reload()
        settled(session)
        session.changed.connect(lambda kinds: page.reload() if page.kinds & kinds else None)
        page.notes = []
        session.note = lambda text, **more: page.notes.append((text, more))
        return page

    return make


def a_few(desk):
    """One over its limit, one new, one answered of which nobody was told."""
    early = replace(desk, today=desk.today - timedelta(days=3))
    open_complaint(early, NewComplaint("等太久", vehicle_id=1))
    open_complaint(desk, NewComplaint("太贵", vehicle_id=2))
    answered = open_complaint(desk, NewComplaint("漏油", vehicle_id=3)).id
    change_complaint(desk, answered, 1, ComplaintStep(ComplaintState.ANSWERED, solution="换垫片"))


def do(page, name, settled):
    page.action(f"complaints.{name}").trigger()
    settled(page.session)


def offered(page):
    names = ("assign", "handle", "answer", "tell", "confirm", "close", "reopen")
    return {name for name in names if page.action(f"complaints.{name}").isVisible()}


def test_the_most_pressing_leads_and_says_so(shown, settled):
    page = shown(a_few)
    first, second, third = (page.table.lazy.row_at(at) for at in range(3))
    texts = {column.code: column for column in page.table.lazy.columns}
    assert [texts["left"].text(row) for row in (first, second, third)] == [
        "24 hours over", "48 hours left", "Tell the customer today",
    ]  # fmt: skip
    assert [texts["left"].tone(row) for row in (first, second, third)] == ["bad", None, "bad"]
    assert not page.file._warning.isHidden()
    assert offered(page) == {"assign", "handle", "answer"}
    page.filters.chips["overdue"].click()
    settled(page.session)
    assert [row.happened for row in map(page.table.lazy.row_at, range(len(page.table.lazy.ids)))] == ["等太久"]


def test_a_complaint_from_received_to_closed_and_undone(shown, settled):
    page = shown(lambda desk: open_complaint(desk, NewComplaint("太贵", vehicle_id=2)))
    do(page, "answer", settled)
    page.handling.save()
    settled(page.session)
    assert page.handling.form.form._errors["solution"].text()
    page.handling.form.solution.setPlainText("优惠工时")
    page.handling.form.told.setChecked(True)
    do(page, "save", settled)
    assert offered(page) == {"confirm", "reopen"}
    do(page, "confirm", settled)
    do(page, "close", settled)
    found = complaint(page.session.desk, 1)
    assert (found.state, found.solution, found.told_on) == (ComplaintState.CLOSED, "优惠工时", page.session.desk.today)
    undo_act(page.session.desk, page.notes[-1][1]["undo"])
    assert complaint(page.session.desk, 1).state is ComplaintState.CONFIRMED


def test_a_new_one_is_taken_down_for_whoever_is_found(shown, settled, qtbot):
    page = shown()
    do(page, "new", settled)
    panel = page.handling.panel
    do(page, "save", settled)
    assert panel.form.form._errors["happened"].text()
    assert complaints(page.session.desk) == ()
    with page.session.desk.store.read() as conn:
        plate = conn.exec_driver_sql("SELECT plate FROM plate WHERE vehicle_id = 5").scalar()
    qtbot.keyClicks(panel.line, plate[-5:])
    settled(page.session)
    panel.line.take(panel.line.look_for(plate)[0])
    panel.form.happened.setPlainText("油漆划伤")
    do(page, "save", settled)
    (found,) = complaints(page.session.desk)
    assert (found.vehicle_id, found.happened, found.channel) == (5, "油漆划伤", Channel.RECEPTION)
    assert page.table.current_id() == found.id
    assert not page.unsaved()


def test_who_comes_from_a_file_is_filled_in(shown, settled):
    page = shown()
    page.wanted(new=("王小明   琼A88888", 1, 2))
    panel = page.handling.panel
    assert panel._named.text() == "王小明   琼A88888"
    assert panel.line.isHidden()
    assert (panel.value().customer_id, panel.value().vehicle_id) == (1, 2)


def test_what_is_half_filled_in_comes_back(shown, settled):
    page = shown(a_few)
    page.wanted(new=("王小明", 1, 2))
    page.handling.panel.form.happened.setPlainText("说到一半")
    (begun,) = page.drafts()
    assert begun.about == (1,)
    page.handling.leave()
    assert page.drafts() == ()
    assert page.take_up(Begun.from_data(begun.to_data()))
    assert page.handling.panel.whom == Whom("王小明", 1, 2)
    assert page.handling.panel.form.happened.toPlainText() == "说到一半"
    do(page, "cancel", settled)
    do(page, "answer", settled)
    page.handling.form.solution.setPlainText("半个方案")
    (begun,) = page.drafts()
    page.handling.leave()
    assert page.take_up(begun)
    settled(page.session)
    assert page.handling.form.solution.toPlainText() == "半个方案"


def test_another_row_does_not_take_what_was_typed(shown, settled):
    page = shown(a_few)
    do(page, "answer", settled)
    page.handling.form.solution.setPlainText("半个方案")
    page.table.selectRow(1)
    settled(page.session)
    assert page.notes[-1][1] == {"bad": True}
    assert page.handling.form.solution.toPlainText() == "半个方案"


def test_a_correction(shown, settled):
    page = shown(lambda desk: open_complaint(desk, NewComplaint("太贵", vehicle_id=2)))
    do(page, "edit", settled)
    page.handling.panel.form.wanted.setPlainText("退款")
    do(page, "save", settled)
    assert complaint(page.session.desk, 1).wanted == "退款"


def test_somebody_elses_step_is_not_overwritten(shown, settled):
    page = shown(lambda desk: open_complaint(desk, NewComplaint("太贵")))
    change_complaint(page.session.desk, 1, 1, ComplaintStep(ComplaintState.HANDLING))
    do(page, "answer", settled)
    page.handling.form.solution.setPlainText("方案")
    do(page, "save", settled)
    assert page.notes[-1][1] == {"bad": True}
    assert page.handling.form.solution.toPlainText() == "方案"
    assert page.file._state.text() == "Being handled"
    do(page, "save", settled)  # what the other did is seen now: once more is meant
    assert complaint(page.session.desk, 1).solution == "方案"


def test_what_the_manager_should_see_is_dealt_with(shown, settled):
    page = shown(lambda desk: raise_flag(desk, None, 4, None, "请经理致电"))
    page.wanted(tab="flags")
    settled(page.session)
    page.flags.solution.setPlainText("已回电")
    assert page.unsaved()
    do(page, "solve", settled)
    assert flags(page.session.desk) == ()
    assert [flag.solution for flag in flags(page.session.desk, solved=True)] == ["已回电"]
    assert "undo" in page.notes[-1][1]
    page.flags.solved.click()
    settled(page.session)
    assert page.flags.table.current().solution == "已回电"


def test_who_is_not_the_manager_sees_flags_and_does_not_solve_them(shown, settled):
    caller = Actor("陈客服", RIGHTS_OF[Role.CARE_AGENT])
    page = shown(lambda desk: raise_flag(desk, None, 4, None, "请经理致电"), caller)
    page.wanted(tab="flags")
    settled(page.session)
    assert page.flags.table.current().what == "请经理致电"
    assert not page.action("complaints.solve").isVisible()
    assert page.flags.form.isHidden()


def test_the_form_tells_what_it_holds_and_tab_goes_on(session, qtbot):
    form = ComplaintForm(session, NewComplaint("", customer_id=7, vehicle_id=8))
    qtbot.addWidget(form)
    form.show()
    assert not form.check()
    form.happened.setFocus()
    qtbot.keyClicks(form.happened, "late")
    qtbot.keyClick(form.happened, Qt.Key.Key_Tab)
    assert form.focusWidget() is form.wanted
    assert form.check()
    assert form.value() == NewComplaint("late", customer_id=7, vehicle_id=8, channel=Channel.CALL)
    again = ComplaintForm(session)
    qtbot.addWidget(again)
    again.take_up(form.held())
    assert again.value().happened == "late"


def test_numbers_in_what_was_said_are_masked_for_who_may_not_see_them(shown):
    def given(desk):
        open_complaint(desk, NewComplaint("ring 138-1234-5678 back", vehicle_id=2))
        raise_flag(desk, None, 4, None, "13912345678")

    page = shown(given, Actor("陈客服", RIGHTS_OF[Role.CARE_AGENT]))
    texts = [label.text() for label in page.findChildren(QLabel)]
    column = next(column for column in page.table.lazy.columns if column.code == "happened")
    texts += [column.text(page.table.current()), column.tip(page.table.current())]
    assert any("ring 138" in text for text in texts)
    assert not any("1234-5678" in text for text in texts)
    assert not any("13912345678" in text for text in texts)
