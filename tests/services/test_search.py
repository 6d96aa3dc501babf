"""A vehicle is found by a few characters of anything that people know it by, the best first."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.db.search import found_by_order, order_bounds
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.domain.errors import Refused
from dealerdesk.services.search import Matched, find
from tests.stores import a_shop, clerk

DAY = date(2026, 3, 1)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", DAY) as shop:
        yield shop


def searchable(shop):
    with shop.desk.store.derive() as conn:
        rewrite_search_text(conn, [row["id"] for row in shop.rows("SELECT id FROM vehicle")])
    return shop.desk


def found(desk, text, **limits):
    return [hit.id for hit in find(desk, text, **limits)]


@pytest.fixture
def car(shop):
    """One car of 魏泽 among others."""
    owner = shop.customer("魏泽", phone="13812345678")
    car = shop.car(owner, "琼A88D13", vin="LSVNJC1M0T5361951", model="途观L")
    shop.car(shop.customer("李东", phone="13900001111"), "琼B12345", vin="LSV8EP0U5H2692317")
    return car


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("琼A88D13", Matched.PLATE),
        ("琼a·88 d13", Matched.PLATE),
        ("８８Ｄ", Matched.PLATE),
        ("5361951", Matched.VIN),
        ("lsvnjc", Matched.VIN),
        ("魏泽", Matched.CUSTOMER),
        ("weiz", Matched.CUSTOMER),
        ("wz", Matched.CUSTOMER),
        ("5678", Matched.PHONE),
        ("138 1234 5678", Matched.PHONE),
    ],
)
def test_found_by_anything_that_people_know_it_by(shop, car, text, matched):
    (hit,) = find(searchable(shop), text)
    assert (hit.id, hit.matched) == (car, matched)
    assert (hit.plate, hit.customer, hit.model, str(hit.phone)) == ("琼A88D13", "魏泽", "途观L", "138****5678")


@pytest.mark.parametrize("text", ["", " ", "·-", "张三", "%", "_", "琼A88D13琼"])
def test_what_nobody_has_finds_nothing(shop, car, text):
    assert find(searchable(shop), text) == ()


def test_whole_words_go_first_then_ends_and_beginnings_then_the_rest(shop):
    within = shop.car(shop.customer("甲", phone="13866660001"), "琼AB6661")
    ends = shop.car(shop.customer("乙", phone="13700000002"), "琼A10666")
    whole = shop.car(shop.customer("666", phone="13700000003"), "琼A10003")
    assert found(searchable(shop), "666") == [whole, ends, within]


def test_a_plate_goes_before_a_phone_that_ends_alike(shop):
    by_phone = shop.car(shop.customer("甲", phone="13712348888"), "琼A10001")
    by_plate = shop.car(shop.customer("乙", phone="13700000002"), "琼A18888")
    assert found(searchable(shop), "8888") == [by_plate, by_phone]


def test_an_old_plate_is_still_found_and_the_present_one_shown(shop, car):
    with shop.desk.store.write(shop.desk.header("replate")) as writer:
        from dealerdesk.db.tables import Plate

        (old,) = writer.conn.exec_driver_sql("SELECT id FROM plate WHERE vehicle_id = ?", (car,)).scalars()
        writer.update(Plate, old, {"until_day": date(2026, 1, 1)})
        new = {"vehicle_id": car, "plate": "琼C00001", "from_day": date(2026, 1, 1), "until_day": date(9999, 12, 31)}
        writer.insert(Plate, [new])
    (hit,) = find(searchable(shop), "88D13")
    assert (hit.plate, hit.matched) == ("琼C00001", Matched.PLATE)


def test_never_more_than_asked_for(shop):
    for _ in range(5):
        shop.car()
    assert len(find(searchable(shop), "琼", limit=3)) == 3


def test_the_best_is_found_even_of_a_text_that_very_many_have(shop, monkeypatch):
    monkeypatch.setattr("dealerdesk.db.search._RANKED", 2)
    for _ in range(5):
        shop.car(shop.customer("江河", phone="13811112222"))
    whole = shop.car(shop.customer("江", phone="13811112222"))
    assert found(searchable(shop), "江")[0] == whole


def orders(shop, car):
    for number, day in (("RO1710005399", date(2025, 1, 5)), ("RO1810005399", date(2025, 6, 5))):
        shop.visit(car, day, order_no=number, order_tail=number[::-1])


@pytest.mark.parametrize("text", ["RO1710005399", "ro1710", "ＲＯ１７１０", "1710005399", "5399"])
def test_an_order_is_found_by_the_beginning_and_the_end_of_its_number(shop, car, text):
    orders(shop, car)
    (hit,) = find(searchable(shop), text)
    assert (hit.id, hit.matched) == (car, Matched.ORDER)
    assert hit.order_no.startswith("RO1")


def test_the_whole_number_leads_to_its_own_order(shop, car):
    orders(shop, car)
    (hit,) = find(searchable(shop), "RO1710005399")
    assert hit.order_no == "RO1710005399"


def test_three_characters_are_too_few_for_an_order(shop, car):
    orders(shop, car)
    assert find(searchable(shop), "399") == ()


def test_order_numbers_are_looked_up_by_index(shop, car):
    from dealerdesk.db import search

    bound = order_bounds("5399") | {"day": DAY.isoformat(), "scope": None, "most": 20}
    with shop.desk.store.read() as conn:
        plan = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {search._BY_ORDER}", bound).fetchall()]
        assert found_by_order(conn, "5399", DAY, None, 20) == []
    looks = [step for step in plan if " n " in f"{step} "]
    assert len(looks) == 2
    assert all(step.startswith("SEARCH n USING INDEX") for step in looks)
    assert {"(order_no>? AND order_no<?)", "(order_tail>? AND order_tail<?)"} == {
        f"({step.split('(', 1)[1]}" for step in looks
    }


def test_an_advisor_finds_only_their_own_cars(shop, car):
    anna = shop.staff("安娜", job="advisor")
    own = shop.car(shop.customer("魏红"), "琼A88D99", advisor=anna)
    orders(shop, car)
    searchable(shop)
    desk = shop.on(DAY, actor=clerk("see", advisor_id=anna))
    assert found(desk, "琼A88D") == [own]
    assert found(desk, "魏") == [own]
    assert found(desk, "RO1710005399") == []


def test_who_may_not_see_may_not_search(shop, car):
    with pytest.raises(Refused):
        find(shop.on(DAY, actor=clerk("call")), "魏")
