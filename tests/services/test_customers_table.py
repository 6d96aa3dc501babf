"""The table of customers: a row a vehicle with its latest owner, found, filtered and sorted as large as the store."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.customer_query import CustomerSort, CustomersQuery
from dealerdesk.domain.rules import Status
from dealerdesk.services.customers.table import customer_choices, customer_rows, customers_query
from tests.stores import a_shop, clerk

TODAY = date(2026, 3, 1)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop


def ids(shop, text="", actor=None, **query):
    desk = shop.desk if actor is None else shop.on(TODAY, actor)
    return list(customers_query(desk, CustomersQuery(text, **query)))


@pytest.fixture
def three(shop):
    """An active, a lost and a never seen car, of 王小明, 李四 and 陈敏."""
    first = shop.car(
        shop.customer("王小明", phone="13812345678"), "琼A10003", model="明锐", visits=[date(2026, 1, 5)], source="own"
    )
    lost = shop.car(shop.customer("李四", phone="13900001111"), "琼A10001", model="途观L", visits=[date(2024, 1, 5)])
    new = shop.car(shop.customer("陈敏", phone="13700002222"), "琼A10002", source="passing", needs_file=True)
    return first, lost, new


def test_every_vehicle_has_its_row_by_plate(shop, three):
    first, lost, new = three
    assert ids(shop) == [lost, new, first]
    assert ids(shop, descending=True) == [first, new, lost]


@pytest.mark.parametrize(
    ("text", "place"),
    [("10003", 0), ("5678", 0), ("wxm", 0), ("wangxiao", 0), ("李四", 1), ("琼a·10002", 2), ("138 1234 5678", 0)],
)
def test_a_row_is_found_by_what_people_know(shop, three, text, place):
    assert ids(shop, text) == [three[place]]


def test_what_matches_best_comes_first_unless_another_order_is_asked_for(shop):
    within = shop.car(shop.customer("甲", phone="13866660001"), "琼AB6661")
    ends = shop.car(shop.customer("乙", phone="13700000002"), "琼A10666")
    whole = shop.car(shop.customer("666", phone="13700000003"), "琼A10003")
    assert ids(shop, "666") == [whole, ends, within]
    assert ids(shop, "666", sort=CustomerSort.PLATE) == [whole, ends, within]
    assert ids(shop, "666", sort=CustomerSort.PLATE, descending=True) == [within, ends, whole]


def test_a_row_is_found_by_an_order_from_four_characters_on(shop, three):
    number = "RO2603111222"
    shop.visit(three[1], date(2024, 2, 1), order_no=number, order_tail=number[::-1])
    assert ids(shop, "ro2603") == ids(shop, "11222") == [three[1]]
    assert ids(shop, "RO2") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (CustomerSort.CUSTOMER, "new lost first"),
        (CustomerSort.MODEL, "first lost new"),
        (CustomerSort.LAST_VISIT, "lost first new"),
        (CustomerSort.STATUS, "lost first new"),
        (CustomerSort.SPEND, "new first lost"),
        (CustomerSort.VISITS, "new first lost"),
    ],
)
def test_rows_are_sorted_and_empty_ones_come_last(shop, three, sort, order):
    shop.visit(three[1], date(2024, 2, 1), paid_fen=90_000)
    named = dict(zip(("first", "lost", "new"), three, strict=True))
    assert ids(shop, sort=sort) == [named[name] for name in order.split()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"statuses": (Status.ACTIVE,)}, {0}),
        ({"statuses": (Status.LOST, Status.NO_HISTORY)}, {1, 2}),
        ({"statuses": (Status.WATCH,)}, set()),
        ({"sources": ("own", "passing")}, {0, 2}),
        ({"models": ("明锐",)}, {0}),
        ({"needs_file": True}, {2}),
        ({"departed": False}, {0, 1, 2}),
        ({"departed": True}, set()),
    ],
)
def test_filters_keep_what_meets_them_all(shop, three, query, expected):
    assert set(ids(shop, **query)) == {three[place] for place in expected}


def test_departed_vehicles_have_no_status_and_are_found_as_departed(shop, three):
    shop.departs(three[1], date(2026, 2, 1))
    assert ids(shop, statuses=(Status.LOST,)) == []
    assert ids(shop, departed=True) == [three[1]]
    assert customer_rows(shop.desk, [three[1]])[three[1]].departed


def test_do_not_call_holds_for_a_customer_and_for_a_number(shop, three):
    assert ids(shop, do_not_call=True) == []
    (owner,) = shop.rows("SELECT customer_id AS id FROM ownership WHERE vehicle_id = ?", three[0])
    shop.do_not_call(owner["id"], TODAY)
    shop._insert(_marks(), digits="13900001111", since=TODAY, reason="asked")
    assert set(ids(shop, do_not_call=True)) == {three[0], three[1]}
    assert ids(shop, do_not_call=False) == [three[2]]


def _marks():
    from dealerdesk.db.tables import DoNotCall

    return DoNotCall


def test_the_responsible_advisor_filters(shop):
    one, two = shop.staff("李诚", "advisor"), shop.staff("赵洁", "advisor")
    mine = shop.car(advisor=one)
    served = shop.car(visits=())
    shop.visit(served, date(2026, 1, 1), advisor_id=one)
    other = shop.car(advisor=two)
    assert set(ids(shop, advisors=(one,))) == {mine, served}
    assert ids(shop, advisors=(one, two)) == [mine, served, other]
    assert dict(customer_choices(shop.desk).advisors) == {one: "李诚", two: "赵洁"}


def test_customers_without_a_car_have_rows_below_zero(shop):
    old = shop.customer("王老", phone="13811110000")
    car = shop.car(old, "琼A10001")
    new = shop.customer("王新", phone="13822220000")
    shop.sold_to(car, new, date(2026, 1, 1))
    shop.fold(car)
    assert ids(shop) == [car, -old]
    assert ids(shop, "wanglao") == ids(shop, "0000", do_not_call=None, sort=CustomerSort.CUSTOMER)[:1] == [-old]
    assert ids(shop, sort=CustomerSort.CUSTOMER, descending=True) == [car, -old]
    assert ids(shop, sources=("own", "other-store")) == [car]
    rows = customer_rows(shop.desk, [car, -old, 999, -999])
    assert set(rows) == {car, -old}
    assert (rows[-old].customer, rows[-old].vehicle_id, rows[-old].status) == ("王老", None, None)
    assert (rows[car].customer, str(rows[car].phone)) == ("王新", "138****0000")


def test_a_row_tells_where_a_vehicle_stands(shop):
    advisor = shop.staff("李诚", "advisor")
    car = shop.car(shop.customer("王小明"), "琼A10003", model="明锐", advisor=advisor)
    shop.visit(car, date(2024, 6, 1), paid_fen=30_000, odometer=20_000)
    shop.visit(car, date(2025, 8, 1), kind="常规保养", paid_fen=20_000, odometer=31_000)
    shop.product(car, ends=date(2027, 1, 1))
    row = customer_rows(shop.desk, [car])[car]
    assert (row.status, row.reference, row.months_since) == (Status.AT_RISK, date(2025, 8, 1), 7)
    assert (row.visits, row.visits_12, row.spend_fen, row.spend_12_fen) == (2, 1, 50_000, 20_000)
    assert (row.last_visit, row.last_kind, row.last_odometer) == (date(2025, 8, 1), "常规保养", 31_000)
    assert (row.advisor, row.protected, row.do_not_call, row.plate) == ("李诚", True, False, "琼A10003")


def test_a_scope_shows_its_own_rows_alone(shop):
    me, other = shop.staff("李诚", "advisor"), shop.staff("赵洁", "advisor")
    mine, theirs = shop.car(advisor=me), shop.car(advisor=other)
    shop.customer("无车")
    actor = clerk("see", advisor_id=me)
    assert ids(shop, actor=actor) == [mine]
    assert set(customer_rows(shop.on(TODAY, actor), [mine, theirs])) == {mine}


def test_a_query_is_kept_as_data_and_comes_back():
    query = CustomersQuery(
        "王", (Status.LOST,), ("own",), (3,), ("明锐",), False, None, True, CustomerSort.SPEND, descending=True
    )
    assert CustomersQuery.from_data(query.to_data()) == query
    assert CustomersQuery().to_data() == {}
    strange = {"statuses": ["gone", "lost"], "advisors": ["x"], "sort": "moon", "more": 1, "needs_file": "yes"}
    assert CustomersQuery.from_data(strange) == CustomersQuery(statuses=(Status.LOST,))


def test_which_models_there_are_the_most_frequent_first(shop, three):
    shop.car(model="途观L")
    assert list(customer_choices(shop.desk).models.items()) == [("途观L", 2), ("明锐", 1)]


def test_the_lines_of_an_empty_store(shop):
    assert ids(shop) == []
    assert dict(customer_rows(shop.desk, [])) == {}
