"""Lists as a window shows them: counts, ids in the asked order, rows as they are painted, files and tasks as shown."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.list_query import AS_IT_IS, Between, Contains, OneOf, Query, Sort
from dealerdesk.domain.list_row import ListRow
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.desk import Right
from dealerdesk.services.list_files import export_shown, shown_on_paper
from dealerdesk.services.list_view import list_counts, list_rows_of, list_view, values_of
from dealerdesk.services.list_views import SavedView, delete_view, rename_saved_view, save_view, saved_views
from dealerdesk.services.list_why import explain, explain_vehicle
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.tasks import generate_tasks
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 22)
CAME = date(2025, 12, 10)
ASK = AskFor(ListName.ABOUT_TO_BE_LOST, Month(2026, 12))
BIRTHDAYS = AskFor(ListName.BIRTHDAYS, Month(2026, 12))


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


@pytest.fixture
def full(shop):
    """Three cars in the list: two of a model, and one whose owner's name sorts first."""
    advisor = shop.staff("李诚", "advisor")
    shop.car(shop.customer("王小明", district="海口"), "琼A00001", model="明锐", visits=[CAME], advisor=advisor)
    shop.car(shop.customer("陈丽", district="三亚"), "琼A00002", model="速派", visits=[date(2025, 12, 11)])
    shop.car(shop.customer("赵敏", district="海口"), "琼A00003", model="明锐", visits=[date(2025, 12, 12)])
    return shop


def plates(shop, query, ask=ASK):
    ids = list_view(shop.desk, ask, query).ids
    rows = list_rows_of(shop.desk, ask, ids)
    return [rows[key].plate for key in ids]


def test_counts_are_those_of_the_lists(full):
    full.car(full.customer(birthday=date(1980, 12, 1)), visits=[TODAY])
    counts = list_counts(full.desk, Month(2026, 12)).members
    assert list(counts) == list(ListName)
    for name, count in counts.items():
        assert count == len(month_list(full.desk, AskFor(name, Month(2026, 12))).rows)
    assert counts[ListName.ABOUT_TO_BE_LOST] == 3
    assert counts[ListName.BIRTHDAYS] == 1
    assert list_counts(full.desk, Month(2026, 12), "6").members[ListName.AT_RISK] == 0


def test_an_empty_store_and_an_empty_list_say_why(shop):
    assert not list_counts(shop.desk).any_vehicle
    assert list_view(shop.desk, AskFor(ListName.INSURANCE)).why_empty.code == "list.no_ends"
    assert list_view(shop.desk, BIRTHDAYS).why_empty.code == "list.no_birthdays"
    assert list_view(shop.desk, AskFor(ListName.WATCH)).why_empty.code == "list.no_such_stage"
    assert list_view(shop.desk, AskFor(ListName.LOST)).why_empty.code == "list.empty"
    shop.car(shop.customer(birthday=date(1980, 1, 1)), insurance_end=date(2020, 1, 1))
    assert list_counts(shop.desk).any_vehicle
    assert list_view(shop.desk, AskFor(ListName.INSURANCE)).why_empty.code == "list.empty"
    assert list_view(shop.desk, BIRTHDAYS).why_empty.code == "list.empty"
    assert list_view(shop.desk, BIRTHDAYS, Query(sort=Sort("model"))).ids == ()


def test_a_list_is_filtered_sorted_and_grouped(full):
    assert plates(full, AS_IT_IS) == ["琼A00001", "琼A00002", "琼A00003"]
    assert plates(full, Query(sort=Sort("customer"))) == ["琼A00002", "琼A00001", "琼A00003"]
    assert plates(full, Query((OneOf("model", ("明锐",)),), Sort("reference", descending=True))) == [
        "琼A00003",
        "琼A00001",
    ]
    assert plates(full, Query((Contains("plate", "0002"),))) == ["琼A00002"]
    assert plates(full, Query((OneOf("loyal", (1,)),))) == []
    assert plates(full, Query((Contains("phone", "00"),), Sort("plate", descending=True))) == plates(
        full, Query(sort=Sort("plate", descending=True))
    )
    found = list_view(full.desk, ASK, Query((OneOf("advisor", ("李诚",)),), group="district"))
    assert (found.members, len(found.ids), found.spend_fen) == (3, 1, 50_000)
    assert [(group.key, group.rows) for group in found.groups] == [(OneOf("district", ("海口",)), 1)]
    assert found.asked.base_month == Month(2025, 12)


def test_values_to_choose_among_come_with_their_counts_under_the_other_filters(full):
    query = Query((OneOf("district", ("海口",)), OneOf("model", ("速派",))))
    assert [(group.key.values[0], group.rows) for group in values_of(full.desk, ASK, "model", query)] == [("明锐", 2)]
    assert [group.rows for group in values_of(full.desk, ASK, "model")] == [2, 1]


def test_without_filters_no_row_is_looked_at(full, monkeypatch):
    monkeypatch.setattr(ListRow, "__new__", lambda *_a, **_k: pytest.fail("a row was made"))
    view = list_view(full.desk, ASK)
    assert (len(view.ids), view.spend_fen) == (3, None)


def test_birthdays_are_rows_of_customers_in_the_order_of_their_days(shop):
    owners = [shop.customer(birthday=date(1980, 12, 28 - n)) for n in range(12)]
    for owner in owners:
        shop.car(owner, visits=[CAME])
    shop.car(owners[3], plate="琼B00001", visits=[CAME])
    view = list_view(shop.desk, BIRTHDAYS)
    assert view.ids == tuple(reversed(owners))
    assert tuple(list_rows_of(shop.desk, BIRTHDAYS, view.ids)) == view.ids
    assert list_view(shop.desk, BIRTHDAYS, Query((Contains("plate", "B0"),))).ids == (owners[3],)


def test_an_advisor_counts_and_sees_the_cars_that_are_theirs(full):
    (staff,) = full.rows("SELECT id FROM staff")
    desk = full.on(TODAY, clerk(Right.SEE, advisor_id=staff["id"]))
    assert list_counts(desk, Month(2026, 12)).members[ListName.ABOUT_TO_BE_LOST] == 1
    assert len(list_view(desk, ASK, Query(sort=Sort("model"))).ids) == 1


def test_why_for_a_plate_a_tail_a_name_and_the_row_one_stands_on(full):
    query = Query((OneOf("model", ("速派",)),))
    found = explain(full.desk, "琼a·00001", ASK, query)
    assert found.verdict.member
    assert found.hidden_by == query.filters
    assert found.lists == (ListName.ABOUT_TO_BE_LOST, ListName.LOST)
    assert found.member_id == found.vehicle_id
    assert explain(full.desk, "00002", ASK, query).hidden_by == ()
    assert explain(full.desk, "陈丽", ASK).plate == "琼A00002"
    assert len(explain(full.desk, "0000", ASK)) == 3
    assert explain_vehicle(full.desk, found.vehicle_id, AskFor(ListName.LOST)).verdict.reasons
    with pytest.raises(WrongUse) as refused:
        explain(full.desk, "琼A99999", ASK)
    assert refused.value.said.code == "why.unknown_plate"
    with pytest.raises(WrongUse):
        explain_vehicle(full.desk, 999, ASK)


def test_why_a_birthday_is_hidden_looks_at_the_customer(shop):
    car = shop.car(shop.customer(birthday=date(1980, 12, 3), sex="female"), visits=[CAME])
    hidden = explain_vehicle(shop.desk, car, BIRTHDAYS, Query((OneOf("sex", ("male",)),)))
    assert (hidden.verdict.member, len(hidden.hidden_by)) == (True, 1)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_list_goes_out_as_it_is_shown(full, tmp_path, ending):
    told = []
    query = Query((OneOf("model", ("明锐",)),), Sort("plate", descending=True))
    file = tmp_path / f"list.{ending}"
    progress = lambda done, total: told.append((done, total))  # noqa: E731
    assert export_shown(full.desk, ASK, query, ["customer", "plate", "moon"], file, progress) == 2
    assert told == [(2, 2)]
    if ending == "csv":
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        assert [row[:-1] for row in rows] == [["Customer", "Plate"], ["赵敏", "琼A00003"], ["王小明", "琼A00001"]]
        assert all(row[-1].startswith("Made by Owner, ") for row in rows[1:])


def test_who_stops_an_export_finds_no_file(full, tmp_path):
    def stop(_done, _total):
        raise Refused("list.stopped")

    with pytest.raises(Refused):
        export_shown(full.desk, ASK, AS_IT_IS, [], tmp_path / "list.csv", stop)
    assert not list(tmp_path.glob("*.csv*"))


def test_paper_says_which_filters_it_was_printed_under(full):
    from io import BytesIO

    from pypdf import PdfReader

    pdf = shown_on_paper(full.desk, ASK, Query((OneOf("model", ("速派",)),)))
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "琼A00002" in text
    assert "琼A00001" not in text
    assert "Filters" in text


def test_tasks_are_made_of_the_rows_shown_alone(full):
    ids = list_view(full.desk, ASK, Query((OneOf("model", ("明锐",)),))).ids
    made = generate_tasks(full.desk, ASK.month, [ASK.name], members=ids)
    assert made.created == 2
    assert {row["vehicle_id"] for row in full.rows("SELECT vehicle_id FROM task")} == set(ids)
    again = generate_tasks(full.desk, ASK.month, [ASK.name])
    assert (again.created, again.existing) == (1, 2)


def test_birthday_greetings_are_made_of_the_customers_shown(shop):
    owners = [shop.customer(birthday=date(1980, 12, 3)) for _ in range(2)]
    for owner in owners:
        shop.car(owner, visits=[CAME])
    assert generate_tasks(shop.desk, Month(2026, 12), [ListName.BIRTHDAYS], members={owners[0]}).created == 1
    assert [row["customer_id"] for row in shop.rows("SELECT customer_id FROM task")] == [owners[0]]


def test_views_are_saved_renamed_deleted_and_survive_what_is_unknown(shop):
    query = Query((Between("spend", 300_000, None),), Sort("customer"), "model")
    view = SavedView(" 海口   大客户 ", ListName.LOST, query, "6", ("plate", "customer"))
    assert save_view(shop.desk, view).kinds == {"view"}
    (kept,) = saved_views(shop.desk)
    assert kept == SavedView("海口 大客户", ListName.LOST, query, "6", ("plate", "customer"))
    assert save_view(shop.desk, kept).act is None
    save_view(shop.desk, SavedView("B", ListName.WATCH))
    rename_saved_view(shop.desk, "B", "C")
    with pytest.raises(WrongUse):
        rename_saved_view(shop.desk, "C", kept.name)
    with pytest.raises(WrongUse):
        rename_saved_view(shop.desk, "B", "D")
    delete_view(shop.desk, kept.name)
    assert [view.name for view in saved_views(shop.desk)] == ["C"]
    with shop.writing() as writer:
        from dealerdesk.db.list_views import keep_view

        keep_view(writer, "new", {"list": "stars"})
        keep_view(writer, "odd", {"list": "lost", "columns": ["moon", "vin"], "policy": "99", "query": 3})
    assert saved_views(shop.desk)[1:] == (SavedView("odd", ListName.LOST, columns=("vin",)),)


@pytest.mark.parametrize(("name", "code"), [("  ", "view.no_name"), ("x" * 61, "view.long_name")])
def test_a_view_needs_a_name_that_can_be_read(shop, name, code):
    with pytest.raises(WrongUse) as refused:
        save_view(shop.desk, SavedView(name, ListName.LOST))
    assert refused.value.said.code == code
