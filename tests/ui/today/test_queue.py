"""The queue of the page Today: its order and figures, what is held back, the agents and the days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from PySide6.QtCore import Qt

from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.services.customers.table import customers_query
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.tasks import generate_tasks, task_queue
from dealerdesk.services.today import FILES_WITH_GAPS, CardName
from dealerdesk.ui.pages.today import TodayPage
from tests.services.test_outcomes import lost_car
from tests.ui.today.sitting import TODAY, buttons_of


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
    here.page.figures.cards[CardName.DUE].pressed.emit()
    here.page.figures.cards[CardName.BACKUP].pressed.emit()
    assert here.opened == [("calls", {}), ("settings", {"section": "backup"})]


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
