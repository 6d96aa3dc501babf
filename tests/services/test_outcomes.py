"""What came of a call: done, another part of another day, or as promised; and whom the queue leaves in peace then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from dealerdesk.db.integrity import problems
from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.followup import Disposition, FollowUp, Promise, TaskState
from dealerdesk.domain.rules import Rules
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.task_ends import tidy_tasks
from dealerdesk.services.tasks import agents, generate_tasks, task_queue
from tests.stores import a_shop, clerk

TODAY = date(2026, 1, 12)  # a Monday
TOMORROW = date(2026, 1, 13)
COMPLETED, LATER, NO_ANSWER = Disposition.COMPLETED, Disposition.CALL_LATER, Disposition.NO_ANSWER
TEN = datetime.combine(TODAY, time(10)).astimezone(UTC)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def lost_car(shop, day=date(2024, 7, 10), **fields):
    return shop.car(visits=[day], **fields)


def at(shop, day=TODAY, hour=10, minute=0, **on):
    """The desk on a day at a time by its own clock."""
    moment = datetime.combine(day, time(hour, minute)).astimezone(UTC)
    return replace(shop.on(day, **on), clock=lambda: moment)


def first_call(shop, day=TODAY):
    return [row.id for row in task_queue(shop.desk, day).entries[0].rows]


def open_tasks(shop):
    return shop.rows("SELECT * FROM task WHERE state = 'open' ORDER BY id")


def queued(shop, day=TODAY, **asked):
    return [row.vehicle_id for row in task_queue(shop.desk, day, **asked).rows]


def trouble(kind, *asked, **more):
    with pytest.raises(kind) as found:
        record_outcome(*asked, **more)
    return found.value.said


# ---- the three outcomes ---------------------------------------------------------------------------------------------


def test_a_completed_call_is_done_and_kept(shop):
    agent = shop.staff("周敏")
    customer = shop.customer("王小明")
    car = lost_car(shop, owner=customer)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    done = record_outcome(at(shop), [task], COMPLETED, note="  comes on Friday ")
    assert (done.follows, done.changed.kinds) == (FollowUp(TaskState.DONE), {"task", "call"})
    (kept,) = shop.rows("SELECT * FROM call")
    assert kept == {
        "id": 1,
        "revision": 1,
        "at": kept["at"],
        "day": "2026-01-12",
        "who": "owner",
        "agent_id": agent,
        "customer_id": customer,
        "disposition": "completed",
        "attempt": 0,
        "note": "comes on Friday",
        "promised_on": None,
        "promised_at": None,
        "channel": "call",
        "incoming": 0,
        "vehicle_id": car,
        "phone_id": shop.rows("SELECT id FROM phone")[0]["id"],
        "topic": None,
        "for_next": None,
        "batch_id": None,
        "timed": 1,
    }
    assert datetime.fromisoformat(kept["at"]) == TEN
    (done,) = shop.rows("SELECT state, ended_on, ended_why FROM task")
    assert done == {"state": "done", "ended_on": "2026-01-12", "ended_why": None}
    assert queued(shop) == []


def test_without_an_answer_all_tasks_of_the_call_move_to_another_part_of_the_next_working_day(shop):
    fleet = shop.customer()
    for _ in range(2):
        lost_car(shop, owner=fleet)
    generate_tasks(shop.desk)
    tasks = first_call(shop)
    assert len(tasks) == 2
    record_outcome(at(shop, date(2026, 1, 16)), tasks, NO_ANSWER)
    for task in open_tasks(shop):
        assert (task["due"], task["first_due"]) == ("2026-01-19", "2026-01-12")
        assert (task["attempts"], task["part_of_day"], task["promised_at"]) == (1, "afternoon", None)
    assert queued(shop, date(2026, 1, 18)) == []
    monday = date(2026, 1, 19)
    assert queued(shop, monday, at=time(13, 59)) == []
    assert task_queue(shop.desk, monday, at=time(13, 59)).not_offered == {NotOffered.LATER: 2}
    assert len(queued(shop, monday, at=time(14))) == len(queued(shop, monday)) == 2
    assert len(queued(shop, date(2026, 1, 20), at=time(9))) == 2
    assert said("now.tried", attempts=1) in task_queue(shop.desk, monday).rows[0].why


def test_after_three_attempts_the_task_ends_unreachable(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    for day in (TODAY, TOMORROW, date(2026, 1, 14)):
        record_outcome(at(shop, day), [task], NO_ANSWER)
    (ended,) = shop.rows("SELECT state, ended_on, ended_why, attempts FROM task")
    assert ended == {"state": "ended", "ended_on": "2026-01-14", "ended_why": "unreachable", "attempts": 3}
    assert [call["attempt"] for call in shop.rows("SELECT attempt FROM call ORDER BY id")] == [1, 2, 3]


def test_a_promised_call_is_hidden_until_its_time_and_then_the_first(shop):
    waiting = lost_car(shop, date(2025, 1, 12))
    promised = lost_car(shop, date(2024, 7, 10))
    generate_tasks(shop.desk)
    (task,) = [row.id for row in task_queue(shop.desk).rows if row.vehicle_id == promised]
    record_outcome(at(shop), [task], LATER, when=Promise(TOMORROW, time(15, 30)))
    assert queued(shop) == [waiting]
    assert queued(shop, TOMORROW, at=time(15, 29)) == [waiting]
    assert queued(shop, TOMORROW, at=time(15, 30)) == [promised, waiting]
    first = task_queue(shop.desk, TOMORROW).rows[0]
    assert (first.promised_at, first.why[0]) == (time(15, 30), said("now.promised", at="15:30"))
    late = task_queue(shop.desk, date(2026, 1, 14)).rows[0]
    assert late.why[0] == said("now.promised_on", day=TOMORROW, at="15:30")


def test_promised_calls_come_by_their_time(shop):
    cars = [lost_car(shop) for _ in range(3)]
    generate_tasks(shop.desk)
    tasks = {row.vehicle_id: row.id for row in task_queue(shop.desk).rows}
    for car, hour in zip(cars, (16, 9, 11), strict=True):
        record_outcome(at(shop), [tasks[car]], LATER, when=Promise(TOMORROW, time(hour)))
    assert queued(shop, TOMORROW) == [cars[1], cars[2], cars[0]]


def test_a_promised_call_goes_back_to_who_promised_it(shop):
    first, second = shop.staff("周敏"), shop.staff("吴倩")
    lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = open_tasks(shop)
    other = {first: "吴倩", second: "周敏"}[task["agent_id"]]
    record_outcome(at(shop), [task["id"]], LATER, when=Promise(TOMORROW, time(10)), agent=other)
    assert [len(queued(shop, TOMORROW, agent=name)) for name in (other, *({"周敏", "吴倩"} - {other}))] == [1, 0]
    assert agents(shop.desk) == tuple(sorted(["周敏", "吴倩"]))


def test_a_promised_call_that_nobody_answers_is_tried_like_any_other(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    record_outcome(at(shop), [task], LATER, when=Promise(TOMORROW, time(10)))
    record_outcome(at(shop, TOMORROW), [task], NO_ANSWER)
    (now,) = open_tasks(shop)
    assert (now["due"], now["promised_at"], now["part_of_day"]) == ("2026-01-14", None, "afternoon")
    assert (now["first_due"], now["attempts"]) == ("2026-01-12", 1)


def test_being_reached_ends_the_count_of_attempts(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    record_outcome(at(shop), [task], NO_ANSWER)
    record_outcome(at(shop, TOMORROW), [task], LATER, when=Promise(date(2026, 1, 14), time(10)))
    assert [task["attempts"] for task in open_tasks(shop)] == [0]


# ---- who is left in peace -------------------------------------------------------------------------------------------


def test_who_was_reached_is_not_called_for_other_tasks_for_seven_days(shop):
    fleet = shop.customer(phone="13800009999")
    for owner in (fleet, fleet, shop.customer(phone="13800009999")):
        lost_car(shop, owner=owner)
    other = lost_car(shop)
    generate_tasks(shop.desk)
    (leading, *unticked) = [
        row for entry in task_queue(shop.desk).entries for row in entry.rows if row.vehicle_id != other
    ]
    record_outcome(at(shop), [leading.id], COMPLETED)
    left = sorted(row.vehicle_id for row in unticked)
    assert queued(shop) == [other]
    assert task_queue(shop.desk).not_offered == {NotOffered.REACHED: 2}
    assert task_queue(shop.desk, date(2026, 1, 18)).not_offered == {NotOffered.REACHED: 2}
    assert sorted(queued(shop, date(2026, 1, 19))) == sorted([*left, other])
    assert task_queue(shop.desk, date(2026, 1, 19)).held == {}


def test_a_promise_stands_although_its_customer_was_reached_and_the_car_is_here(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    record_outcome(at(shop), [task], LATER, when=Promise(TOMORROW, time(10)))
    shop.visit(car, TODAY, state="in-workshop")
    assert queued(shop, TOMORROW) == [car]


def test_who_did_not_answer_was_not_reached(shop):
    customer = shop.customer()
    for _ in range(2):
        lost_car(shop, owner=customer)
    generate_tasks(shop.desk)
    first, second = first_call(shop)
    record_outcome(at(shop), [first], NO_ANSWER)
    assert task_queue(shop.desk).rows == ()  # nobody rings there again today, for whatever else
    assert [row.id for row in task_queue(shop.desk, TOMORROW).rows] == [first, second]


def test_a_promise_outlasts_the_stage_that_would_have_ended_the_task(shop):
    car = lost_car(shop, date(2025, 2, 5))  # lost on 5 February
    generate_tasks(shop.desk)
    (invitation,) = [row for row in task_queue(shop.desk).rows if row.vehicle_id == car]
    record_outcome(at(shop), [invitation.id], LATER, when=Promise(date(2026, 2, 10), time(10)))
    tidy_tasks(shop.on(date(2026, 2, 17)))
    assert invitation.id in [row.id for row in task_queue(shop.desk, date(2026, 2, 17)).rows]
    tidy_tasks(shop.on(date(2026, 2, 18)))  # 7 days after the promised day are over
    assert shop.rows("SELECT state, ended_why FROM task WHERE id = ?", invitation.id) == [
        {"state": "ended", "ended_why": "stage"}
    ]


def test_a_visit_ends_a_promised_task(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    record_outcome(at(shop), [task], LATER, when=Promise(date(2026, 1, 20), time(10)))
    shop.visit(car, TOMORROW)
    assert queued(shop, date(2026, 1, 20)) == []


def test_attempts_move_no_end(shop):
    """A survey runs out 60 days after it was first due, however often it was tried."""
    car = lost_car(shop)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    late = TODAY + timedelta(days=59)
    record_outcome(at(shop, late), [task], NO_ANSWER)
    assert queued(shop, TODAY + timedelta(days=60)) == [car]
    assert queued(shop, TODAY + timedelta(days=61)) == []


def test_new_tasks_inherit_the_attempts_of_their_customer(shop):
    customer = shop.customer()
    lost_car(shop, owner=customer)
    generate_tasks(shop.desk)
    (task,) = first_call(shop)
    record_outcome(at(shop), [task], NO_ANSWER)
    record_outcome(at(shop, TOMORROW), [task], NO_ANSWER)
    lost_car(shop, owner=customer)
    lost_car(shop)
    generate_tasks(shop.on(date(2026, 1, 14)))
    assert [task["attempts"] for task in open_tasks(shop)] == [2, 2, 0]
    (call,) = [
        [row.id for row in entry.rows]
        for entry in task_queue(shop.desk, date(2026, 1, 14)).entries
        if entry.leading.customer_id == customer
    ]
    record_outcome(at(shop, date(2026, 1, 14)), call, NO_ANSWER)
    assert {task["ended_why"] for task in shop.rows("SELECT * FROM task WHERE id IN (1, 2)")} == {"unreachable"}


def test_a_new_task_for_somebody_unreachable_ends_at_once_for_30_days(shop):
    change_rules(shop.desk, Rules(call_attempts=1))
    customer = shop.customer()
    lost_car(shop, owner=customer)
    generate_tasks(shop.desk)
    record_outcome(at(shop), first_call(shop), NO_ANSWER)
    lost_car(shop, owner=customer)
    generate_tasks(shop.on(TOMORROW))
    assert open_tasks(shop) == []
    (_, ended) = shop.rows("SELECT state, ended_on, ended_why FROM task ORDER BY id")
    assert ended == {"state": "ended", "ended_on": "2026-01-13", "ended_why": "unreachable"}
    lost_car(shop, owner=customer)
    generate_tasks(shop.on(TODAY + timedelta(days=31)))
    assert len(open_tasks(shop)) == 1


# ---- sheets ---------------------------------------------------------------------------------------------------------


def test_a_call_that_was_made_is_reserved_by_its_sheet_no_more(shop):
    fleet = shop.customer()
    for _ in range(2):
        lost_car(shop, owner=fleet)
    other = lost_car(shop)
    generate_tasks(shop.desk)
    call_sheet(at(shop, hour=8), TODAY)
    assert task_queue(shop.desk, TOMORROW).not_offered == {NotOffered.RESERVED: 3}
    (call,) = [entry for entry in task_queue(shop.desk).entries if entry.leading.customer_id == fleet]
    record_outcome(at(shop), [row.id for row in call.rows], NO_ANSWER)
    assert len(queued(shop, TOMORROW)) == 2
    assert task_queue(shop.desk, TOMORROW).not_offered == {NotOffered.RESERVED: 1}
    assert queued(shop) == [other]


def test_a_promised_time_stands_on_the_sheet_of_its_day(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    record_outcome(at(shop), first_call(shop), LATER, when=Promise(TOMORROW, time(15, 35)))
    made = call_sheet(shop.on(TOMORROW), TOMORROW)
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages)
    assert "15:35" in printed
    assert "1 at a promised time" in printed


# ---- what cannot be kept --------------------------------------------------------------------------------------------


def test_a_promise_needs_a_time_that_is_still_to_come(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    task = first_call(shop)
    desk = at(shop)
    assert trouble(WrongUse, desk, task, LATER) == said("outcome.when_missing")
    past = Promise(TODAY, time(9, 59))
    assert trouble(WrongUse, desk, task, LATER, when=past) == said("outcome.when_past", day=TODAY, at="09:59")
    far = Promise(date(2027, 1, 13), time(10))
    assert trouble(WrongUse, desk, task, LATER, when=far).code == "outcome.when_too_far"
    assert shop.rows("SELECT * FROM call") == []
    record_outcome(desk, task, LATER, when=Promise(TODAY, time(10)))


def test_a_task_that_ended_meanwhile_is_refused_and_nothing_is_kept(shop):
    for _ in range(2):
        lost_car(shop)
    generate_tasks(shop.desk)
    one, other = (row.id for row in task_queue(shop.desk).rows)
    record_outcome(at(shop), [one], COMPLETED)
    closed = trouble(Refused, at(shop), [other, one], COMPLETED)
    assert (closed.code, closed.params["state"]) == ("outcome.task_closed", said("label.task_state.done"))
    assert trouble(Refused, at(shop), [99], COMPLETED) == said("outcome.task_gone")
    assert trouble(WrongUse, at(shop), [], COMPLETED) == said("outcome.no_tasks")
    assert len(open_tasks(shop)) == 1
    assert len(shop.rows("SELECT * FROM call")) == 1


def test_nobody_keeps_calls_about_customers_out_of_their_sight(shop):
    advisor = shop.staff("李诚", "advisor")
    lost_car(shop)
    generate_tasks(shop.desk)
    desk = at(shop, actor=clerk("call", advisor_id=advisor))
    assert trouble(Refused, desk, first_call(shop), COMPLETED) == said("outcome.task_gone")
    assert trouble(Refused, at(shop, actor=clerk("see")), [1], COMPLETED).code == "actor.no_right"


def test_taken_back_the_call_was_never_made(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    before = open_tasks(shop)
    changed = record_outcome(at(shop), first_call(shop), NO_ANSWER).changed
    with shop.desk.store.write(shop.desk.header("undo")) as writer:
        writer.undo(changed.act)
    (after,) = open_tasks(shop)
    assert after | {"revision": 1} == before[0]
    assert shop.rows("SELECT * FROM call") == shop.rows("SELECT * FROM call_task") == []
    assert queued(shop) == [car]
    with shop.desk.store.read() as conn:
        assert list(problems(conn)) == []


def test_one_call_that_two_people_keep_at_once_counts_once(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    (row,) = task_queue(shop.desk).rows
    seen = {row.id: row.revision}
    record_outcome(at(shop), [row.id], NO_ANSWER, seen=seen)
    code = shop.rows("SELECT code FROM task")[0]["code"]
    assert trouble(Refused, at(shop), [row.id], NO_ANSWER, seen=seen) == said("outcome.changed_meanwhile", task=code)
    assert [task["attempts"] for task in open_tasks(shop)] == [1]
    assert len(shop.rows("SELECT id FROM call")) == 1
