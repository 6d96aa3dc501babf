"""What an invented store's call desk knows: calls in calling hours, surveys that can be, appointments, complaints."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pytest

from dealerdesk.domain.appointment import AppointmentState
from dealerdesk.domain.calling import InterviewDone
from dealerdesk.domain.complaint import Category, ComplaintsQuery, ComplaintState, Urgency, solved_in_time
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import (
    Choice,
    Day,
    Number,
    Passed,
    Text,
    YesNo,
    answer,
    begin,
    current,
    proposed,
    result,
)
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_desk import QueueAsk, call_desk
from dealerdesk.services.calling.interviews import interview_rows
from dealerdesk.services.complaints import complaints
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.flags import flags
from dealerdesk.services.invention import invent
from dealerdesk.services.opening import open_desk
from dealerdesk.services.scripts import shipped_scripts
from dealerdesk.services.trial_day import begin_day
from dealerdesk.services.upkeep import check_store
from dealerdesk.services.working_days import published_days

TODAY = date(2026, 11, 24)
"""A Tuesday."""

VEHICLES = 1500


@lru_cache(maxsize=1)
def cars():
    return tuple(invent(VEHICLES, 7, TODAY))


def contacts():
    return [contact for car in cars() for contact in car.talk.contacts]


def appointments(*states):
    made = [one for car in cars() for one in car.talk.appointments]
    return [one for one in made if one.state in states] if states else made


def test_a_store_talks_with_a_third_of_its_customers_in_a_year():
    assert 0.2 * VEHICLES < len(contacts()) < 0.6 * VEHICLES
    per_car = Counter(len(car.talk.contacts) for car in cars())
    assert per_car[0] > 0.6 * VEHICLES
    assert max(per_car) <= 4


def test_calls_are_made_in_calling_hours_on_working_days_before_today():
    days = published_days()
    for contact in contacts():
        assert TODAY - timedelta(days=366) <= contact.day < TODAY
        assert time(9) <= contact.at < time(12) or time(14) <= contact.at < time(19)
        assert days.is_working(contact.day) or contact.channel == "reception"


def test_what_came_of_calls_is_mixed_as_it_is():
    came = Counter(Disposition(contact.disposition) for contact in contacts())
    whole = len(contacts())
    assert came.keys() >= set(Disposition) - {Disposition.CAR_SOLD, Disposition.WRONG_PERSON}
    assert 0.15 * whole < came[Disposition.COMPLETED] < 0.45 * whole
    assert 0.08 * whole < came[Disposition.NO_ANSWER] < 0.3 * whole
    assert came[Disposition.WRONG_NUMBER] < 0.05 * whole
    assert {Reason(contact.topic) for contact in contacts()} >= {Reason.SURVEY, Reason.AT_RISK, Reason.CARE}
    channels = Counter(Channel(contact.channel) for contact in contacts())
    assert channels[Channel.CALL] > 0.9 * whole
    assert len(channels) >= 3
    assert any(contact.incoming for contact in contacts())
    assert any(contact.for_next for contact in contacts())
    assert {contact.agent for contact in contacts() if contact.channel == "call"} == set(agents())


def agents():
    return sorted({contact.agent for contact in contacts() if contact.topic == "survey"})


def test_two_agents_make_the_calls_and_receive_no_cars():
    assert len(agents()) == 2
    assert not set(agents()) & {visit.advisor for car in cars() for visit in car.visits}


def test_contacts_of_a_car_come_in_their_order_and_point_where_they_should():
    for car in cars():
        talk = car.talk
        moments = [(contact.day, contact.at) for contact in talk.contacts]
        assert moments == sorted(moments)
        numbers = car.customers[car.owners[-1][0]].phones
        assert all(contact.phone in numbers for contact in talk.contacts if contact.channel == "call")
        for one in talk.appointments:
            made = talk.contacts[one.contact]
            assert (made.disposition, made.day) == ("appointment-made", one.booked_on)
        assert all(talk.contacts[one.contact].disposition == "complaint" for one in talk.complaints)
        assert all(talk.contacts[flag.contact].note == flag.what for flag in talk.flags)


def test_nobody_is_rung_who_wants_no_calls_and_wrong_numbers_are_known_as_such():
    for car in cars():
        customer = car.customers[car.owners[-1][0]]
        if customer.do_not_call is not None:
            assert all(contact.day <= customer.do_not_call[0] for contact in car.talk.contacts)
        for contact in car.talk.contacts:
            assert (contact.phone in customer.bad_phones) == (contact.disposition == "wrong-number")


def test_attempts_are_counted_until_somebody_answers():
    tried = [car.talk.contacts for car in cars() if sum(contact.attempt > 0 for contact in car.talk.contacts) > 1]
    assert tried
    for talk in tried:
        counts = [contact.attempt for contact in talk if contact.topic in {"survey", "at-risk"} and contact.attempt]
        assert counts == sorted(counts)
        assert counts[0] == 1


def test_a_promised_call_was_made_as_promised():
    put_off = [car.talk.contacts for car in cars() if any(contact.promised for contact in car.talk.contacts)]
    assert put_off
    for talk in put_off:
        promised = next(contact.promised for contact in talk if contact.promised)
        assert promised in [(contact.day, contact.at) for contact in talk]


# surveys


def surveyed():
    return [(car, contact) for car in cars() for contact in car.talk.contacts if contact.interview]


def told_by(rows):
    """The answers that these rows are of."""
    found = {}
    for row in rows:
        found.setdefault(row["step"], []).append(row)
    return found


def value_of(step, rows):
    first = rows[0]
    if step.kind == "yes-no":
        return YesNo(first["option"] == "yes")
    if first["option"] is not None:
        written = tuple((row["option"], row["words"]) for row in rows if row["words"])
        return Choice(tuple(row["option"] for row in rows), written)
    if first["number"] is not None:
        return Number(first["number"])
    return Day(first["day"]) if first["day"] is not None else Text(first["words"])


def gone_through(contact):
    """The survey gone through again by its script, with the answers that were kept."""
    rows = told_by(contact.interview.answers)
    interview = begin(shipped_scripts()[contact.interview.script], day=contact.day)
    while (step := current(interview)) is not None:
        value = value_of(step, rows[step.code]) if step.code in rows else Passed()
        interview = answer(interview, step.code, value)
    return interview


def test_surveys_can_be_gone_through_as_they_are_kept():
    assert 0.01 * VEHICLES < len(surveyed()) < 0.06 * VEHICLES
    for _, contact in surveyed():
        interview = gone_through(contact)
        kept = contact.interview
        assert (kept.script, kept.version) == ("lost-customer", interview.script.version)
        assert proposed(interview).disposition == kept.proposed == contact.disposition
        moment = datetime.combine(contact.day, contact.at)
        done = InterviewDone(kept.script, kept.version, result(interview), moment, complete=True)
        assert tuple(interview_rows(done)[1]) == kept.answers, "only what is reachable, and all of it"


def test_surveys_give_many_reasons_and_ask_customers_who_are_lost():
    reasons = Counter(
        row["option"] for _, contact in surveyed() for row in contact.interview.answers if row["step"] == "why"
    )
    assert len(reasons) >= 5
    assert {"price", "distance"} <= {reason for reason, _ in reasons.most_common(3)}
    for car, contact in surveyed():
        assert not car.visits or (contact.day - car.visits[-1].date_in).days >= 365


# appointments, complaints, flags


def test_appointments_of_today_and_the_next_days_are_spread():
    booked = appointments("booked")
    assert 12 <= len(booked) <= 20
    by_hour = Counter((one.day, one.at) for one in booked)
    assert by_hour[(TODAY, time(9))] == 2
    advisors = [one.advisor for one in booked if (one.day, one.at) == (TODAY, time(9))]
    assert len(set(advisors)) == 2
    assert sum(one.day == TODAY for one in booked) == 5
    assert max(one.day for one in booked) <= TODAY + timedelta(days=10)
    assert len({one.day for one in booked}) >= 6
    assert len({one.advisor for one in booked}) >= 4


def test_past_appointments_are_kept_by_their_visit_missed_or_called_off():
    states = Counter(AppointmentState(one.state) for one in appointments())
    assert states[AppointmentState.ARRIVED] > states[AppointmentState.MISSED] > 0
    assert states[AppointmentState.CANCELLED] > 0
    for car in cars():
        for one in car.talk.appointments:
            assert one.booked_on < one.day
            near = [visit for visit in car.visits if abs(visit.date_in - one.day) <= timedelta(days=3)]
            if one.state == "arrived":
                assert near == [car.visits[one.visit]]
                assert one.day == near[0].date_in
            else:
                assert not near or one.state == "booked"
            assert (one.ended_on is None) == (one.state == "booked")


def test_a_few_complain_and_something_waits_for_the_manager():
    told = [one for car in cars() for one in car.talk.complaints]
    states = Counter(ComplaintState(one.state) for one in told)
    assert 2 <= len(told) - states[ComplaintState.CLOSED] <= 3
    assert states[ComplaintState.CLOSED] >= 2
    assert {Category(one.category) for one in told} > {Category.PRICE}
    raised = [flag for car in cars() for flag in car.talk.flags]
    assert sorted(flag.solved_on is None for flag in raised) == [False, True, True]


@pytest.mark.parametrize("today", [date(2026, 2, 18), date(2028, 2, 29), date(2026, 10, 2), date(2031, 1, 1)])
def test_it_is_so_on_any_day(today):
    for car in invent(400, 5, today):
        assert all(contact.day < today for contact in car.talk.contacts)
        assert all(one.day >= today for one in car.talk.appointments if one.state == "booked")
        ends = [one.closed_on for one in car.talk.complaints] + [flag.solved_on for flag in car.talk.flags]
        assert all(day <= today for day in ends if day)


def test_large_stores_do_not_wait_for_hundreds_of_complaints():
    told = [one for car in invent(9_000, 7, TODAY) for one in car.talk.complaints]
    assert len(told) <= 12


# in a store


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = open_desk(Doorstep(tmp_path_factory.mktemp("talks") / "store", TODAY, "en"), create=True)
    invent_store(made, VEHICLES)
    begin_day(made)
    yield made
    made.store.close()


def test_the_store_is_sound(desk):
    assert check_store(desk).problems == ()


def test_the_call_desk_opens_on_promised_calls_and_a_full_queue(desk):
    early = call_desk(desk, QueueAsk(at=time(9)))
    assert len(early.entries) > 60
    assert {agents()[0], agents()[1]} <= early.by_agent.keys()
    for at, promised in ((time(10, 35), time(10, 30)), (time(14, 40), time(14, 30)), (time(16, 5), time(16))):
        leading = [entry.leading.promised_at for entry in call_desk(desk, QueueAsk(at=at)).entries[:3]]
        assert promised in leading


def test_little_is_held_back_by_what_was_invented(desk):
    queue = call_desk(desk, QueueAsk(at=time(18)))
    held = {why.value: len(rows) for why, rows in queue.held.items()}
    due = len(queue.due)
    for why in ("reached", "appointment", "complaint"):
        assert held.get(why, 0) <= 0.03 * due, why


def test_complaints_and_flags_are_as_they_should_look(desk):
    open_ones = complaints(desk, ComplaintsQuery(open=True))
    assert [one.received_on for one in open_ones if one.state is ComplaintState.HANDLING] == [date(2026, 11, 20)]
    assert {one.urgency for one in open_ones} >= {Urgency.OVERDUE} or desk.clock().date() < TODAY
    for one in complaints(desk, ComplaintsQuery(open=False)):
        assert solved_in_time(one.received_on, one.solved_on, 2)
    assert len(flags(desk)) == 2


def test_somebody_who_may_not_plan_finds_no_tasks(tmp_path):
    from dealerdesk.domain.rights import Actor, Right

    made = open_desk(Doorstep(tmp_path / "store", TODAY, "en"), create=True)
    invent_store(made, 60)
    begin_day(made.by(Actor("x", frozenset({Right.IMPORT}))))
    assert not call_desk(made).due
    made.store.close()
