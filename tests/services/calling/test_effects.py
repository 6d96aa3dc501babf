"""What a call brings about besides its tasks, and that taking it back takes all of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from dealerdesk.db.integrity import problems
from dealerdesk.domain.appointment import NewAppointment
from dealerdesk.domain.calling import Departing, InterviewDone, NewOwnerTold, Next, OutsideService
from dealerdesk.domain.complaint import Category, NewComplaint
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.domain.questionnaire import Choice, Day, Number, Passed, Text, YesNo
from dealerdesk.services.undoing import undo_act
from tests.services.calling.calls import TODAY, TOMORROW, a_task, at, call, lost_car, one, task, tasks_of
from tests.stores import a_shop, clerk

D = Disposition
BEGAN = datetime(2026, 1, 12, 1, 50, tzinfo=UTC)

RECORDS = (
    *("appointment", "complaint", "interview", "answer", "flag", "told", "departure", "do_not_call"),
    *("call", "call_task", "task", "phone", "customer", "ownership", "stretch", "search_text"),
)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def held(shop):
    """All that a call may change, without revisions: taking back is a change too."""
    found = {name: shop.rows(f'SELECT * FROM "{name}" ORDER BY 1, 2, 3') for name in RECORDS}
    return {name: [{**row, "revision": None} for row in rows] for name, rows in found.items()}


def an_interview(**fields):
    answers = {
        "hello": Passed(),
        "km": Number(61_000),
        "regular": Choice(("sometimes",)),
        "why": Choice(("price", "other"), (("other", "停车难"),)),
        "again": YesNo(value=True),
        "when": Day(date(2026, 1, 20)),
        "remarks": Text("很满意"),
    }
    done = InterviewDone("lost-customer", 3, answers, BEGAN, complete=True, proposed=D.INTERESTED)
    return replace(done, **fields)


def test_an_appointment_that_is_made_in_a_call_is_booked_with_it(shop):
    agent = shop.staff("周敏")
    customer = shop.customer()
    key, car = a_task(shop, owner=customer)
    kept = call(shop, D.APPOINTMENT, key, appointment=NewAppointment(car, TOMORROW, time(10), "保养"))
    booked = one(shop, "SELECT * FROM appointment")
    assert (booked["vehicle_id"], booked["customer_id"], booked["day"]) == (car, customer, "2026-01-13")
    assert (booked["call_id"], booked["agent_id"], booked["state"]) == (kept.call_id, agent, "booked")
    assert task(shop, key)["state"] == "done"
    assert "appointment" in kept.changed.kinds
    assert kept.proposals == ()


def test_an_appointment_that_cannot_be_keeps_nothing_of_the_call(shop):
    key, car = a_task(shop)
    with pytest.raises(Refused):
        call(shop, D.APPOINTMENT, key, appointment=NewAppointment(car, date(2026, 1, 11), time(10), "保养"))
    assert shop.rows("SELECT * FROM call") == []
    assert task(shop, key)["state"] == "open"


def test_a_complaint_opens_with_the_call_and_its_customer_and_car(shop):
    customer = shop.customer()
    key, car = a_task(shop, owner=customer)
    kept = call(shop, D.COMPLAINT, key, complaint=NewComplaint("等了三个小时", Category.SERVICE_QUALITY, "道歉"))
    found = one(shop, "SELECT * FROM complaint")
    assert (found["customer_id"], found["vehicle_id"], found["call_id"]) == (customer, car, kept.call_id)
    assert (found["happened"], found["wanted"], found["received_by"]) == ("等了三个小时", "道歉", "owner")
    assert task(shop, key)["state"] == "done"
    assert one(shop, "SELECT state, complaint_id FROM task WHERE reason = 'complaint'") == {
        "state": "open",
        "complaint_id": found["id"],
    }
    assert "complaint" in kept.changed.kinds


def test_an_interview_is_stored_with_a_row_for_each_thing_that_was_answered(shop):
    customer = shop.customer()
    key, car = a_task(shop, owner=customer)
    kept = call(shop, D.COMPLETED, key, interview=an_interview())
    row = one(shop, "SELECT * FROM interview")
    assert (row["call_id"], row["customer_id"], row["vehicle_id"], row["task_id"]) == (
        kept.call_id,
        customer,
        car,
        key,
    )
    assert (row["script"], row["version"], row["complete"], row["proposed"]) == ("lost-customer", 3, 1, "interested")
    answers = shop.rows("SELECT step, place, option, number, day, words FROM answer ORDER BY id")
    assert [tuple(answer.values()) for answer in answers] == [
        ("km", 0, None, 61_000, None, None),
        ("regular", 0, "sometimes", None, None, None),
        ("why", 0, "price", None, None, None),
        ("why", 1, "other", None, None, "停车难"),
        ("again", 0, "yes", None, None, None),
        ("when", 0, None, None, "2026-01-20", None),
        ("remarks", 0, None, None, None, "很满意"),
    ]


def test_a_call_that_was_broken_off_keeps_what_was_answered(shop):
    key, _ = a_task(shop)
    half = an_interview(complete=False, proposed=None, answers={"km": Number(61_000)})
    call(shop, D.HUNG_UP, key, interview=half)
    assert one(shop, "SELECT complete, proposed FROM interview") == {"complete": 0, "proposed": None}
    assert len(shop.rows("SELECT * FROM answer")) == 1


def test_a_flag_and_wechat_and_a_note_to_the_next_caller(shop):
    agent = shop.staff("周敏")
    customer = shop.customer()
    key, car = a_task(shop, owner=customer)
    kept = call(shop, D.COMPLETED, key, flag="承诺的赠品没给", wechat=True, for_next=" 下午打 ", note=" ok ")
    flag = one(shop, "SELECT * FROM flag")
    assert (flag["what"], flag["customer_id"], flag["vehicle_id"]) == ("承诺的赠品没给", customer, car)
    assert (flag["task_id"], flag["call_id"], flag["agent_id"]) == (key, kept.call_id, agent)
    assert one(shop, "SELECT wechat, wechat_on, wechat_by FROM customer") == {
        "wechat": 1,
        "wechat_on": "2026-01-12",
        "wechat_by": agent,
    }
    assert one(shop, "SELECT note, for_next FROM call") == {"note": "ok", "for_next": "下午打"}
    assert {"flag", "customer"} <= kept.changed.kinds


def test_the_new_owner_has_the_car_from_now_on_and_none_of_the_tasks(shop):
    customer = shop.customer("王小明")
    first, second = tasks_of(shop, car := lost_car(shop, customer), lost_car(shop, customer))
    kept = call(shop, D.CAR_SOLD, first, left=(second,), new_owner=NewOwnerTold("李华", "139 0000 1111"))
    assert [proposal.next for proposal in kept.proposals] == [Next.DEPARTED]
    owners = shop.rows(
        "SELECT c.name, o.from_day FROM ownership o JOIN customer c ON c.id = o.customer_id "
        "WHERE o.vehicle_id = ? ORDER BY o.from_day",
        car,
    )
    assert [(row["name"], row["from_day"]) for row in owners] == [("王小明", "0001-01-01"), ("李华", "2026-01-12")]
    assert one(shop, "SELECT digits FROM phone WHERE customer_id = 2") == {"digits": "13900001111"}
    assert (task(shop, first)["state"], task(shop, second)["state"]) == ("done", "open")


def test_a_new_owner_who_is_known_already_is_linked_and_a_number_that_is_none_is_said(shop):
    known = shop.customer("李华")
    (key, car), (other, _) = a_task(shop), a_task(shop)
    with pytest.raises(WrongUse) as found:
        call(shop, D.CAR_SOLD, key, new_owner=NewOwnerTold("李华", "12"))
    assert (found.value.said.code, task(shop, key)["state"]) == ("outcome.new_owner", "open")
    call(shop, D.CAR_SOLD, key, new_owner=NewOwnerTold("", customer=known))
    latest = one(shop, "SELECT customer_id FROM ownership WHERE vehicle_id = ? AND until_day > '9000'", car)
    assert latest == {"customer_id": known}
    assert other != key


def test_an_unplanned_contact_needs_a_customer_only(shop):
    customer = shop.customer()
    car = lost_car(shop, customer)
    kept = call(
        shop, D.COMPLETED, customer_id=customer, vehicle_id=car, incoming=True, topic="price", channel=Channel.WECHAT
    )
    assert (kept.follows, kept.changed.kinds) == (None, {"task", "call"})
    row = one(shop, "SELECT * FROM call")
    assert (row["customer_id"], row["vehicle_id"], row["topic"]) == (customer, car, "price")
    assert (row["channel"], row["incoming"], row["phone_id"]) == ("wechat", 1, None)
    call(shop, D.COMPLETED, vehicle_id=car)
    assert one(shop, "SELECT customer_id, phone_id FROM call ORDER BY id DESC LIMIT 1")["customer_id"] == customer


def test_what_is_promised_in_an_unplanned_contact_becomes_a_task(shop):
    agent = shop.staff("周敏")
    customer = shop.customer()
    car = lost_car(shop, customer)
    when = Promise(date(2026, 1, 20), time(16, 30))
    kept = call(shop, D.CALL_LATER, vehicle_id=car, incoming=True, when=when, for_next="问保险", agent="周敏")
    made = one(shop, "SELECT * FROM task")
    assert (made["reason"], made["due"], made["promised_at"]) == ("callback", "2026-01-20", "16:30")
    assert (made["customer_id"], made["vehicle_id"], made["agent_id"]) == (customer, car, agent)
    assert (made["about"], made["state"], "task" in kept.changed.kinds) == ("问保险", "open", True)
    call(shop, D.INTERESTED, customer_id=customer, incoming=True)
    assert one(shop, "SELECT due, promised_at FROM task ORDER BY id DESC LIMIT 1") == {
        "due": "2026-01-15",
        "promised_at": None,
    }


def test_a_call_that_is_done_may_promise_another_one(shop):
    key, _ = a_task(shop)
    call(shop, D.COMPLETED, key, when=Promise(TOMORROW, time(10)))
    assert task(shop, key)["state"] == "done"
    assert one(shop, "SELECT reason, due FROM task WHERE id <> ?", key) == {"reason": "callback", "due": "2026-01-13"}


EVERYTHING = [
    (D.NO_ANSWER, {}),
    (D.WRONG_NUMBER, {}),
    (D.CALL_LATER, {"when": Promise(TOMORROW, time(10))}),
    (D.NOT_DUE, {"reading": 61_000}),
    (D.SERVICED_ELSEWHERE, {"outside": OutsideService(date(2026, 1, 3), 60_000, "快修店"), "flag": "看一下"}),
    (D.COMPLAINT, {"complaint": NewComplaint("等了三个小时"), "interview": an_interview()}),
    (D.CAR_SOLD, {"departed": Departing("sold"), "wechat": False}),
    (D.USED_ELSEWHERE, {"new_owner": NewOwnerTold("李华", "13900001111")}),
    (D.REFUSED, {"do_not_call": "不要再打", "note": "生气"}),
    (D.COMPLETED, {"when": Promise(TOMORROW, time(10)), "reading": 61_000, "wechat": True, "for_next": "下午"}),
]


@pytest.mark.parametrize(("what", "more"), EVERYTHING, ids=[what.value for what, _ in EVERYTHING])
def test_taken_back_the_call_was_never_made_and_taken_back_again_it_was(shop, what, more):
    customer = shop.customer()
    shop.staff("周敏")
    first, second = tasks_of(shop, lost_car(shop, customer), lost_car(shop, customer))
    before = held(shop)
    kept = call(shop, what, first, left=(second,), **more)
    after = held(shop)
    assert after != before
    taken = undo_act(at(shop, actor=clerk("see", "call")), kept.changed.act)
    assert held(shop) == before
    undo_act(at(shop), taken.act)
    assert held(shop) == after
    with shop.desk.store.read() as conn:
        assert list(problems(conn)) == []


def test_an_appointment_is_taken_back_with_its_call(shop):
    key, car = a_task(shop)
    before = held(shop)
    kept = call(shop, D.APPOINTMENT, key, appointment=NewAppointment(car, TOMORROW, time(10), "保养"))
    undo_act(at(shop), kept.changed.act)
    assert held(shop) == before


def test_what_was_told_is_folded_at_once(shop):
    customer = shop.customer()
    key, car = a_task(shop, owner=customer)
    call(shop, D.COMPLETED, key, reading=61_000)
    now = one(shop, "SELECT last_km FROM stretch WHERE vehicle_id = ? AND until_day > '9000'", car)
    assert now == {"last_km": 61_000}
    with pytest.raises(WrongUse) as found:
        call(shop, D.COMPLETED, customer_id=customer, reading=61_000)
    assert found.value.said.code == "outcome.which_car"
