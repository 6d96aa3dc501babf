"""The call sheet: made once for a day and agent, reprinted as it was, reserving its tasks until it is keyed in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from dealerdesk.db import tables
from dealerdesk.domain.codes import CodeKind, read_code
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.rules import Rules
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.settings import name_store
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.tasks import generate_tasks, task_queue
from dealerdesk.services.working_days import published_days
from tests.stores import a_shop, clerk

TODAY = date(2026, 1, 12)
TOMORROW = date(2026, 1, 13)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        name_store(shop.desk, "海口恒信汽车销售服务有限公司")
        yield shop


def lost_car(shop, day=date(2024, 7, 10), **fields):
    return shop.car(visits=[day], **fields)


def text_of(sheet):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(sheet.pdf)).pages).split())


def order_of(shop):
    return shop.rows("SELECT sheet_id, entry, place, task_id FROM sheet_row ORDER BY sheet_id, entry, place")


def refusal(desk, *asked):
    with pytest.raises(WrongUse) as refused:
        call_sheet(desk, *asked)
    return refused.value.said


# ---- made once ------------------------------------------------------------------------------------------------------


def test_the_sheet_holds_the_queue_in_its_order(shop):
    fleet = shop.customer("海口物流公司")
    lost_car(shop, date(2025, 1, 9), owner=fleet)
    lost_car(shop, date(2024, 12, 20))
    lost_car(shop, owner=fleet)
    generate_tasks(shop.desk)
    queue = task_queue(shop.desk)
    sheet = call_sheet(shop.desk, TODAY)
    assert (sheet.entries, sheet.tasks, sheet.reprinted, sheet.notes) == (2, 3, False, ())
    assert sheet.pages == len(PdfReader(BytesIO(sheet.pdf)).pages)
    placed = [(row["entry"], row["place"], row["task_id"]) for row in order_of(shop)]
    assert placed == [
        (number, place, row.id)
        for number, entry in enumerate(queue.entries, start=1)
        for place, row in enumerate(entry.rows)
    ]


def test_the_sheet_bears_a_code_and_its_days(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    sheet = call_sheet(shop.desk, TODAY)
    (row,) = shop.rows("SELECT id, code, day, agent_id, reserved_until, keyed_in_on FROM sheet")
    assert row == {
        "id": 1,
        "code": sheet.sheet,
        "day": "2026-01-12",
        "agent_id": None,
        "reserved_until": "2026-01-13",
        "keyed_in_on": None,
    }
    assert read_code(sheet.sheet) == (CodeKind.SHEET, 1)
    assert sheet.changed.kinds == {"sheet", "task"}


def test_printing_again_reprints_the_same_sheet(shop):
    for _ in range(3):
        lost_car(shop)
    generate_tasks(shop.desk)
    first = call_sheet(shop.desk, TODAY)
    order = order_of(shop)
    lost_car(shop)
    generate_tasks(shop.desk)
    again = call_sheet(shop.desk, TODAY)
    assert (again.sheet, again.entries, again.tasks, again.pages) == (first.sheet, 3, 3, first.pages)
    assert again.reprinted
    assert again.changed.act is None
    assert text_of(again) == text_of(first)
    assert order_of(shop) == order


def test_a_reprint_keeps_rows_that_ended_and_says_so(shop):
    came, waits = lost_car(shop, plate="琼A88888"), lost_car(shop, plate="琼A66666")
    generate_tasks(shop.desk)
    first = call_sheet(shop.desk, TODAY)
    shop.visit(came, TODAY)
    assert [row.vehicle_id for row in task_queue(shop.desk).rows] == [waits]
    for _ in range(2):
        again = call_sheet(shop.desk, TODAY)
        assert (again.entries, again.sheet) == (2, first.sheet)
        assert "琼A88888" in text_of(again)
        assert "No call needed" in text_of(again)
        generate_tasks(shop.desk)  # ends the task in the store, too


def test_two_who_make_a_sheet_at_once_make_one(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    with ThreadPoolExecutor(2) as both:
        sheets = list(both.map(lambda desk: call_sheet(desk, TODAY), [shop.desk, shop.desk]))
    assert {sheet.sheet for sheet in sheets} == {"S2223B"}
    assert len(shop.rows("SELECT * FROM sheet")) == len(order_of(shop)) == 1


def test_a_past_sheet_is_reprinted(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    first = call_sheet(shop.desk, TODAY)
    assert call_sheet(shop.on(date(2026, 3, 2)), TODAY).sheet == first.sheet


def test_each_agent_has_a_sheet_of_their_own(shop):
    shop.staff("周敏")
    shop.staff("吴倩")
    for _ in range(4):
        lost_car(shop)
    generate_tasks(shop.desk)
    one, other = call_sheet(shop.desk, TODAY, "周敏"), call_sheet(shop.desk, TODAY, "吴倩")
    assert one.sheet != other.sheet
    assert (one.tasks, other.tasks) == (2, 2)
    assert "周敏" in text_of(one)
    assert refusal(shop.desk, TODAY).code == "sheet.none_offered"


# ---- reservation ----------------------------------------------------------------------------------------------------


def test_tasks_are_reserved_until_the_end_of_the_next_working_day(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    call_sheet(shop.desk, date(2026, 1, 16))  # a Friday
    (row,) = shop.rows("SELECT reserved_until FROM sheet")
    assert row == {"reserved_until": "2026-01-19"}
    assert task_queue(shop.desk, date(2026, 1, 19)).rows == ()
    assert len(task_queue(shop.desk, date(2026, 1, 20)).rows) == 1
    held = said("sheet.held", cause=said("label.not_offered.reserved"), count=1)
    assert refusal(shop.desk, date(2026, 1, 19)) == said("sheet.none_offered", day=date(2026, 1, 19), causes=(held,))


def test_over_a_festival_the_reservation_lasts_until_after_it(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    call_sheet(shop.desk, date(2026, 2, 14))  # a Saturday, worked for Spring Festival
    assert shop.rows("SELECT reserved_until FROM sheet") == [{"reserved_until": "2026-02-24"}]


def test_keying_a_sheet_in_ends_its_reservation(shop):
    car = lost_car(shop)
    generate_tasks(shop.desk)
    call_sheet(shop.desk, TODAY)
    shop.change(tables.Sheet, 1, keyed_in_on=TODAY)
    assert [row.vehicle_id for row in task_queue(shop.desk, TOMORROW).rows] == [car]
    assert call_sheet(shop.desk, TOMORROW).tasks == 1


def test_what_was_not_reserved_goes_on_the_next_sheet(shop):
    change_rules(shop.desk, Rules(tasks_per_agent_day=2))
    cars = [lost_car(shop) for _ in range(3)]
    generate_tasks(shop.desk)
    assert call_sheet(shop.desk, TODAY).tasks == 2
    second = call_sheet(shop.desk, TOMORROW)
    assert second.tasks == 1
    assert second.notes == (said("cli.tasks.not_offered", cause=said("label.not_offered.reserved"), count=2),)
    assert order_of(shop)[-1]["task_id"] == len(cars)


def test_making_a_sheet_ends_what_has_ended(shop):
    came = lost_car(shop)
    lost_car(shop)
    generate_tasks(shop.desk)
    shop.visit(came, TODAY)
    assert call_sheet(shop.desk, TODAY).tasks == 1
    assert [row["ended_why"] for row in shop.rows("SELECT ended_why FROM task WHERE state = 'ended'")] == ["visit"]


# ---- no sheet -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed", "following"),
    [
        (date(2026, 1, 17), date(2026, 1, 19)),
        (date(2026, 2, 17), date(2026, 2, 24)),
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 1, 10), date(2026, 1, 12)),
    ],
    ids=["weekend", "spring-festival", "national-day", "past"],
)
def test_a_closed_day_has_no_sheet_but_a_next_working_day(shop, closed, following):
    lost_car(shop)
    generate_tasks(shop.desk)
    assert refusal(shop.desk, closed) == said("sheet.closed_day", day=closed, next_day=following)
    assert shop.rows("SELECT * FROM sheet") == []


@pytest.mark.parametrize("worked", [date(2026, 2, 14), date(2026, 2, 28)])
def test_a_saturday_that_is_worked_has_a_sheet(shop, worked):
    lost_car(shop)
    generate_tasks(shop.desk)
    assert call_sheet(shop.desk, worked).tasks == 1


def test_a_past_day_without_a_sheet_has_none(shop):
    lost_car(shop)
    generate_tasks(shop.desk)
    assert refusal(shop.desk, date(2026, 1, 9)) == said("sheet.past_day", day=date(2026, 1, 9))


def test_a_day_too_far_ahead_has_no_sheet(shop):
    assert refusal(shop.desk, date(2027, 1, 13)) == said(
        "sheet.too_far", day=date(2027, 1, 13), last_day=date(2027, 1, 12)
    )
    assert refusal(shop.desk, date.max).code == "sheet.too_far"


def test_without_tasks_it_says_where_they_come_from(shop):
    assert refusal(shop.desk, TODAY) == said("sheet.none_due", day=TODAY)


def test_without_tasks_yet_it_says_when_the_next_are_due(shop):
    shop.car(shop.customer(birthday=date(1990, 2, 18)))
    generate_tasks(shop.desk)
    assert refusal(shop.desk, TODAY) == said("sheet.next_due", day=TODAY, next_day=date(2026, 2, 14))


def test_beyond_the_published_calendar_it_says_so(shop):
    unknown = max(published_days().known_years) + 1
    lost_car(shop, date(unknown - 2, 3, 1))
    desk = shop.on(date(unknown - 1, 12, 31))
    generate_tasks(desk)
    sheet = call_sheet(desk, date(unknown, 1, 4))
    assert said("tasks.calendar_unknown", year=unknown) in sheet.notes


def test_an_unknown_agent_has_no_sheet(shop):
    assert refusal(shop.desk, TODAY, "周敏") == said("tasks.no_agents", agent="周敏")


def test_nothing_is_kept_of_a_sheet_that_cannot_be_made(shop):
    lost_car(shop, owner=shop.customer(phone=None))
    generate_tasks(shop.desk)
    acts = shop.rows("SELECT count(*) FROM act")
    held = said("sheet.held", cause=said("label.not_offered.no-phone"), count=1)
    assert refusal(shop.desk, TODAY) == said("sheet.none_offered", day=TODAY, causes=(held,))
    assert shop.rows("SELECT count(*) FROM act") == acts


# ---- on paper -------------------------------------------------------------------------------------------------------


def printed(shop, **on):
    customer = shop.customer("王小明", "13812345678")
    car = lost_car(shop, date(2025, 1, 9), owner=customer, plate="琼A88888", model="明锐")
    shop.visit(car, date(2025, 12, 1), "上门检测", paid_fen=0, odometer=61_240)
    lost_car(shop, owner=customer, plate="琼A66666")
    generate_tasks(shop.desk)
    return text_of(call_sheet(shop.on(TODAY, **on), TODAY))


def test_the_paper_says_whom_to_ring_and_why(shop):
    paper = printed(shop)
    for text in (
        *("海口恒信汽车销售服务有限公司", "王小明", "138 1234 5678", "琼A88888", "明锐", "61,240 km", "12 months"),
        *("Lost survey", "Lost for 3 days, Quasi-lost, also about 琼A66666", "12 January 2026"),
    ):
        assert text in paper, text
    codes = [row["code"] for row in shop.rows("SELECT code FROM task ORDER BY id")]
    assert f"{codes[0]} +1" in paper


def test_the_paper_speaks_chinese(shop):
    paper = printed(shop, lang="zh_CN")
    for text in ("回访任务单", "已流失3天、准流失", "流失回访"):
        assert text in paper, text


def test_who_may_not_see_full_phones_prints_masked_ones(shop):
    paper = printed(shop, actor=clerk("call", "see"))
    assert "138****5678" in paper
    assert "1234 5678" not in paper


def test_a_sheet_needs_the_right(shop):
    with pytest.raises(Refused):
        call_sheet(shop.on(TODAY, clerk("see")), TODAY)
