"""What a change of rules moves: places before and after, and counts that come and go."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.calendar import EVER, FOREVER, Month
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.domain.moves import COUNTED_LISTS, Place, Tally, Viewpoint, is_member
from dealerdesk.domain.policies import policy_of_stages, with_policy
from dealerdesk.domain.rules import POLICIES, Rules, Status
from dealerdesk.domain.why import Seen, why

TODAY = date(2026, 11, 22)
MONTH = Month(2026, 12)
DAYS = st.none() | st.dates(date(2024, 6, 1), date(2027, 6, 1))

STRETCHES = st.builds(
    Stretch,
    st.just(EVER),
    st.just(FOREVER),
    reference=DAYS,
    do_not_call=st.booleans(),
    source=st.sampled_from(["own", "other-store", "unknown"]),
    delivered=DAYS,
    maintained=DAYS,
    next_maintenance=DAYS,
)


@given(STRETCHES, st.sampled_from(list(POLICIES.values())), st.sampled_from(COUNTED_LISTS))
def test_a_vehicle_is_a_member_where_why_says_so(stretch, policy, name):
    asked = criteria(name, MONTH, TODAY, policy, Rules())
    assert is_member(asked, stretch) is why(asked, Seen(stretch)).member


def place(reference, evidence=(), rules=None, **fields):
    view = Viewpoint.of(TODAY, TODAY, MONTH, rules or Rules())
    return view.place(Stretch(EVER, FOREVER, reference, source="own", **fields), evidence)


def test_a_place_is_status_mark_and_lists():
    assert place(None) == Place(Status.NO_HISTORY, False, frozenset())
    seen = place(date(2025, 12, 3), [date(2026, 9, 1)])
    assert seen == Place(Status.AT_RISK, True, frozenset({ListName.ABOUT_TO_BE_LOST}))
    shorter = with_policy(Rules(), policy_of_stages(None, 4, 11))
    assert place(date(2025, 12, 3), [date(2026, 9, 1)], shorter).status is Status.LOST
    assert place(date(2026, 10, 1), departed=True) is None


def test_counts_come_and_go():
    tally, active, risk = Tally(), place(date(2026, 10, 1)), place(date(2026, 3, 1))
    for before, after, n in ((active, active, 3), (active, risk, 2), (risk, active, 1), (None, None, 5)):
        for _ in range(n):
            tally.add(before, after)
    moves = tally.moves(TODAY, MONTH, rebuilt=False)
    counted = {move.code: (move.before, move.after, move.come, move.go) for move in moves.statuses}
    assert counted["status.active"] == (5, 4, 1, 2)
    assert counted["status.at-risk"] == (1, 2, 2, 1)
    assert (moves.vehicles, moves.changed) == (6, 3)
    assert Counter(move.after - move.before for move in moves.statuses) == {0: 3, -1: 1, 1: 1}
