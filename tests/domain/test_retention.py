from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, Span, add_months
from dealerdesk.domain.history import History, fold, stretch_on
from dealerdesk.domain.retention import (
    Contact,
    Return,
    evidence_span,
    is_base,
    is_quasi_lost,
    loss_rate,
    lost_from,
    months_since,
    new_on,
    not_lost_references,
    references_with,
    returns,
    status_on,
    win_back,
)
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Policy, Rules, Status
from dealerdesk.domain.visit import Visit

RULES = Rules()
STANDARD = POLICIES["6-12"]
WORSE = [Status.ACTIVE, Status.WATCH, Status.AT_RISK, Status.LOST]

days = st.dates(date(2019, 1, 1), date(2032, 12, 31))
month_ends = days.map(lambda day: day.replace(day=28)) | st.sampled_from(
    [date(2024, 2, 29), date(2025, 2, 28), date(2025, 8, 31), date(2025, 11, 30), date(2026, 1, 31)]
)
some_days = days | month_ends
own_policies = st.lists(st.integers(1, 30), min_size=3, max_size=3, unique=True).map(
    lambda months: Policy("own", tuple(zip(WORSE[1:], sorted(months), strict=True)))
)
policies = st.sampled_from(list(POLICIES.values())) | own_policies


def day(text):
    return date.fromisoformat(text)


def paid(number, on, **cells):
    return Visit(number, day(on), f"RO{number:04d}", **{"kind": "一般维修", "paid_fen": 50_000, **cells})


def inspected(number, on):
    return Visit(number, day(on), f"RO{number:04d}", kind="上门检测", due_fen=0, discount_fen=0, paid_fen=0)


# The worked examples of rulebook 3

WORKED = [
    pytest.param(History(visits=(paid(1, "2026-01-15"),)), "2026-07-14", "active", False, id="the day before"),
    pytest.param(
        History(visits=(paid(1, "2026-01-15"),)), "2026-07-15", "at-risk", False, id="the boundary day counts"
    ),
    pytest.param(History(visits=(paid(1, "2025-08-31"),)), "2026-02-27", "active", False, id="before the clamped end"),
    pytest.param(History(visits=(paid(1, "2025-08-31"),)), "2026-02-28", "at-risk", False, id="clamped month end"),
    pytest.param(History(visits=(paid(1, "2025-02-28"),)), "2026-02-27", "at-risk", False, id="12 months less a day"),
    pytest.param(History(visits=(paid(1, "2025-02-28"),)), "2026-02-28", "lost", False, id="12 months"),
    pytest.param(
        History(visits=(paid(1, "2025-03-01"), Visit(2, day("2025-12-20"), "F2", kind="维修", paid_fen=0))),
        "2026-03-01",
        "lost",
        False,
        id="the free bulb moves nothing",
    ),
    pytest.param(
        History(visits=(paid(1, "2025-03-01"), inspected(2, "2025-12-20"))),
        "2026-03-01",
        "lost",
        True,
        id="inspected later than 2025-09-01",
    ),
    pytest.param(
        History(visits=(paid(1, "2025-03-01"), inspected(2, "2025-12-20"))),
        "2026-06-20",
        "lost",
        False,
        id="inspected not later than 2025-12-20",
    ),
    pytest.param(
        History(visits=(paid(1, "2025-03-01"), inspected(2, "2025-12-20"))),
        "2026-06-19",
        "lost",
        True,
        id="inspected later than 2025-12-19",
    ),
    pytest.param(History("own", day("2026-01-10")), "2026-07-10", "at-risk", False, id="counted from delivery"),
    pytest.param(
        History(visits=(paid(1, "2026-02-03", kind="常规保养", paid_fen=0, redeemed_fen=38_000, payer="package"),)),
        "2026-02-03",
        "active",
        False,
        id="value redeemed counts",
    ),
    pytest.param(History(visits=(paid(1, "2026-02-27"),)), "2026-02-28", "active", False, id="date in decides"),
    pytest.param(History("own"), "2026-02-28", "no-history", False, id="never delivered nor seen"),
]


@pytest.mark.parametrize(("history", "on", "status", "quasi_lost"), WORKED)
def test_worked_examples_of_the_rulebook(history, on, status, quasi_lost):
    folded = fold(history, RULES)
    reference = stretch_on(folded.stretches, day(on)).reference
    assert status_on(reference, day(on), STANDARD) == status
    assert is_quasi_lost(reference, folded.evidence, day(on), STANDARD, RULES) is quasi_lost


# Status


@given(some_days, some_days, some_days, policies)
def test_without_visits_a_status_only_worsens_as_days_pass(reference, one, other, policy):
    earlier, later = sorted((one, other))
    before, after = status_on(reference, earlier, policy), status_on(reference, later, policy)
    assert WORSE.index(before) <= WORSE.index(after)


@given(some_days, st.integers(0, 1200), policies)
@example(date(2024, 2, 29), 365, STANDARD)
def test_a_status_is_the_last_stage_whose_boundary_was_reached(reference, later, policy):
    on = reference + timedelta(later)
    reached = [stage for stage, months in policy.stages if on >= add_months(reference, months)]
    assert status_on(reference, on, policy) is (reached[-1] if reached else Status.ACTIVE)


@given(some_days, policies)
def test_a_vehicle_is_lost_from_its_loss_boundary_on(reference, policy):
    boundary = lost_from(reference, policy)
    assert status_on(reference, boundary, policy) is Status.LOST
    assert status_on(reference, boundary - timedelta(1), policy) is not Status.LOST


@given(some_days, some_days, policies)
@example(date(2025, 8, 31), date(2026, 2, 28), STANDARD)
@example(date(2024, 2, 29), date(2025, 2, 28), STANDARD)
def test_windows_of_references_agree_with_the_status_of_each(reference, on, policy):
    status = status_on(reference, on, policy)
    for asked in WORSE:
        window = references_with(asked, on, policy)
        assert (window is not None and reference in window) is (status is asked)
    assert (reference in not_lost_references(on, policy)) is (status is not Status.LOST)


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2025, 2, 28), date(2025, 8, 31), date(2026, 11, 22)])
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_windows_of_references_agree_on_every_single_day(on, policy):
    windows = {status: references_with(status, on, policy) for status in WORSE}
    for back in range(-40, 460):
        reference = on - timedelta(back)
        held = [status for status, window in windows.items() if window is not None and reference in window]
        assert held == [status_on(reference, on, policy)]


def test_a_status_without_a_stage_has_no_window():
    assert references_with(Status.WATCH, date(2026, 1, 1), STANDARD) is None
    assert references_with(Status.AT_RISK, date(2026, 1, 1), POLICIES["6"]) is None
    assert references_with(Status.NO_HISTORY, date(2026, 1, 1), STANDARD) is None


def test_months_since_are_whole_ones():
    assert months_since(None, date(2026, 1, 1)) is None
    assert months_since(date(2025, 8, 31), date(2026, 2, 27)) == 5
    assert months_since(date(2025, 8, 31), date(2026, 2, 28)) == 6


# Quasi-lost


def test_evidence_is_later_than_the_reference_and_than_six_months_before():
    assert evidence_span(day("2025-03-01"), day("2026-08-31"), day("2026-08-01"), RULES) == Span(
        day("2026-03-01"), day("2026-08-01")
    )
    assert evidence_span(day("2026-01-20"), day("2026-08-31"), day("2026-09-09"), RULES).last == day("2026-08-31")
    assert evidence_span(day("2026-05-05"), day("2026-08-31"), day("2026-09-09"), RULES).first == day("2026-05-06")


@pytest.mark.parametrize(
    ("reference", "evidence", "quasi_lost"),
    [
        ("2025-03-01", "2026-02-15", True),
        ("2025-03-01", "2026-03-01", True),
        ("2025-03-01", "2026-03-02", False),  # not yet
        ("2025-09-01", "2026-02-15", True),  # at risk
        ("2025-09-02", "2026-02-15", False),  # active
        ("2025-08-20", "2025-09-01", False),  # just six months before
        ("2025-08-20", "2025-09-02", True),
    ],
)
def test_quasi_lost_is_at_risk_or_lost_and_seen_without_charge(reference, evidence, quasi_lost):
    assert is_quasi_lost(day(reference), [day(evidence)], day("2026-03-01"), STANDARD, RULES) is quasi_lost


def test_quasi_lost_needs_a_reference_and_a_free_visit_after_it():
    on = day("2026-03-01")
    assert not is_quasi_lost(None, [on], on, STANDARD, RULES)
    assert not is_quasi_lost(day("2025-08-01"), [day("2025-08-01")], on, STANDARD, RULES)
    assert not is_quasi_lost(day("2025-08-01"), [], on, STANDARD, RULES)


def test_what_comes_after_the_as_of_day_is_no_evidence():
    on, reference, evidence = day("2026-03-31"), day("2025-03-01"), [day("2026-03-10")]
    assert is_quasi_lost(reference, evidence, on, STANDARD, RULES, day("2026-03-10"))
    assert not is_quasi_lost(reference, evidence, on, STANDARD, RULES, day("2026-03-09"))


# What is of the base, what is new, what came back


def base_on(history, on):
    return is_base(stretch_on(fold(history, RULES).stretches, day(on)), day(on), STANDARD)


def test_own_sales_are_base_from_delivery_and_others_from_their_first_counting_visit():
    visits = (paid(1, "2026-02-01"),)
    own = History("own", day("2026-03-01"), visits=visits)
    assert not base_on(own, "2026-02-10")
    assert base_on(own, "2026-03-01")
    other = History("other-store", day("2026-03-01"), visits=visits)
    assert not base_on(other, "2026-01-31")
    assert base_on(other, "2026-02-01")
    assert base_on(History("unknown", visits=visits), "2026-02-01")
    assert not base_on(History("passing", visits=visits), "2026-02-01")
    assert not base_on(History("other-brand", visits=visits), "2026-02-01")


def test_neither_lost_nor_departed_vehicles_are_base():
    history = History(visits=(paid(1, "2026-02-01"),), departed=(day("2026-06-01"),))
    assert base_on(history, "2026-05-31")
    assert not base_on(history, "2026-06-01")
    assert base_on(History(visits=(paid(1, "2026-02-01"),)), "2027-01-31")
    assert not base_on(History(visits=(paid(1, "2026-02-01"),)), "2027-02-01")


def test_new_is_base_for_the_first_time():
    def new(history):
        return new_on(fold(history, RULES).stretches, RULES)

    visits = (paid(1, "2024-02-01"), paid(2, "2026-02-01"))
    assert new(History("other-store", visits=visits)) == day("2024-02-01")
    assert new(History("own", day("2023-05-05"), visits=visits)) == day("2023-05-05")
    assert new(History("own", day("2024-05-05"), visits=visits)) == day("2024-05-05")
    assert new(History("passing", visits=visits)) is None
    assert new(History("other-store")) is None


def returns_of(history, rules=RULES):
    return returns(fold(history, rules).stretches, rules)


def test_a_return_is_a_counting_visit_of_a_vehicle_that_was_lost_the_day_before():
    assert returns_of(History(visits=(paid(1, "2025-01-10"), paid(2, "2026-01-11")))) == (
        Return(day("2026-01-11"), day("2026-01-10")),
    )
    assert returns_of(History(visits=(paid(1, "2025-01-10"), paid(2, "2026-01-10")))) == ()
    assert returns_of(History(visits=(paid(1, "2025-01-10"), paid(2, "2026-05-05", paid_fen=0)))) == ()
    assert returns_of(History(visits=(paid(1, "2025-01-10"),))) == ()


def test_passing_vehicles_departed_ones_and_deliveries_do_not_return():
    visits = (paid(1, "2024-01-10"), paid(2, "2026-01-11"))
    assert returns_of(History("passing", visits=visits)) == ()
    assert returns_of(History(visits=visits, departed=(day("2025-06-01"),))) == ()
    assert returns_of(History("own", day("2026-01-11"), visits=visits[:1])) == ()
    assert len(returns_of(History("own", day("2023-01-11"), visits=visits))) == 1


def test_returns_go_by_the_policy_of_the_day_before():
    rules = Rules(policies=(DatedPolicy(EVER, POLICIES["6"]), DatedPolicy(day("2025-08-01"), POLICIES["6-12"])))
    came = (paid(1, "2025-01-10"), paid(2, "2025-08-01"))
    assert len(returns_of(History(visits=came), rules)) == 1
    assert returns_of(History(visits=(came[0], paid(2, "2025-08-02"))), rules) == ()


def contact(number, on, disposition="interested", **more):
    return Contact(number, day(on), disposition, **more)


def test_a_win_back_belongs_to_the_latest_contact_of_the_90_days_up_to_it():
    came = day("2026-06-30")
    older, later = contact(1, "2026-04-01"), contact(2, "2026-06-30")
    assert win_back(came, [older, later], RULES) == later
    assert win_back(came, [older], RULES) == older
    assert win_back(came, [contact(1, "2026-03-31")], RULES) is None
    assert win_back(came, [contact(1, "2026-07-01")], RULES) is None
    assert win_back(came, [contact(1, "2026-06-30", before_visit=False)], RULES) is None
    assert win_back(came, [], RULES) is None


@pytest.mark.parametrize("disposition", ["wrong-person", "hung-up", "refused", "no-answer", "busy", "wrong-number"])
def test_who_was_not_reached_or_refused_came_back_on_their_own(disposition):
    assert win_back(day("2026-06-30"), [contact(1, "2026-06-01", disposition)], RULES) is None


# Loss rate


def test_the_loss_rate_draws_base_source_vehicles_of_the_12_months_that_end_n_years_before():
    on = day("2026-06-30")

    def vehicle(number, delivered, **more):
        history = History("own", day(delivered), **more)
        return number, day(delivered), stretch_on(fold(history, RULES).stretches, on)

    vehicles = [
        vehicle(1, "2024-06-30"),  # too early
        vehicle(2, "2024-07-01"),  # lost
        vehicle(3, "2025-06-30"),  # lost that day
        vehicle(4, "2025-07-01"),  # too late
        vehicle(5, "2025-01-01", visits=(paid(1, "2026-05-01"),)),  # kept
        vehicle(6, "2025-01-01", departed=(day("2026-01-01"),)),
    ]
    passing = History("passing", visits=(paid(1, "2025-01-01"),))
    vehicles.append((7, None, stretch_on(fold(passing, RULES).stretches, on)))
    seen = passing._replace(source="other-store")
    vehicles.append((8, None, stretch_on(fold(seen, RULES).stretches, on)))
    rate = loss_rate(1, on, vehicles, RULES)
    assert rate.denominator == (2, 3, 5, 8)
    assert rate.numerator == (2, 3, 8)
    assert loss_rate(2, on, vehicles, RULES).denominator == (1,)
