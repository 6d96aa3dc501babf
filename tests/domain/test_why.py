from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, FOREVER, Month
from dealerdesk.domain.errors import Said
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.domain.rules import POLICIES, Rules
from dealerdesk.domain.why import Seen, why
from dealerdesk.words.labels import LABELS
from dealerdesk.words.sentences import SENTENCES

RULES = Rules()
STANDARD = POLICIES["6-12"]
STAGES = {
    "6-12": [("at-risk", 6), ("lost", 12)],
    "6": [("lost", 6)],
    "3-6-9": [("watch", 3), ("at-risk", 6), ("lost", 9)],
}


def day(text):
    return date.fromisoformat(text)


# A direct reading of rulebook 4, list by list: slow, without windows.


def later(start, n):
    years, month = divmod(start.month - 1 + n, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def month_before(month, n):
    years, zero = divmod(month.year * 12 + month.month - 1 - n, 12)
    return years, zero + 1


def slow_status(reference, on, policy):
    if reference is None:
        return "no-history"
    return next((name for name, n in reversed(STAGES[policy]) if on >= later(reference, n)), "active")


def slow_member(name, month, as_of, policy, seen):  # noqa: C901, PLR0911
    car = seen.stretch
    last = date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])
    first = date(month.year, month.month, 1)
    if car.departed or car.do_not_call:
        return False
    if name in {"warranty", "insurance", "inspection"}:
        end = getattr(seen, f"{name}_end")
        return end is not None and first <= end <= last
    if car.source in {"passing", "other-brand"}:
        return False
    if name == "birthdays":
        return car.owner_id is not None and seen.birthday is not None and seen.birthday.month == month.month
    reference = car.reference
    came = None if reference is None else (reference.year, reference.month)
    if name == "about-to-be-lost":
        return came == month_before(month, STAGES[policy][-1][1])
    if name == "second-visit":
        return came == month_before(month, 6)
    if name in {"watch", "at-risk", "lost"}:
        return slow_status(reference, last, policy) == name
    if name == "quasi-lost":
        return slow_status(reference, last, policy) in {"at-risk", "lost"} and any(
            reference < on <= min(last, as_of) and on > later(last, -6) for on in seen.evidence
        )
    not_lost = slow_status(reference, as_of, policy) != "lost"
    awaiting = (
        car.source == "own"
        and not_lost
        and car.delivered is not None
        and car.delivered <= as_of < later(car.delivered, 12)
        and car.maintained is None
    )
    if name == "first-maintenance":
        return awaiting and later(car.delivered, 3) <= last
    following = car.next_maintenance
    if not not_lost or awaiting or following is None:
        return False
    return first <= following <= last if name == "maintenance-due" else following < first


as_of_days = st.sampled_from(
    [date(2024, 2, 29), date(2025, 2, 28), date(2026, 1, 31), date(2025, 8, 31), date(2026, 3, 1)]
) | st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def settings_of_a_list(draw):
    as_of = draw(as_of_days)
    month = Month.of(as_of).plus(draw(st.integers(-3, 4)))

    def edges():
        """Days around those on which something turns: some months before the ends of the month or the as-of day."""
        around = draw(st.sampled_from([month.last, month.first, as_of]))
        edge = later(around, -draw(st.sampled_from([0, 1, 3, 6, 9, 11, 12, 13])))
        return edge + timedelta(draw(st.integers(-3, 3)))

    def by_then():
        on = edges() if draw(st.booleans()) else as_of - timedelta(draw(st.integers(0, 900)))
        return min(on, as_of)

    def perhaps(make):
        return make() if draw(st.integers(0, 3)) else None

    source = draw(st.sampled_from(["own", "own", "other-store", "unknown", "passing", "other-brand"]))
    delivered = perhaps(edges)
    reference = perhaps(by_then)
    if source == "own" and delivered is not None and delivered <= as_of:
        reference = max(reference or EVER, delivered)
    stretch = Stretch(
        EVER,
        FOREVER,
        reference,
        departed=draw(st.integers(0, 9)) == 0,
        owner_id=draw(st.sampled_from([None, 4, 4, 4])),
        do_not_call=draw(st.integers(0, 9)) == 0,
        source=source,
        delivered=delivered,
        maintained=perhaps(by_then),
        next_maintenance=perhaps(lambda: later(edges(), draw(st.sampled_from([0, 6, 12])))),
    )
    seen = Seen(
        stretch,
        tuple(by_then() for _ in range(draw(st.integers(0, 2)))),
        perhaps(edges),
        perhaps(edges),
        perhaps(edges),
        perhaps(edges),
        day("2024-01-01") if stretch.departed else None,
        "sold" if stretch.departed else None,
    )
    return month, as_of, seen


@given(settings_of_a_list())
@settings(max_examples=250, deadline=None)
def test_windows_agree_with_a_direct_reading_for_every_list_and_policy(case):
    month, as_of, seen = case
    for policy_name, policy in POLICIES.items():
        for name in ListName:
            verdict = why(criteria(name, month, as_of, policy, RULES), seen)
            assert verdict.member is slow_member(name, month, as_of, policy_name, seen), (name, policy_name)
            assert verdict.reasons
            for reason in verdict.reasons:
                assert_can_be_said(reason)


def assert_can_be_said(said):
    label = said.code.removeprefix("label.")
    assert label in LABELS if label != said.code else said.code in SENTENCES
    for value in said.params.values():
        assert value is not None
        if isinstance(value, Said):
            assert_can_be_said(value)
        if isinstance(value, int):
            assert value >= 0


# Sentences


def seen(reference=None, **more):
    entries = {key: more.pop(key) for key in list(more) if key in Seen.__dataclass_fields__}
    stretch = Stretch(EVER, FOREVER, reference and day(reference), **{"source": "own", "owner_id": 4, **more})
    return Seen(stretch, **entries)


def reasons(name, vehicle, month="2026-02", as_of="2026-01-20", policy="6-12"):
    verdict = why(criteria(ListName(name), Month.parse(month), day(as_of), POLICIES[policy], RULES), vehicle)
    return verdict.member, [reason.code for reason in verdict.reasons]


FREE = {"evidence": (day("2025-12-20"),)}


@pytest.mark.parametrize(
    ("name", "vehicle", "member", "codes"),
    [
        ("about-to-be-lost", seen("2025-02-28"), True, ["why.reference_in_month"]),
        ("about-to-be-lost", seen("2025-03-01"), False, ["why.reference_not_in_month"]),
        ("about-to-be-lost", seen(), False, ["why.no_history"]),
        ("second-visit", seen("2025-08-31"), True, ["why.reference_in_month"]),
        ("lost", seen("2025-02-28"), True, ["why.status_is"]),
        ("lost", seen("2025-03-01"), False, ["why.status_is_not"]),
        ("watch", seen("2025-03-01"), False, ["why.no_such_stage"]),
        ("quasi-lost", seen("2025-02-28", **FREE), True, ["why.status_is", "why.quasi_evidence"]),
        ("quasi-lost", seen("2025-02-28"), False, ["why.no_quasi_evidence"]),
        ("quasi-lost", seen("2025-12-30", **FREE), False, ["why.status_is_not", "why.no_quasi_evidence"]),
        ("first-maintenance", seen("2025-11-30", delivered=day("2025-11-30")), True, ["why.not_lost", "why.first_due"]),
        (
            "first-maintenance",
            seen("2025-10-31", delivered=day("2025-10-31")),
            True,
            ["why.not_lost", "why.first_overdue"],
        ),
        ("first-maintenance", seen("2025-12-01", delivered=day("2025-12-01")), False, ["why.first_due_later"]),
        ("first-maintenance", seen("2025-12-01", source="other-store"), False, ["why.not_own_sale"]),
        ("first-maintenance", seen("2025-12-01"), False, ["why.not_delivered"]),
        (
            "first-maintenance",
            seen("2025-12-01", delivered=day("2025-11-01"), maintained=day("2025-12-01")),
            False,
            ["why.already_maintained"],
        ),
        ("first-maintenance", seen("2025-12-01", delivered=day("2025-01-20")), False, ["why.delivered_too_long_ago"]),
        (
            "first-maintenance",
            seen("2025-01-20", delivered=day("2025-01-20")),
            False,
            ["why.lost", "why.delivered_too_long_ago"],
        ),
        (
            "maintenance-due",
            seen("2025-08-20", maintained=day("2025-08-20"), next_maintenance=day("2026-02-20")),
            True,
            ["why.not_lost", "why.next_maintenance_in_month"],
        ),
        (
            "overdue",
            seen("2025-12-20", delivered=day("2025-12-20")),
            False,
            ["why.awaiting_first", "why.no_next_maintenance"],
        ),
        (
            "maintenance-due",
            seen(maintained=day("2025-08-20"), next_maintenance=day("2026-01-31"), source="unknown"),
            False,
            ["why.next_maintenance_before"],
        ),
        ("overdue", seen("2025-12-20", next_maintenance=day("2026-03-01")), False, ["why.next_maintenance_after"]),
        ("warranty", seen(warranty_end=day("2026-02-28"), source="passing"), True, ["why.ends_in_month"]),
        ("insurance", seen(warranty_end=day("2026-02-28")), False, ["why.no_end_known"]),
        ("inspection", seen(inspection_end=day("2026-03-01")), False, ["why.ends_not_in_month"]),
        ("birthdays", seen(birthday=day("1988-02-29")), True, ["why.birthday_in_month"]),
        ("birthdays", seen(birthday=day("1988-03-01")), False, ["why.birthday_not_in_month"]),
        ("birthdays", seen(), False, ["why.no_birthday"]),
        ("birthdays", seen(owner_id=None), False, ["why.no_owner"]),
        (
            "lost",
            seen(
                "2020-01-01",
                departed=True,
                do_not_call=True,
                source="passing",
                departed_on=day("2025-01-01"),
                departed_reason="sold",
            ),
            False,
            ["why.departed", "why.do_not_call", "why.source_excluded"],
        ),
    ],
)
def test_why_names_what_keeps_a_vehicle_out_or_all_that_it_meets(name, vehicle, member, codes):
    assert reasons(name, vehicle) == (member, codes)


def test_why_gives_the_dates():
    asked = criteria(ListName.QUASI_LOST, Month(2026, 2), day("2026-01-20"), STANDARD, RULES)
    status, evidence = why(asked, seen("2025-02-28", **FREE)).reasons
    assert dict(status.params) == {
        "status": Said("label.status.lost"),
        "day": day("2026-02-28"),
        "reference": day("2025-02-28"),
        "months": 12,
    }
    assert dict(evidence.params) == {"day": day("2025-12-20")}


def test_the_evidence_that_is_missing_is_counted_from_the_later_of_reference_and_six_months_before():
    asked = criteria(ListName.QUASI_LOST, Month(2026, 2), day("2026-01-20"), STANDARD, RULES)
    assert why(asked, seen("2025-02-28")).reasons[0].params["after"] == day("2025-08-28")
    assert why(asked, seen("2025-08-30")).reasons[0].params["after"] == day("2025-08-30")


def test_a_reference_after_a_past_target_month_is_no_negative_number_of_months():
    asked = criteria(ListName.LOST, Month(2025, 1), day("2026-01-20"), STANDARD, RULES)
    (reason,) = why(asked, seen("2025-12-20")).reasons
    assert (reason.params["months"], reason.params["status"]) == (0, Said("label.status.active"))
