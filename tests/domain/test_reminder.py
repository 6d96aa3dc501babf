from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, FOREVER, Month, WorkingDays
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.reminder import (
    GENERATION_ORDER,
    REASON_OF,
    Candidate,
    Ended,
    Open,
    Planned,
    Reason,
    ending,
    is_dormant,
    plan,
    spread,
    survey_key,
    without_at_risk_beside_second_visit,
)
from dealerdesk.domain.rules import POLICIES, Rules
from dealerdesk.words.labels import LABELS

RULES = Rules()
STANDARD = POLICIES["6-12"]
THREE_STAGES = POLICIES["3-6-9"]
TODAY = date(2026, 1, 20)
FEBRUARY = Month(2026, 2)


def day(text):
    return date.fromisoformat(text)


def car(reference=None, **more):
    days = {key: day(value) if isinstance(value, str) and key != "source" else value for key, value in more.items()}
    return Stretch(EVER, FOREVER, reference and day(reference), **{"owner_id": 4, **days})


def row(name, stretch=None, **more):
    return Candidate(ListName(name), 9, 4, stretch, **more)


def planned(candidate, month=FEBRUARY, today=TODAY, policy=STANDARD, **more):
    return plan(candidate, month, today, policy, RULES, **more)


# Keys


def test_every_list_has_its_reason_and_its_turn():
    assert set(GENERATION_ORDER) == set(REASON_OF) == set(ListName)
    assert len(GENERATION_ORDER) == len(ListName)
    reasons = [REASON_OF[name] for name in GENERATION_ORDER]
    assert list(dict.fromkeys(reasons))[:5] == [
        Reason.SURVEY,
        Reason.AT_RISK,
        Reason.SECOND_VISIT,
        Reason.FIRST_MAINTENANCE,
        Reason.MAINTENANCE,
    ]


@pytest.mark.parametrize(
    ("candidate", "key", "cause"),
    [
        (row("lost", car("2025-01-05")), "survey:9:2025-01-05", "2025-01-05"),
        (row("quasi-lost", car("2025-01-05"), quasi_lost=True), "survey:9:2025-01-05", "2025-01-05"),
        (row("about-to-be-lost", car("2025-02-10")), "at-risk:9:2025-02-10:at-risk", "2025-02-10"),
        (row("at-risk", car("2025-02-10")), "at-risk:9:2025-02-10:at-risk", "2025-02-10"),
        (row("at-risk", car("2025-02-10"), quasi_lost=True), "survey:9:2025-02-10", "2025-02-10"),
        (row("about-to-be-lost", car("2025-02-10"), quasi_lost=True), "survey:9:2025-02-10", "2025-02-10"),
        (row("second-visit", car("2025-08-10")), "second-visit:9:2025-08-10", "2025-08-10"),
        (
            row("first-maintenance", car("2025-11-10", delivered="2025-11-10")),
            "first-maintenance:9:2026-02",
            "2025-11-10",
        ),
        (row("maintenance-due", car("2025-08-10", maintained="2025-08-10")), "maintenance:9:2025-08-10", "2025-08-10"),
        (row("overdue", car("2025-03-10", delivered="2025-01-19")), "maintenance:9:2025-01-19", "2025-01-19"),
        (row("warranty", car(), end=day("2026-02-11")), "warranty:9:2026-02-11", "2026-02-11"),
        (row("insurance", car(), end=day("2026-02-11")), "insurance:9:2026-02-11", "2026-02-11"),
        (row("inspection", car(), end=day("2026-02-11")), "inspection:9:2026-02-11", "2026-02-11"),
        (row("birthdays", birthday=day("1988-02-29")), "birthday:4:2026-02-28", "2026-02-28"),
        (row("birthdays", birthday=day("1988-02-03")), "birthday:4:2026-02-03", "2026-02-03"),
    ],
)
def test_a_task_is_one_per_key(candidate, key, cause):
    task = planned(candidate)
    assert (task.key, task.cause) == (key, day(cause))
    assert task.fixed_due == (task.cause if task.reason is Reason.BIRTHDAY else None)


def test_watch_and_at_risk_are_two_stages_of_one_reference():
    watch = planned(row("watch", car("2025-11-10")), policy=THREE_STAGES)
    at_risk = planned(row("at-risk", car("2025-11-10")), policy=THREE_STAGES)
    assert watch.key == "at-risk:9:2025-11-10:watch"
    assert at_risk.key == "at-risk:9:2025-11-10:at-risk"
    assert (watch.is_watch, at_risk.is_watch) == (True, False)


def test_a_leap_birthday_is_kept_on_its_day_in_a_leap_year():
    task = planned(row("birthdays", birthday=day("1988-02-29")), Month(2028, 2), day("2028-01-05"))
    assert task.cause == day("2028-02-29")


@pytest.mark.parametrize(
    "candidate",
    [
        row("lost", car()),
        row("lost"),
        row("birthdays"),
        row("about-to-be-lost", car("2025-01-20")),  # lost today: no invitation can prevent it
        row("second-visit", car("2025-01-02")),
        row("maintenance-due", car("2026-01-20", maintained="2025-07-20")),  # here today
        row("first-maintenance", car("2025-01-20", delivered="2025-01-20")),  # 12 months old today
        row("warranty", car(), end=day("2026-01-04")),
        row("warranty", car(do_not_call=True), end=day("2026-02-04")),
        row("lost", car("2025-01-01", departed=True)),
        row("birthdays", birthday=day("1988-01-19")),
    ],
)
def test_nothing_is_planned_that_has_no_cause_or_would_end_at_once(candidate):
    month = Month(2026, 1) if candidate.list_name is ListName.BIRTHDAYS else FEBRUARY
    assert planned(candidate, month) is None


def test_surveys_leave_out_who_was_lost_more_than_24_months_unless_asked():
    ago = car("2023-01-20")  # lost on 2024-01-20
    assert planned(row("lost", ago)).key == "survey:9:2023-01-20"
    assert planned(row("lost", ago), today=day("2026-01-21")) is None
    assert planned(row("lost", ago), today=day("2026-01-21"), dormant=True).key == "survey:9:2023-01-20"
    assert not is_dormant(day("2023-01-20"), TODAY, STANDARD, RULES)
    assert is_dormant(day("2023-01-19"), TODAY, STANDARD, RULES)


def test_beside_a_second_visit_invitation_there_is_no_at_risk_one():
    second = planned(row("second-visit", car("2025-08-10")))
    same = planned(row("at-risk", car("2025-08-10")))
    other = planned(row("at-risk", car("2025-08-09")))
    survey = planned(row("quasi-lost", car("2025-08-10")))
    assert without_at_risk_beside_second_visit([same, second, other, survey]) == [second, other, survey]
    assert without_at_risk_beside_second_visit([same, other]) == [same, other]
    assert without_at_risk_beside_second_visit([same, other], {(9, day("2025-08-10"))}) == [other]


def test_a_survey_is_made_again_after_12_months():
    def key(*made_on, today=TODAY):
        return survey_key("survey:9:2024-01-01", [day(on) for on in made_on], today, RULES)

    assert key() == "survey:9:2024-01-01"
    assert key("2025-01-21") == "survey:9:2024-01-01"
    assert key("2025-01-20") == "survey:9:2024-01-01:2"
    assert key("2023-01-20", "2025-01-21") == "survey:9:2024-01-01:2"
    assert key("2023-01-20", "2025-01-20") == "survey:9:2024-01-01:3"


# Ends


def task(reason, cause, due="2026-02-10", created_on="2026-01-20", **more):
    return Open(Reason(reason), day(cause), day(created_on), day(due), **more)


@pytest.mark.parametrize(
    ("open_task", "stretch", "today", "ended"),
    [
        (task("survey", "2025-01-05"), car("2025-01-05"), "2026-04-11", None),
        (task("survey", "2025-01-05"), car("2025-01-05"), "2026-04-12", "expired"),  # 60 days after it was due
        (task("survey", "2025-01-05"), car("2026-02-01"), "2026-02-01", "visit"),
        (task("survey", "2025-01-05"), car("2024-12-01"), "2026-02-01", "corrected"),
        (task("survey", "2025-01-05"), car(), "2026-02-01", "corrected"),
        (task("at-risk", "2025-02-10"), car("2025-02-10"), "2026-02-09", None),
        (task("at-risk", "2025-02-10"), car("2025-02-10"), "2026-02-10", "stage"),
        (task("at-risk", "2025-02-10"), car("2026-01-21"), "2026-01-21", "visit"),
        (task("second-visit", "2025-08-10"), car("2025-08-10"), "2026-08-09", None),
        (task("second-visit", "2025-08-10"), car("2025-08-10"), "2026-08-10", "stage"),
        (task("second-visit", "2025-08-10"), car("2026-01-25"), "2026-01-26", "visit"),
        (task("maintenance", "2025-08-10"), car("2025-08-10", maintained="2025-08-10"), "2026-08-09", None),
        (task("maintenance", "2025-08-10"), car("2025-08-10", maintained="2025-08-10"), "2026-08-10", "lost"),
        (task("maintenance", "2025-08-10"), car("2026-02-01", maintained="2026-02-01"), "2026-02-01", "maintained"),
        (task("maintenance", "2025-08-10"), car("2026-02-01", maintained="2025-08-10"), "2026-02-01", "visit"),
        (task("maintenance", "2025-08-10"), car("2025-08-10", maintained="2025-02-10"), "2026-02-01", "corrected"),
        (task("maintenance", "2025-08-10"), car("2025-08-10", delivered="2025-08-10"), "2026-02-01", None),
        (task("first-maintenance", "2025-11-10"), car("2025-11-10", delivered="2025-11-10"), "2026-11-09", None),
        (task("first-maintenance", "2025-11-10"), car("2025-11-10", delivered="2025-11-10"), "2026-11-10", "too-old"),
        (
            task("first-maintenance", "2025-11-10"),
            car("2026-02-01", delivered="2025-11-10", maintained="2026-02-01"),
            "2026-02-01",
            "maintained",
        ),
        (task("first-maintenance", "2025-11-10"), car("2025-12-10", delivered="2025-12-10"), "2026-02-01", "corrected"),
        (task("insurance", "2026-02-11"), car(), "2026-02-26", None),
        (task("insurance", "2026-02-11"), car(), "2026-02-27", "expired"),
        (task("insurance", "2026-02-11", end=day("2026-02-11")), car(), "2026-02-01", None),
        (task("insurance", "2026-02-11", end=day("2027-02-11")), car(), "2026-02-01", "cause-gone"),
        (task("birthday", "2026-02-15", due="2026-02-13"), car(), "2026-02-15", None),
        (task("birthday", "2026-02-15", due="2026-02-13"), car(), "2026-02-16", "expired"),
        (task("birthday", "2026-02-15", due="2026-02-16"), None, "2026-02-16", None),
        (task("birthday", "2026-02-15", due="2026-02-16"), None, "2026-02-17", "expired"),
        (task("warranty", "2026-02-11"), car(do_not_call=True), "2026-02-01", "do-not-call"),
        (task("survey", "2025-01-05"), car("2025-01-05", departed=True), "2026-02-01", "departed"),
        (task("survey", "2025-01-05", customer_id=5), car("2025-01-05"), "2026-02-01", "owner-changed"),
        (task("survey", "2025-01-05", customer_id=4), car("2025-01-05"), "2026-02-01", None),
        (task("survey", "2025-01-05", customer_id=5), car("2025-01-05", owner_id=None), "2026-02-01", None),
    ],
)
def test_a_task_ends_by_itself_when_its_cause_is_gone(open_task, stretch, today, ended):
    assert ending(open_task, stretch, day(today), STANDARD, RULES) == ended


@pytest.mark.parametrize(
    ("watch", "today", "ended"),
    [
        (True, "2026-05-09", None),
        (True, "2026-05-10", "stage"),
        (False, "2026-05-10", None),
        (False, "2026-08-10", "stage"),
    ],
)
def test_an_invitation_of_the_watch_stage_ends_where_at_risk_begins(watch, today, ended):
    open_task = task("at-risk", "2025-11-10", watch_stage=watch)
    assert ending(open_task, car("2025-11-10"), day(today), THREE_STAGES, RULES) == ended


def test_every_way_to_end_has_its_word():
    assert {f"ended.{ended}" for ended in Ended} <= set(LABELS)


# Due days

WEEKDAYS = WorkingDays()
SPRING_FESTIVAL = WorkingDays(
    range(2026, 2027),
    frozenset(date(2026, 2, 15) + timedelta(n) for n in range(9)),
    frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
)


def some_task(fixed_due=None):
    reason = Reason.BIRTHDAY if fixed_due else Reason.SURVEY
    return Planned("key", reason, row("lost"), fixed_due, fixed_due)


workloads = st.dictionaries(st.dates(date(2026, 1, 20), date(2026, 2, 5)), st.integers(0, 6), max_size=6)
todays = st.dates(date(2026, 1, 20), date(2026, 3, 5))
calendars = st.sampled_from([WEEKDAYS, SPRING_FESTIVAL])


@given(st.integers(0, 60), workloads, todays, calendars, st.integers(1, 7))
def test_calls_are_spread_in_order_over_working_days_with_no_day_too_full(count, taken, today, days, a_day):
    dues = spread([some_task() for _ in range(count)], taken, today, days, a_day)
    assert len(dues) == count
    assert dues == sorted(dues)
    for due, calls in Counter(dues).items():
        assert due >= today
        assert days.is_working(due)
        assert calls + taken.get(due, 0) <= a_day
    if dues:
        worked = [today + timedelta(n) for n in range((dues[-1] - today).days) if days.is_working(today + timedelta(n))]
        assert all(taken.get(day, 0) + dues.count(day) >= a_day for day in worked)  # no day is left with room


@given(st.lists(st.dates(date(2026, 1, 20), date(2026, 3, 5)), max_size=4), todays, calendars, st.integers(4, 7))
def test_greetings_have_their_day_and_the_others_fill_what_they_leave(birthdays, today, days, a_day):
    greetings = [some_task(max(day, today)) for day in birthdays]
    tasks = [*greetings, *(some_task() for _ in range(20))]
    dues = spread(tasks, {}, today, days, a_day)
    for greeting, due in zip(greetings, dues, strict=False):
        assert days.is_working(due)
        assert due == max(days.previous_on_or_before(greeting.fixed_due), days.next_on_or_after(today))
    assert max(Counter(dues).values()) <= a_day


def test_a_greeting_that_falls_on_a_closed_day_moves_to_the_working_day_before():
    friday, sunday = day("2026-02-06"), day("2026-02-08")
    assert spread([some_task(sunday)], {}, TODAY, WEEKDAYS, 40) == [friday]
    saturday = day("2026-02-07")
    assert spread([some_task(sunday)], {}, saturday, WEEKDAYS, 40) == [day("2026-02-09")]  # Friday is over


def test_days_off_and_make_up_days_are_the_calendars():
    dues = spread([some_task()] * 3, {}, day("2026-02-14"), SPRING_FESTIVAL, 1)
    assert dues == [day("2026-02-14"), day("2026-02-24"), day("2026-02-25")]


def test_somebody_must_be_able_to_call():
    with pytest.raises(ValueError):
        spread([some_task()], {}, TODAY, WEEKDAYS, 0)
