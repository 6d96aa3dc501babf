"""The day of whoever makes the calls: figures, the rows behind them, and what an empty day says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.services.backups import back_up
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.sheets import call_sheet, sheet_tasks, sheets_between, sheets_of_day
from dealerdesk.services.tasks import generate_tasks, task_queue
from dealerdesk.services.today import CardName, day_at_the_desk
from tests.stores import a_shop, clerk

TODAY = date(2026, 1, 12)
TOMORROW = date(2026, 1, 13)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def lost_car(shop, **fields):
    return shop.car(visits=[date(2024, 7, 10)], **fields)


def at(shop, day=TODAY, hour=10):
    moment = datetime.combine(day, time(hour)).astimezone(UTC)
    return replace(shop.on(day), clock=lambda: moment)


def figures(view):
    return {card.name: card.figure for card in view.cards}


def test_an_empty_store_says_so(shop):
    view = day_at_the_desk(shop.desk)
    assert (view.day, view.empty, view.any_tasks, view.next_day, view.working) == (TODAY, True, False, None, True)
    assert figures(view) == {CardName.DUE: 0, CardName.OVERDUE: 0, CardName.PROMISED: 0}


def test_a_day_without_calls_names_the_next_one(shop):
    lost_car(shop)
    assert not day_at_the_desk(shop.desk).any_tasks
    generate_tasks(shop.on(TOMORROW))
    view = day_at_the_desk(shop.desk)
    assert (view.empty, view.any_tasks, view.next_day) == (False, True, TOMORROW)
    assert not day_at_the_desk(shop.desk, date(2026, 1, 17)).working


def test_the_figures_count_calls_and_hold_the_rows_behind_them(shop):
    fleet = shop.customer()
    for owner in (fleet, fleet, None, None):
        lost_car(shop, owner=owner)
    generate_tasks(shop.desk)
    first, second, third = task_queue(shop.desk).entries
    record_outcome(at(shop), [second.leading.id], Disposition.CALL_LATER, when=Promise(TOMORROW, time(16)))
    view = day_at_the_desk(at(shop, TOMORROW), at=time(10))
    assert figures(view) == {
        CardName.DUE: 2,
        CardName.OVERDUE: 2,
        CardName.PROMISED: 1,
        CardName.BACKUP: None,
    }
    due, overdue, promised = (card.entries for card in view.cards[:3])
    assert due == view.queue.entries == overdue
    assert [entry.leading.id for entry in promised] == [second.leading.id]
    assert {row.id for entry in due for row in entry.rows} == {row.id for one in (first, third) for row in one.rows}


def test_calls_that_were_made_say_what_came_of_them(shop):
    for _ in range(2):
        lost_car(shop)
    generate_tasks(shop.desk)
    one, other = (row.id for row in task_queue(shop.desk).rows)
    record_outcome(at(shop), [one], Disposition.NO_ANSWER)
    record_outcome(at(shop, hour=11), [other], Disposition.COMPLETED)
    (card,) = [card for card in day_at_the_desk(shop.desk).cards if card.name is CardName.CALLED]
    assert (card.figure, card.part) == (2, 1)
    assert [(entry.leading.id, entry.leading.closed) for entry in card.entries] == [
        (one, said("label.disposition.no-answer")),
        (other, said("label.disposition.completed")),
    ]
    assert CardName.CALLED not in figures(day_at_the_desk(shop.desk, TOMORROW))


def test_files_with_gaps_and_an_old_backup_are_shown(shop):
    lost_car(shop, needs_file=True)
    sold = lost_car(shop, needs_file=True)
    shop.departs(sold, date(2026, 1, 2))
    assert figures(day_at_the_desk(shop.desk))[CardName.FILES] == 1
    assert figures(day_at_the_desk(shop.desk))[CardName.BACKUP] is None
    back_up(replace(shop.desk, clock=lambda: datetime.now(UTC)))
    for days, shown in ((0, None), (2, None), (3, 3), (8, 8)):  # the day on which the status bar calls it old
        then = datetime.now(UTC) + timedelta(days=days)
        assert figures(day_at_the_desk(replace(shop.desk, clock=lambda then=then: then))).get(CardName.BACKUP) == shown


def test_an_agents_day_holds_that_agents_calls_and_one_who_is_not_known_any_more_is_everybody(shop):
    shop.staff("周敏")
    shop.staff("吴倩")
    for _ in range(4):
        lost_car(shop)
    generate_tasks(shop.desk)
    view = day_at_the_desk(shop.desk, agent="周敏")
    assert (view.agent, len(view.queue.entries), set(view.agents)) == ("周敏", 2, {"周敏", "吴倩"})
    gone = day_at_the_desk(shop.desk, agent="郑丽")
    assert (gone.agent, len(gone.queue.entries)) == (None, 4)


# ---- sheets ---------------------------------------------------------------------------------------------------------


def test_sheets_are_listed_with_what_they_hold(shop):
    shop.staff("周敏")
    fleet = shop.customer()
    for owner in (fleet, fleet, None):
        lost_car(shop, owner=owner)
    generate_tasks(shop.desk)
    made = call_sheet(at(shop, hour=8), TODAY, "周敏")
    (line,) = sheets_of_day(shop.desk, TODAY)
    assert (line.code, line.agent, line.entries, line.tasks, line.open) == (made.sheet, "周敏", 2, 3, 3)
    assert (line.day, line.reserved_until, line.keyed_in_on) == (TODAY, TOMORROW, None)
    calls = sheet_tasks(shop.desk, made.sheet)
    assert [len(call.rows) for call in calls] == [
        len(entry.rows) for entry in task_queue(shop.desk, agent="周敏").entries
    ]
    record_outcome(at(shop), [row.id for row in calls[0].rows], Disposition.NO_ANSWER)
    record_outcome(at(shop), [row.id for row in calls[1].rows], Disposition.COMPLETED)
    assert [call.leading.closed for call in sheet_tasks(shop.desk, made.sheet)] == [
        said("now.moved", day=TOMORROW),
        said("now.closed", how=said("label.task_state.done")),
    ]
    assert sheets_of_day(shop.desk, TODAY)[0].open == 0
    assert sheets_of_day(shop.desk, TOMORROW) == ()
    assert [one.code for one in sheets_between(shop.desk, date(2026, 1, 1), TODAY)] == [made.sheet]


def test_sheets_are_everybodys(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    made = call_sheet(shop.desk, TODAY)
    own = shop.on(TODAY, clerk("call", advisor_id=shop.staff("李诚", "advisor")))
    assert sheets_of_day(own, TODAY) == ()
    with pytest.raises(Refused):
        sheet_tasks(own, made.sheet)
    with pytest.raises(WrongUse) as unknown:
        sheet_tasks(shop.desk, "S2222Z")
    assert unknown.value.said == said("sheet.unknown", sheet="S2222Z")
