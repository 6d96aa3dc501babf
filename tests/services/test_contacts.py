"""The history of contacts: every channel in one table, found, filtered, sorted, mended and exported."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import load_workbook

from dealerdesk.db import tables
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.contact_query import ContactSort, ContactsQuery
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.followup import Disposition
from dealerdesk.services.contacts.files import contacts_on_paper, export_contacts
from dealerdesk.services.contacts.table import change_contact_note, contact_choices, contact_rows, contacts
from tests.stores import a_shop, clerk

TODAY = date(2026, 3, 10)


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop


def contact(shop, customer, day, **fields):
    """A contact that was kept, at 10:30 in the morning by the clock of UTC."""
    kept = {"at": datetime.combine(day, time(2, 30), UTC), "day": day, "who": "陈晓", "disposition": "completed"}
    with shop.writing() as writer:
        (key,) = writer.insert(tables.Call, [{**kept, "customer_id": customer, **fields}])
    return key


@pytest.fixture
def three(shop):
    """A call in vain, a message that was answered, and a talk that the customer began; of 王小明 and 李四."""
    wang, li = shop.customer("王小明", phone="13812345678"), shop.customer("李四", phone="13900001111")
    shop.car(wang, "琼A10003")
    car = shop.car(li, "琼A10001")
    shop.fold()
    with shop.desk.store.derive() as conn:
        from dealerdesk.db.search_text import rewrite_search_text

        rewrite_search_text(conn, [row["id"] for row in shop.rows("SELECT id FROM vehicle")])
    vain = contact(shop, wang, date(2026, 3, 2), disposition="no-answer")
    message = contact(shop, wang, date(2026, 3, 5), channel="wechat", note="下周来", who="赵敏")
    came = contact(
        shop, li, date(2026, 3, 5), channel="reception", incoming=True, vehicle_id=car, topic="campaign", timed=False
    )
    return vain, message, came


def ids(shop, actor=None, **query):
    desk = shop.desk if actor is None else shop.on(TODAY, actor)
    return list(contacts(desk, ContactsQuery(**query)))


def test_the_newest_stands_first_and_every_channel_is_there(shop, three):
    vain, message, came = three
    assert ids(shop) == [came, message, vain]
    assert ids(shop, descending=False) == [vain, message, came]
    rows = contact_rows(shop.desk, ids(shop))
    assert [rows[key].plate for key in (came, message, vain)] == ["琼A10001", "琼A10003", "琼A10003"]
    assert (rows[came].incoming, rows[came].timed, rows[came].channel) == (True, False, "reception")
    assert (rows[message].who, rows[message].note, rows[message].customer) == ("赵敏", "下周来", "王小明")


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"text": "10003"}, (1, 0)),
        ({"text": "王小"}, (1, 0)),
        ({"text": "wxm"}, (1, 0)),
        ({"text": "李四"}, (2,)),
        ({"text": "13900001111"}, (2,)),
        ({"text": "没有这人"}, ()),
        ({"first": date(2026, 3, 3)}, (2, 1)),
        ({"last": date(2026, 3, 2)}, (0,)),
        ({"channels": (Channel.WECHAT, Channel.CALL)}, (1, 0)),
        ({"results": (Disposition.NO_ANSWER,)}, (0,)),
        ({"who": ("赵敏",)}, (1,)),
        ({"incoming": True}, (2,)),
        ({"noted": True}, (1,)),
        ({"noted": False, "channels": (Channel.CALL,)}, (0,)),
        ({"about": ("survey",)}, ()),
    ],
)
def test_filters(shop, three, query, places):
    assert ids(shop, **query) == [three[place] for place in places]


@pytest.mark.parametrize("sort", list(ContactSort))
def test_every_order_has_all_rows_both_ways(shop, three, sort):
    for descending in (True, False):
        assert sorted(ids(shop, sort=sort, descending=descending)) == sorted(three)


def test_a_contact_tells_the_reasons_of_its_tasks(shop, three):
    vain = three[0]
    with shop.writing() as writer:
        (task,) = writer.insert(
            tables.Task,
            [
                {
                    "code": "T1",
                    "key": "survey:1:x",
                    "reason": "survey",
                    "created_on": TODAY,
                    "due": TODAY,
                    "customer_id": 1,
                    "vehicle_id": 1,
                }
            ],
        )
        writer.insert(tables.CallTask, [{"call_id": vain, "task_id": task, "place": 0}])
    assert contact_rows(shop.desk, [vain])[vain].about == ("survey",)
    assert ids(shop, about=("survey",)) == [vain]


def test_whoever_sees_masked_numbers_does_not_find_by_their_hidden_digits(shop, three):
    agent = clerk("see", "call")
    assert ids(shop, actor=agent, text="0000") == []
    assert ids(shop, actor=agent, text="1111") == [three[2]]


def test_an_advisor_sees_the_contacts_of_their_own_cars_alone(shop, three):
    advisor = shop.staff("李诚", "advisor")
    shop.car(shop.customer("赵丽"), "琼A10009", advisor=advisor)
    own = contact(shop, 3, date(2026, 3, 6))
    scoped = clerk("see", "call", advisor_id=advisor)
    assert ids(shop, actor=scoped) == [own]
    assert list(contact_rows(shop.on(TODAY, scoped), [*three, own])) == [own]


def test_a_note_is_mended_once_and_what_it_said_is_in_the_trail(shop, three):
    message = three[1]
    row = contact_rows(shop.desk, [message])[message]
    changed = change_contact_note(shop.desk, message, row.revision, " 下周三来 ")
    assert changed.kinds == {"call"}
    assert contact_rows(shop.desk, [message])[message].note == "下周三来"
    with pytest.raises(Refused) as refused:
        change_contact_note(shop.desk, message, row.revision, "别的")
    assert refused.value.said.code == "record.changed_meanwhile"
    with pytest.raises(Refused) as refused:
        change_contact_note(shop.desk, 999, 1, "x")
    assert refused.value.said.code == "contact.gone"


def test_who_there_is_to_choose_from(shop, three):
    assert contact_choices(shop.desk).who == ("陈晓", "赵敏")


def test_the_query_comes_back_from_what_was_kept_of_it():
    query = ContactsQuery("王", date(2026, 1, 1), None, (Channel.LETTER,), (Disposition.BUSY,), ("陈晓",), ("survey",))
    assert ContactsQuery.from_data(query.to_data()) == query
    assert ContactsQuery.from_data({"channels": ["pigeon"], "first": "soon", "sort": "?"}) == ContactsQuery()
    assert (query.is_filtered, query.unfiltered().is_filtered) == (True, False)


def test_exports_hold_what_is_shown_and_are_acts(shop, three, tmp_path):
    book, text, paper = (tmp_path / f"contacts{ending}" for ending in (".xlsx", ".csv", ".pdf"))
    assert [export_contacts(shop.desk, ContactsQuery(), [], file) for file in (book, text, paper)] == [3, 3, 3]
    sheet = load_workbook(book).active
    assert [cell.value for cell in sheet[1]][:3] == ["When", "Channel", "Customer"]
    assert sheet.max_row == 4
    with text.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][:5] == ["2026-03-05", "Talk at reception (incoming)", "李四", "琼A10001", "Completed"]
    assert paper.read_bytes().startswith(b"%PDF")
    assert contacts_on_paper(shop.desk, ContactsQuery(text="王")).startswith(b"%PDF")
    told = [row["what"] for row in shop.rows("SELECT what FROM disclosure ORDER BY id")]
    assert told == ["paper.contacts .xlsx", "paper.contacts .csv", "paper.contacts .pdf", "paper.contacts"]
