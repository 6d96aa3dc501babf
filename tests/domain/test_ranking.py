from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.errors import Said
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.ranking import Ranked, band, occasion, rank, urgency, why_now
from dealerdesk.domain.reminder import Candidate, Planned, Reason
from dealerdesk.domain.rules import POLICIES, Rules
from dealerdesk.words.labels import LABELS
from dealerdesk.words.sentences import SENTENCES

TODAY = date(2026, 11, 22)
STANDARD = POLICIES["6-12"]
RULES = Rules()


def day(text):
    return date.fromisoformat(text)


def ranked(number, due=0, made=-5, lost=None, *, protected=False, spend=0):
    lost_on = None if lost is None else TODAY + timedelta(lost)
    return Ranked(number, TODAY + timedelta(due), TODAY + timedelta(made), lost_on, protected, spend)


@pytest.mark.parametrize(("days", "number"), [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 2), (91, 3), (4000, 3)])
def test_bands_end_at_7_30_and_90_days(days, number):
    assert band(days) == number


def test_the_queue_is_ranked_as_the_rulebook_says():
    queue = [
        ranked(1, due=-1, lost=400),
        ranked(2, lost=7, spend=500),
        ranked(3, lost=-7, spend=400),
        ranked(4, lost=1, spend=400, made=-4),
        ranked(5, lost=1, protected=True, spend=9_000),
        ranked(6, lost=8, spend=9_000),
        ranked(7, lost=-30),
        ranked(8, lost=90),
        ranked(9, lost=-91, spend=2),
        ranked(10, spend=1),
    ]
    shuffled = queue[::2] + queue[1::2]
    assert [task.id for task in sorted(shuffled, key=lambda task: rank(task, TODAY))] == list(range(1, 11))


tasks = st.builds(
    ranked,
    st.integers(1, 99),
    st.integers(-3, 3),
    st.integers(-9, 0),
    st.none() | st.integers(-120, 120),
    protected=st.booleans(),
    spend=st.sampled_from([0, 5, 9]),
)


@given(tasks, tasks)
def test_each_word_of_the_ranking_outweighs_all_that_follow(one, other):
    def words(task):
        away = abs((task.lost_on - TODAY).days) if task.lost_on else 999
        return [
            task.due >= TODAY,
            sum(away > edge for edge in (7, 30, 90)),
            task.protected,
            -task.spend_24_fen,
            task.created_on,
            task.id,
        ]

    differing = next(((a, b) for a, b in zip(words(one), words(other), strict=True) if a != b), None)
    if differing is None:
        assert rank(one, TODAY) == rank(other, TODAY)
    else:
        assert (rank(one, TODAY) < rank(other, TODAY)) is (differing[0] < differing[1])


def new(name, reference=None, **more):
    candidate = Candidate(ListName(name), 9, 4, Stretch(EVER, FOREVER, reference and day(reference)), **more)
    return Planned("key", Reason.SURVEY, candidate, candidate.stretch.reference)


def test_new_tasks_get_their_days_by_the_same_ranking_and_then_by_the_order_of_lists():
    wanted = [
        new("at-risk", "2025-11-25", spend_24_fen=5),  # lost in 3 days
        new("lost", "2025-11-20"),  # lost for 2
        new("about-to-be-lost", "2025-11-28"),
        new("lost", "2025-11-20", protected=True, spend_24_fen=99),
        new("lost", "2025-10-25", spend_24_fen=99),
        new("lost", "2024-10-25", spend_24_fen=3),
        new("warranty"),
        new("birthdays"),
    ]
    shuffled = wanted[1::2] + wanted[::2]
    assert sorted(shuffled, key=lambda task: urgency(task, TODAY, STANDARD)) == wanted


def test_the_occasion_is_what_a_person_would_name():
    stretch = Stretch(EVER, FOREVER, maintained=day("2026-05-01"), next_maintenance=day("2026-11-01"))
    assert occasion(Reason.MAINTENANCE, day("2026-05-01"), stretch, RULES) == day("2026-11-01")
    assert occasion(Reason.FIRST_MAINTENANCE, day("2026-08-31"), stretch, RULES) == day("2026-11-30")
    assert occasion(Reason.INSURANCE, day("2026-12-01"), None, RULES) == day("2026-12-01")
    assert occasion(Reason.SECOND_VISIT, day("2026-05-20"), stretch, RULES) == day("2026-05-20")


@pytest.mark.parametrize(
    ("task", "reason", "when", "said"),
    [
        (ranked(1, lost=5), "at-risk", "2025-11-27", ["now.days_to_lost"]),
        (ranked(1, lost=0), "at-risk", "2025-11-22", ["now.lost_today"]),
        (
            ranked(1, due=-2, lost=-5, protected=True),
            "survey",
            "2025-11-17",
            ["now.overdue", "now.lost_since", "now.protected"],
        ),
        (ranked(1), "survey", None, ["now.due"]),
        (ranked(1, lost=180), "second-visit", "2026-05-20", ["now.second_visit"]),
        (ranked(1, lost=180), "maintenance", "2026-11-22", ["now.maintenance"]),
        (ranked(1, lost=180), "maintenance", "2026-11-21", ["now.maintenance_overdue"]),
        (ranked(1, lost=180), "first-maintenance", "2026-12-21", ["now.first_maintenance"]),
        (ranked(1, lost=180), "first-maintenance", "2026-11-01", ["now.first_maintenance_overdue"]),
        (ranked(1, lost=180), "insurance", "2026-11-22", ["now.ends"]),
        (ranked(1, lost=180), "warranty", "2026-11-21", ["now.ended"]),
        (ranked(1), "inspection", "2026-12-21", ["now.ends"]),
        (ranked(1), "birthday", "2026-11-25", ["now.birthday"]),
    ],
)
def test_why_now_is_told_in_a_few_words(task, reason, when, said):
    told = why_now(task, Reason(reason), when and day(when), TODAY)
    assert [one.code for one in told] == said
    for one in told:
        assert one.code in SENTENCES
        for value in one.params.values():
            assert not isinstance(value, Said) or value.code.removeprefix("label.") in LABELS


def test_days_are_counted_to_and_since():
    told = why_now(ranked(1, due=-2, lost=-5), Reason.SURVEY, None, TODAY)
    assert [dict(one.params) for one in told] == [{"days": 2}, {"days": 5}]
