"""Tasks of one customer, or of one number, are one call."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dealerdesk.domain.call_queue import QueueRow, Waiting, entries
from dealerdesk.domain.reminder import Reason
from dealerdesk.domain.rules import Status


def waiting(task, customer=None, number=None):
    row = QueueRow(
        id=task,
        code=f"T{task}",
        vehicle_id=task,
        customer_id=customer,
        customer=None,
        phone=None,
        plate=None,
        model=None,
        reason=Reason.SURVEY,
        due=date(2026, 1, 5),
        why=(),
        status=Status.LOST,
        quasi_lost=False,
        months=None,
        last_visit=None,
        last_km=None,
        agent=None,
    )
    return Waiting(row, number)


def grouped(*given_tasks):
    return [[row.id for row in entry.rows] for entry in entries(given_tasks)]


def test_the_most_urgent_leads_and_the_others_are_covered():
    first, second = entries([waiting(3, 1), waiting(1, 2), waiting(2, 1)])
    assert (first.leading.id, [row.id for row in first.covered]) == (3, [2])
    assert second.rows == (second.leading,)


def test_two_customers_under_one_number_are_one_call():
    assert grouped(waiting(1, 1, 7), waiting(2, 2, 8), waiting(3, 3, 7)) == [[1, 3], [2]]


def test_a_task_without_anybody_stands_alone():
    assert grouped(waiting(1), waiting(2)) == [[1], [2]]


def test_a_later_task_may_join_earlier_ones():
    assert grouped(waiting(1, 1, 7), waiting(2, 2, 8), waiting(3, 1, 8)) == [[1, 2, 3]]


people = st.none() | st.integers(1, 5)


@given(st.lists(st.tuples(people, people), max_size=20))
def test_calls_part_the_tasks_by_who_is_reached(pairs):
    tasks = [waiting(task, customer, number) for task, (customer, number) in enumerate(pairs, start=1)]
    calls = grouped(*tasks)
    assert sorted(task for call in calls for task in call) == [task.row.id for task in tasks]
    assert all(call == sorted(call) for call in calls)
    assert [call[0] for call in calls] == sorted(call[0] for call in calls)
    call_of = {task: place for place, call in enumerate(calls) for task in call}
    for one, first in zip(tasks, pairs, strict=True):
        for other, second in zip(tasks, pairs, strict=True):
            if any(left is not None and left == right for left, right in zip(first, second, strict=True)):
                assert call_of[one.row.id] == call_of[other.row.id]
