"""The page Today: the queue and its figures, one key for each outcome, the day's sheet, and what an empty day says."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.services.customers.table import customers_query
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.phones import open_phones
from dealerdesk.services.sheets import call_sheet, sheets_of_day
from dealerdesk.services.tasks import generate_tasks, task_queue
from dealerdesk.services.today import FILES_WITH_GAPS, CardName
from dealerdesk.ui.actions.today import ACTIONS
from dealerdesk.ui.pages.today import TodayPage
from dealerdesk.ui.pages.today.later import time_of
from dealerdesk.ui.preview import Preview
from tests.services.test_outcomes import lost_car
from tests.stores import Shop, clerk

TODAY = date(2026, 11, 20)  # a Friday
MONDAY = date(2026, 11, 23)
EVENING = datetime.combine(TODAY, time(18)).astimezone(UTC)


class Sitting:
    """A page Today on a store, as a person uses it."""

    def __init__(self, session, qtbot, settled):
        self.session, self._qtbot, self._settled = session, qtbot, settled
        self.notes, self.opened = [], []
        session.noted.connect(self.notes.append)
        session.opened.connect(lambda page, what: self.opened.append((page, what)))
        self.shop = Shop(session.desk)
        self.page = TodayPage(session)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)
        session.changed.connect(lambda _kinds: self.page.reload())

    def show(self):
        self.page.show()
        self._qtbot.waitExposed(self.page)
        self.page.reload()
        self.wait()
        self.page.focus_first()
        return self

    def wait(self):
        self._settled(self.session)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, on=None):
        self._qtbot.keyClick(on or QApplication.focusWidget() or self.page, key, modifier)
        self.wait()

    def write(self, text):
        self._qtbot.keyClicks(QApplication.focusWidget(), text)

    @property
    def plates(self):
        table = self.page.table
        return [table.lazy.row_at(place).leading.plate for place in range(table.lazy.rowCount())]

    def calls(self):
        return self.shop.rows("SELECT * FROM call ORDER BY id")

    def tasks(self):
        return self.shop.rows("SELECT * FROM task ORDER BY id")

    @property
    def told(self):
        return self.notes[-1].text


@pytest.fixture
def sitting(store_session, qtbot, settled):
    """Make a sitting on a store with lost cars of these owners (None: a new one each)."""

    def make(*owners, kind="empty", **how):
        made = Sitting(store_session(kind, **how), qtbot, settled)
        for at, owner in enumerate(owners):
            lost_car(made.shop, date(2025, 6, 1 + at), owner=owner, plate=f"琼A0000{at}")
        if owners:
            generate_tasks(made.session.desk)
        return made

    return make


def buttons_of(widget):
    return [one for one in widget.findChildren(QPushButton) if one.isVisible()]


# ---- the queue and its figures --------------------------------------------------------------------------------------


def test_the_queue_stands_in_its_order_with_why_now(sitting):
    here = sitting(None, None, None).show()
    queue = task_queue(here.session.desk, at=time(10, 30))
    assert here.plates == [entry.leading.plate for entry in queue.entries]
    table = here.page.table
    titles = [table.lazy.columns[at].code for at in range(4)]
    assert titles == ["plate", "customer", "why", "reason"]
    texts = [table.lazy.data(table.lazy.index(0, at)) for at in range(len(table.lazy.columns))]
    assert texts[2].startswith("Lost for ")
    assert "****" in texts[6]
    assert here.page.call.call.leading.plate == here.plates[0]


def test_figures_open_the_rows_behind_them_and_the_queue_comes_back(sitting):
    here = sitting(None, None, None)
    first = task_queue(here.session.desk).rows[0]
    record_outcome(here.session.desk, [first.id], Disposition.CALL_LATER, when=Promise(TODAY, time(23, 59)))
    here.show()
    figures = {name: card.accessibleName() for name, card in here.page.figures.cards.items() if card.isVisible()}
    assert figures == {
        CardName.DUE: "Calls due: 2",
        CardName.OVERDUE: "Overdue calls: 0",
        CardName.PROMISED: "Promised for a time: 1",
        CardName.CALLED: "Calls made: 1",
        CardName.BACKUP: "Last backup: never",
    }
    here.page.figures.cards[CardName.PROMISED].setFocus()
    here.press(Qt.Key.Key_Return)
    assert here.plates == [first.plate]
    here.page.figures.cards[CardName.CALLED].pressed.emit()
    assert here.plates == [first.plate]
    assert not here.page.action("today.done").isEnabled()
    here.press(Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert len(here.plates) == 2
    here.page.figures.cards[CardName.BACKUP].pressed.emit()
    assert here.opened == [("settings", {"section": "backup"})]


def test_files_with_gaps_open_in_the_table_of_customers(sitting):
    here = sitting(None)
    lost_car(here.shop, needs_file=True)
    here.show()
    card = here.page.figures.cards[CardName.FILES]
    assert card.accessibleName() == "Files with gaps: 1"
    card.pressed.emit()
    assert here.opened == [("customers", {"query": FILES_WITH_GAPS})]
    assert len(customers_query(here.session.desk, FILES_WITH_GAPS)) == 1


def test_what_is_not_offered_is_counted_and_shown_on_demand(sitting):
    here = sitting(None, None)
    silent = here.shop.customer(phone=None)
    lost_car(here.shop, owner=silent, plate="琼A99999")
    generate_tasks(here.session.desk)
    here.show()
    (chip,) = buttons_of(here.page.held)
    assert chip.text() == "No working phone  1"
    chip.click()
    assert here.plates == ["琼A99999"]
    assert here.page._back.text() == "No working phone  ✕"
    here.page._back.click()
    assert len(here.plates) == 2


def test_a_promised_call_shows_when_its_time_has_come(sitting):
    here = sitting(None, None)
    first = task_queue(here.session.desk).rows[0]
    record_outcome(here.session.desk, [first.id], Disposition.CALL_LATER, when=Promise(TODAY, time(23, 58)))
    here.show()
    assert first.plate not in here.plates
    moment = datetime.combine(TODAY, time(23, 59)).astimezone(UTC)
    here.session.desk = replace(here.session.desk, clock=lambda: moment)
    here.page._time_goes_on()
    here.wait()
    assert here.plates[0] == first.plate
    assert NotOffered.LATER not in here.page.seen.queue.held


def test_agents_and_days_are_chosen_and_the_agent_is_remembered(sitting):
    here = sitting()
    for name in ("周敏", "吴倩"):
        here.shop.staff(name)
    for at in range(4):
        lost_car(here.shop, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    assert len(here.plates) == 4
    here.page.bar.take_agent("周敏")
    here.wait()
    assert {row.leading.agent for row in map(here.page.table.lazy.row_at, range(2))} == {"周敏"}
    assert here.session.memory.get("today.agent") == "周敏"
    assert TodayPage(here.session).bar.agent == "周敏"
    here.press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier, here.page.table)
    assert here.page.bar.day == date(2026, 11, 19)
    assert here.page.seen.day == date(2026, 11, 19)


def test_another_day_begins_at_its_first_call(sitting):
    here = sitting(None, None, None).show()
    here.press(Qt.Key.Key_Down, on=here.page.table)
    assert here.page.table.currentIndex().row() == 1
    here.page.reload()
    here.wait()
    assert here.page.table.currentIndex().row() == 1
    here.page.bar.step(1)
    here.wait()
    assert here.page.table.currentIndex().row() == 0


# ---- outcomes by one key --------------------------------------------------------------------------------------------


def test_no_answer_is_one_key_and_the_next_call_follows(sitting):
    here = sitting(None, None, None).show()
    first, second, _ = here.plates
    here.press(Qt.Key.Key_F5)
    assert first not in here.plates
    assert here.page.call.call.leading.plate == second
    assert here.told.endswith("No answer. Again on 23 Nov 2026, afternoon.")
    assert here.notes[-1].undo is not None
    (call,) = here.calls()
    assert (call["disposition"], call["attempt"]) == ("no-answer", 1)


def test_done_is_one_key_and_takes_the_note_along(sitting):
    here = sitting(None, None).show()
    here.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    here.write("comes on Friday")
    assert here.page.unsaved()
    here.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(call["disposition"], call["note"]) for call in here.calls()] == [("completed", "comes on Friday")]
    assert not here.page.unsaved()
    assert here.page.call.note.text() == ""
    assert len(here.plates) == 1


def test_the_last_undone_call_comes_back(sitting):
    from dealerdesk.services.undoing import undo_act

    here = sitting(None, None).show()
    before = here.plates
    here.press(Qt.Key.Key_F5)
    act = here.notes[-1].undo
    here.session.background.write(here.page, lambda: undo_act(here.session.desk, act))
    here.wait()
    assert here.plates == before
    assert here.calls() == []


def test_call_later_asks_for_day_and_time_in_the_panel(sitting):
    here = sitting(None, None).show()
    here.press(Qt.Key.Key_F9)
    later = here.page.call.later
    assert here.page.call.asking
    assert (later.day.text(), QApplication.focusWidget()) == ("2026-11-21", later.day)
    assert later.at.text() in {"09:00", "14:00", "17:00"}
    later.day.setText("")
    later.at.setText("25:00")
    here.press(Qt.Key.Key_Return)
    assert here.calls() == []
    later.day.setText("2026-11-23")
    later.at.setText("1530")
    here.press(Qt.Key.Key_Return)
    (call,) = here.calls()
    assert (call["disposition"], call["promised_on"], call["promised_at"]) == ("call-later", "2026-11-23", "15:30")
    assert not here.page.call.asking
    assert "promised for 23 Nov 2026 15:30" in here.told


def test_call_later_is_left_by_escape_and_a_past_time_is_refused(sitting):
    here = sitting(None).show()
    here.press(Qt.Key.Key_F9)
    here.press(Qt.Key.Key_Escape)
    assert not here.page.call.asking
    here.press(Qt.Key.Key_F9)
    here.page.call.later.day.setText("2026-11-19")
    here.press(Qt.Key.Key_Return)
    assert here.notes == []
    assert "is past" in here.page.call.later.day.accessibleDescription()
    assert here.page.call.later.day.hasFocus()
    assert here.calls() == []
    assert here.page.action("today.no_answer").isEnabled()


def test_tasks_of_one_customer_are_one_call_and_may_be_unticked_when_done(sitting):
    here = sitting()
    fleet = here.shop.customer("海口物流公司")
    for at in range(3):
        lost_car(here.shop, date(2025, 6, 1 + at), owner=fleet, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    assert len(here.plates) == 1
    ticks = list(here.page.call._ticks.values())
    assert all(tick.isChecked() and tick.isVisible() for tick in ticks)
    ticks[1].click()
    here.page.action("today.done").trigger()
    here.wait()
    assert sorted(task["state"] for task in here.tasks()) == ["done", "done", "open"]
    assert here.plates == []
    (chip,) = buttons_of(here.page.held)
    assert chip.text() == "Reached within the last 7 days  1"


def test_no_answer_moves_all_tasks_whatever_is_ticked(sitting):
    here = sitting()
    fleet = here.shop.customer("海口物流公司")
    for at in range(2):
        lost_car(here.shop, owner=fleet, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    list(here.page.call._ticks.values())[1].click()
    here.press(Qt.Key.Key_F5)
    assert {task["due"] for task in here.tasks()} == {"2026-11-23"}


def test_with_nothing_ticked_it_says_what_to_do(sitting):
    here = sitting()
    fleet = here.shop.customer("海口物流公司")
    for at in range(2):
        lost_car(here.shop, owner=fleet, plate=f"琼A0000{at}")
    generate_tasks(here.session.desk)
    here.show()
    for tick in here.page.call._ticks.values():
        tick.click()
    here.page.action("today.done").trigger()
    here.wait()
    assert here.told == "Tick at least one task of the call."


def test_the_last_attempt_says_that_nobody_tries_again(sitting):
    here = sitting(None)
    (task,) = [row.id for row in task_queue(here.session.desk).rows]
    for day in (date(2026, 11, 18), date(2026, 11, 19)):
        record_outcome(here.shop.on(day), [task], Disposition.NO_ANSWER)
    here.session.desk = replace(here.session.desk, clock=lambda: EVENING)
    here.show()
    here.press(Qt.Key.Key_F5)
    assert here.told.endswith("After 3 attempts without an answer nobody tries again: write instead.")


def test_a_task_that_was_done_meanwhile_by_another_is_said(sitting):
    here = sitting(None, None).show()
    first = here.page.call.call.leading
    record_outcome(here.session.desk, [first.id], Disposition.COMPLETED)
    here.press(Qt.Key.Key_F5)
    assert here.notes[-1].bad
    assert first.code in here.told
    assert first.plate not in here.plates


def test_two_presses_keep_one_outcome(sitting):
    here = sitting(None, None).show()
    for _ in range(2):
        here.page.action("today.no_answer").trigger()
    here.wait()
    assert len(here.calls()) == 1


def test_a_note_stays_with_its_call_while_looking_at_others(sitting):
    here = sitting(None, None).show()
    here.page.call.note.setText("asks for a price")
    here.page.table.setFocus()
    here.press(Qt.Key.Key_Down)
    assert here.page.call.note.text() == ""
    here.press(Qt.Key.Key_Up)
    assert here.page.call.note.text() == "asks for a price"


def test_the_number_shows_by_one_key(sitting):
    here = sitting(None).show()
    phone = here.page.call.call.leading.phone
    assert here.page.call._phone.text() == phone.shown
    here.press(Qt.Key.Key_F2)
    shown = here.page.call._phone.text().replace(" ", "")
    assert shown == open_phones(here.session.desk, [phone])[phone.id]


def test_enter_opens_the_customer_file(sitting):
    here = sitting(None).show()
    here.press(Qt.Key.Key_Return, on=here.page.table)
    assert here.opened == [("customers", {"vehicle": here.page.call.call.leading.vehicle_id})]


# ---- sheets and tasks -----------------------------------------------------------------------------------------------


def previews(here):
    return here.page.window().findChildren(Preview)


def test_the_sheet_is_made_and_shown_before_it_prints_and_found_again(sitting):
    here = sitting(None, None).show()
    here.page.action("today.sheet").trigger()
    here.wait()
    (line,) = sheets_of_day(here.session.desk, TODAY)
    (preview,) = previews(here)
    assert line.code in preview.windowTitle()
    assert preview._file_name == f"2026-11-20-{line.code}.pdf"
    assert here.told.startswith("Call sheet with 2 calls made.")
    preview.close()
    QApplication.processEvents()
    count = len(here.notes)
    here.page.action("today.sheet").trigger()
    here.wait()
    assert len(sheets_of_day(here.session.desk, TODAY)) == 1
    assert len(here.notes) == count
    previews(here)[-1].close()
    QApplication.processEvents()


def test_earlier_sheets_are_offered_with_what_is_still_open(sitting, monkeypatch):
    here = sitting(None, None)
    made = call_sheet(here.session.desk, TODAY)
    here.show()
    shown = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))
    here.page.action("today.sheets").trigger()
    here.wait()
    (entry,) = shown[0].actions()
    assert entry.text() == f"20 Nov 2026   Everybody   {made.sheet}   2 calls   2 tasks open"
    show_calls = entry.menu().actions()[1]
    here.press(Qt.Key.Key_F5)
    show_calls.trigger()
    here.wait()
    assert len(here.plates) == 2
    assert here.page._back.text() == f"Sheet {made.sheet}  ✕"
    why = [here.page.table.lazy.data(here.page.table.lazy.index(at, 2)) for at in range(2)]
    assert any(text.startswith("Moved to 23 Nov 2026") for text in why)
    shown[0].deleteLater()


def test_a_closed_day_offers_the_next_working_day(sitting):
    here = sitting(None).show()
    here.page.bar.go_to(date(2026, 11, 21))
    here.wait()
    here.page.action("today.sheet").trigger()
    here.wait()
    assert here.notes[-1].bad
    assert here.notes[-1].act[0] == "Make it for 23 Nov 2026"
    here.notes[-1].act[1]()
    here.wait()
    assert len(sheets_of_day(here.session.desk, MONDAY)) == 1
    previews(here)[-1].close()
    QApplication.processEvents()


def test_without_tasks_the_page_makes_them(sitting):
    here = sitting()
    lost_car(here.shop)
    here.show()
    assert here.page.empty.isVisible()
    make = next(one for one in buttons_of(here.page.empty) if one.text() == "Make tasks")
    make.click()
    here.wait()
    assert here.told.startswith("1 task made.")
    assert len(here.plates) == 1
    assert not here.page.empty.isVisible()


def test_an_empty_store_leads_to_the_import(sitting):
    here = sitting().show()
    assert here.page.empty.store.isVisible()
    (go,) = [one for one in buttons_of(here.page.empty.store) if one.text() == "Import…"]
    go.click()
    assert here.opened == [("import", {})]


def test_a_day_without_calls_leads_to_the_next_one(sitting):
    here = sitting(None)
    (task,) = [row.id for row in task_queue(here.session.desk).rows]
    record_outcome(here.session.desk, [task], Disposition.NO_ANSWER)
    here.show()
    (go,) = [one for one in buttons_of(here.page.empty) if one.text().startswith("Go to")]
    assert go.text() == "Go to 23 Nov 2026"
    go.click()
    here.wait()
    assert len(here.plates) == 1


# ---- what every page keeps ------------------------------------------------------------------------------------------


def test_state_survives_a_change_of_language(sitting, store_session):
    here = sitting(None, None).show()
    here.press(Qt.Key.Key_Down, on=here.page.table)
    here.page.call.note.setText("备注")
    state = here.page.state()
    again = TodayPage(here.session)
    again.restore(state)
    again.reload()
    here.wait()
    assert again.call.call.leading.plate == here.page.call.call.leading.plate
    assert again.call.note.text() == "备注"


def test_who_may_not_call_sees_the_queue_alone(sitting):
    here = sitting(None)
    here.session.desk = replace(here.session.desk, actor=clerk("see"))
    page = TodayPage(here.session)
    page.reload()
    here.wait()
    assert page.table.lazy.rowCount() == 1
    for action in ACTIONS:
        if action.right is not None and action.right != "see":
            assert not page.action(action.id).isVisible()
            assert not page.action(action.id).isEnabled(), action.id


def test_the_thread_that_paints_runs_no_sql(sitting, monkeypatch):
    here = sitting(None, None).show()
    store = type(here.session.desk.store)
    inside = []
    for name in ("read", "write"):
        whole = getattr(store, name)

        def watched(*args, whole=whole, **named):
            inside.append(threading.current_thread() is threading.main_thread())
            return whole(*args, **named)

        monkeypatch.setattr(store, name, watched)
    here.press(Qt.Key.Key_F2)
    here.press(Qt.Key.Key_F5)
    here.page.bar.step(1)
    here.wait()
    assert inside
    assert not any(inside)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_control_has_a_name(sitting, lang):
    here = sitting(None, None, lang=lang).show()
    for control in here.page.findChildren(QPushButton):
        assert control.accessibleName()
    assert here.page.table.accessibleName()
    assert here.page.call.note.accessibleName()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("930", time(9, 30)),
        ("9", time(9)),
        ("9:5", time(9, 5)),
        ("９：３０", time(9, 30)),
        ("9点", time(9)),
        ("24:00", None),
        ("14:60", None),
        ("-1:30", None),
        ("morning", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(text, at):
    assert time_of(text) == at
