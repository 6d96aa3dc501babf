"""Deleting and the recycle bin: what goes comes back as it was, and what is purged is gone for good."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.db import tables
from dealerdesk.db.deleting import follow
from dealerdesk.db.importing import vehicles_of
from dealerdesk.db.shape import is_recorded
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Right, Role
from dealerdesk.services.customers.editing import edit_customer, edit_vehicle
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.deleting import remove_customer, remove_vehicle, remove_visit
from dealerdesk.services.list_views import SavedView, delete_view, save_view, saved_views
from dealerdesk.services.recycling import deleted_things, purge_deleted, restore_deleted
from dealerdesk.services.search import find
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.stores import a_shop

TODAY = date(2026, 3, 1)
_TELLS_OF_OTHERS = frozenset({"setting", "erasure"})


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop


def refused(call, *args):
    with pytest.raises(Refused) as trouble:
        call(*args)
    return trouble.value.said


def everything(desk):
    """Every recorded row, and what is derived, without revisions."""
    found = {}
    with desk.store.read() as conn:
        for table in tables.Base.metadata.sorted_tables:
            if table.name in {"act", "act_row", "chain_head", "draft", "secret", "erasure"}:
                continue
            rows = conn.execute(table.select()).mappings()
            left = {"revision"} if is_recorded(table) else set()
            found[table.name] = sorted(
                tuple((name, str(value)) for name, value in row.items() if name not in left) for row in rows
            )
    return found


def filled(shop):
    """Two customers; one with two cars of which one was never here, numbers, a mark, a task, a call and a sheet."""
    owner = shop.customer("王小明", phone="13812345678", note="x")
    shop.phone(owner, "13912345678", quality="doubtful")
    car = shop.car(owner, "琼A10001", model="明锐", delivered=date(2024, 1, 5), visits=[date(2025, 8, 1)])
    new = shop.car(owner, "琼A10002", source="own", delivered=date(2026, 2, 1))
    lonely = shop.customer("陈敏", phone="13812345678")
    unused = shop.car(lonely, "琼A10003")
    return owner, car, new, lonely, unused


def test_a_visit_goes_and_comes_back_with_its_history(shop):
    _, car, *_ = filled(shop)
    before = everything(shop.desk)
    with shop.desk.store.read() as conn:
        (visit,) = conn.exec_driver_sql("SELECT id FROM visit WHERE vehicle_id = ?", (car,)).scalars()
    gone = remove_visit(shop.desk, visit)
    assert (gone.vehicles, gone.visits) == (0, 1)
    assert check_store(shop.desk).ok
    (thing,) = deleted_things(shop.desk)
    assert (thing.names, thing.records, thing.who) == (("琼A10001",), (("visit", 1),), "owner")
    restore_deleted(shop.desk, thing.act)
    assert everything(shop.desk) == before
    assert deleted_things(shop.desk) == ()
    assert check_store(shop.desk).ok


def test_a_car_goes_with_all_of_its_own_and_its_owner_stays(shop):
    owner, car, *_ = filled(shop)
    before = everything(shop.desk)
    gone = remove_vehicle(shop.desk, car)
    assert (gone.vehicles, gone.visits) == (1, 1)
    assert find(shop.desk, "琼A10001") == ()
    assert customer_file(shop.desk, customer=owner).person.name == "王小明"
    assert check_store(shop.desk).ok
    undo_act(shop.desk, gone.changed.act)
    assert everything(shop.desk) == before
    assert deleted_things(shop.desk) == ()


def test_a_customer_whose_cars_were_here_stays_until_they_are_dealt_with(shop):
    owner, car, *_ = filled(shop)
    said = refused(remove_customer, shop.desk, owner)
    assert (said.code, said.params["names"]) == ("delete.has_cars", ("琼A10001",))
    remove_vehicle(shop.desk, car)
    before = everything(shop.desk)
    gone = remove_customer(shop.desk, owner)
    assert gone.vehicles == 1
    assert check_store(shop.desk).ok
    restore_deleted(shop.desk, gone.changed.act)
    assert everything(shop.desk) == before
    assert check_store(shop.desk).ok


def test_who_must_not_be_called_is_still_not_called_when_deleted(shop):
    *_, lonely, _ = filled(shop)
    with shop.desk.store.write(shop.desk.header("edit-customer")) as writer:
        writer.insert(tables.DoNotCall, [{"customer_id": lonely, "since": TODAY, "reason": "asked"}])
    with shop.desk.store.derive() as conn:
        follow(conn, vehicles_of(conn, [lonely]))
    before = everything(shop.desk)
    gone = remove_customer(shop.desk, lonely)
    with shop.desk.store.read() as conn:
        marks = conn.exec_driver_sql("SELECT customer_id, digits, reason FROM do_not_call").fetchall()
    assert [tuple(mark) for mark in marks] == [(None, "13812345678", "asked")]
    assert check_store(shop.desk).ok
    restore_deleted(shop.desk, gone.changed.act)
    assert everything(shop.desk) == before


def test_what_was_shown_of_somebody_stays_on_record(shop):
    *_, lonely, _ = filled(shop)
    with shop.desk.store.write(shop.desk.header("open-phones")) as writer:
        writer.insert(tables.Disclosure, [{"kind": "phone", "customer_id": lonely}])
    before = everything(shop.desk)
    gone = remove_customer(shop.desk, lonely)
    assert everything(shop.desk)["disclosure"] != []
    restore_deleted(shop.desk, gone.changed.act)
    assert everything(shop.desk) == before


def test_what_took_its_place_meanwhile_is_named(shop):
    car = shop.car(shop.customer("王小明"), "琼A10001", vin="LSVAA4187E2184321")
    gone = remove_vehicle(shop.desk, car)
    shop.car(shop.customer("陈敏"), "琼A10002", vin="LSVAA4187E2184321")
    before = everything(shop.desk)
    assert refused(restore_deleted, shop.desk, gone.changed.act).code == "recycle.taken"
    assert everything(shop.desk) == before


def test_what_is_purged_is_gone_for_good_and_the_trail_still_holds(shop):
    *_, lonely, unused = filled(shop)
    gone = remove_customer(shop.desk, lonely)
    done = purge_deleted(shop.desk, [gone.changed.act])
    assert done.deletions == 1
    assert deleted_things(shop.desk) == ()
    assert check_store(shop.desk).problems == ()
    assert refused(restore_deleted, shop.desk, gone.changed.act).code == "recycle.not_there"
    assert refused(undo_act, shop.desk, gone.changed.act).code == "act.erased"
    with shop.desk.store.read() as conn:
        told = conn.exec_driver_sql("SELECT group_concat(before || after) FROM act_row").scalar() or ""
        assert "陈敏" not in told
        assert "琼A10003" not in told
        assert unused > 0


def test_a_list_view_comes_back_unless_its_name_is_taken(shop):
    save_view(shop.desk, SavedView("mine", ListName.LOST))
    gone = delete_view(shop.desk, "mine")
    (thing,) = deleted_things(shop.desk)
    assert thing.names == ("mine",)
    restore_deleted(shop.desk, gone.act)
    assert [view.name for view in saved_views(shop.desk)] == ["mine"]
    gone = delete_view(shop.desk, "mine")
    save_view(shop.desk, SavedView("mine", ListName.LOST))
    assert refused(restore_deleted, shop.desk, gone.act).code == "recycle.taken"
    assert check_store(shop.desk).problems == ()


def test_only_who_may_delete_deletes_and_only_a_manager_purges(shop):
    owner, car, *_ = filled(shop)
    for role in Role:
        desk = shop.on(TODAY, Actor("x", RIGHTS_OF[role]))
        if Right.DELETE in RIGHTS_OF[role]:
            continue
        for call, key in ((remove_customer, owner), (remove_vehicle, car), (restore_deleted, 1)):
            assert refused(call, desk, key).code == "actor.no_right"
        assert refused(purge_deleted, desk, [1]).code == "actor.no_right"
    gone = remove_vehicle(shop.desk, car)
    clerk = shop.on(TODAY, Actor("x", RIGHTS_OF[Role.RECEPTIONIST]))
    assert refused(undo_act, clerk, gone.changed.act).code == "actor.no_right"


def test_what_is_not_there_is_said(shop):
    for call in (remove_customer, remove_vehicle, remove_visit):
        assert refused(call, shop.desk, 99).code == "customers.gone"
    assert refused(restore_deleted, shop.desk, 99).code == "recycle.not_there"
    assert refused(purge_deleted, shop.desk, [99]).code == "recycle.not_there"


_STEPS = st.lists(
    st.tuples(st.sampled_from(["car", "visit", "customer", "restore", "purge", "edit", "undo"]), st.integers(0, 9)),
    min_size=1,
    max_size=10,
)


def _step(shop, what, n):
    desk = shop.desk
    with desk.store.read() as conn:
        ids = {
            name: list(conn.exec_driver_sql(f"SELECT id, revision FROM {name} ORDER BY id").fetchall())
            for name in ("vehicle", "visit", "customer")
        }
        last = conn.exec_driver_sql("SELECT max(id) FROM act").scalar()
    bin_ = deleted_things(desk)
    if what == "restore" and bin_:
        restore_deleted(desk, bin_[n % len(bin_)].act)
    elif what == "purge" and bin_:
        purge_deleted(desk, [bin_[n % len(bin_)].act])
    elif what == "undo":
        undo_act(desk, max(last - n % 3, 1))
    elif what == "edit" and ids["customer"] and ids["vehicle"]:
        edit_customer(desk, *ids["customer"][n % len(ids["customer"])], {"note": f"n{n}"})
        edit_vehicle(desk, *ids["vehicle"][n % len(ids["vehicle"])], {"note": f"n{n}"})
    else:
        table = {"car": "vehicle", "visit": "visit", "customer": "customer"}.get(what)
        call = {"car": remove_vehicle, "visit": remove_visit, "customer": remove_customer}.get(what)
        if table is not None and ids[table]:
            call(desk, ids[table][n % len(ids[table])][0])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(_STEPS)
def test_whatever_is_deleted_restored_edited_and_purged_the_store_stays_sound(tmp_path_factory, steps):
    with a_shop(tmp_path_factory.mktemp("bin"), TODAY) as shop:
        filled(shop)
        for what, n in steps:
            before = everything(shop.desk)
            act = None
            try:
                _step(shop, what, n)
                newest = deleted_things(shop.desk)
                act = newest[0].act if what in {"car", "visit", "customer"} and newest else None
            except Refused:
                assert everything(shop.desk) == before
            if act is not None and n % 2 and everything(shop.desk) != before:
                restore_deleted(shop.desk, act)
                assert everything(shop.desk) == before
        assert check_store(shop.desk).problems == ()


def test_a_car_whose_plate_another_was_given_since_stays_in_the_bin(shop):
    car, twin = shop.car(plate="琼A77777"), shop.car(plate="琼A88888")
    shop.car(plate="琼A88888")  # two that an export gave one plate, long before
    gone, other = remove_vehicle(shop.desk, car), remove_vehicle(shop.desk, twin)
    shop.car(plate="琼A77777")
    said = refused(restore_deleted, shop.desk, gone.changed.act)
    assert (said.code, said.params["plates"]) == ("recycle.plate_taken", ("琼A77777",))
    restore_deleted(shop.desk, other.changed.act)
    assert [thing.act for thing in deleted_things(shop.desk)] == [gone.changed.act]
    assert check_store(shop.desk).ok


def test_what_another_record_has_taken_since_is_said_so(shop):
    gone = remove_customer(shop.desk, shop.customer("王小明", number="C100"))
    shop.customer("陈敏", number="C100")
    assert refused(restore_deleted, shop.desk, gone.changed.act).code == "recycle.taken"
    assert check_store(shop.desk).ok
