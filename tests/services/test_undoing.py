"""Taking one act back: as a whole, with all that follows from it, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.domain.customer_query import CustomersQuery
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.record_fields import CHANNELS, DRIVES, SEXES, SOURCES, USES, PhoneEdit
from dealerdesk.services.customers.editing import edit_customer, edit_vehicle
from dealerdesk.services.customers.table import customers_query
from dealerdesk.services.demo import invent_store
from dealerdesk.services.settings import name_store
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import check_store
from tests.exports import Exports, contents
from tests.stores import a_shop, clerk

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A shop that is left by every test as it was found."""
    with a_shop(tmp_path_factory.mktemp("kept"), TODAY) as shop:
        owner = shop.customer("王小明", phone="13812345678", sex="male", birthday=date(1980, 2, 29))
        shop.phone(owner, "13912345678", quality="doubtful")
        car = shop.car(owner, "琼A10001", model="明锐", delivered=date(2024, 1, 5), visits=[date(2025, 8, 1)])
        shop.car(owner, "琼A10002", source="own", delivered=date(2025, 6, 1))
        yield shop, owner, car


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "shop", TODAY) as shop:
        yield shop


def refused(call, *args):
    with pytest.raises(Refused) as trouble:
        call(*args)
    return trouble.value.said


_DAYS = st.none() | st.dates(date(1950, 1, 1), date(2026, 2, 28))
_TEXTS = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
_OF_CUSTOMER = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["王小明", "陈敏", "Smith", "欧阳 娜娜"]),
        "sex": st.none() | st.sampled_from(SEXES),
        "birthday": _DAYS,
        "address": _TEXTS,
        "preferred_channel": st.none() | st.sampled_from(CHANNELS),
        "wechat": st.none() | st.booleans(),
        "note": _TEXTS,
    },
)
_OF_VEHICLE = st.fixed_dictionaries(
    {},
    optional={
        "model": _TEXTS,
        "drive": st.none() | st.sampled_from(DRIVES),
        "use": st.none() | st.sampled_from(USES),
        "source": st.sampled_from(SOURCES),
        "delivered": _DAYS,
        "inspection_end": _DAYS,
        "needs_file": st.booleans(),
    },
)
_PHONES = st.none() | st.lists(
    st.builds(
        PhoneEdit,
        text=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        quality=st.sampled_from(["good", "bad"]),
        preferred=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda edit: edit.text,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(of_customer=_OF_CUSTOMER, phones=_PHONES, of_vehicle=_OF_VEHICLE, first=st.booleans())
def test_editing_and_undoing_restores_everything_but_revisions(kept, of_customer, phones, of_vehicle, first):
    shop, owner, car = kept
    before = contents(shop.desk)
    (person,) = shop.rows("SELECT revision FROM customer WHERE id = ?", owner)
    (vehicle,) = shop.rows("SELECT revision FROM vehicle WHERE id = ?", car)
    edits = [
        edit_customer(shop.desk, owner, person["revision"], of_customer, phones),
        edit_vehicle(shop.desk, car, vehicle["revision"], of_vehicle),
    ]
    assert [edit.errors for edit in edits] == [{}, {}]
    for edit in edits if first else reversed(edits):
        if edit.changed.act is not None:
            assert undo_act(shop.desk, edit.changed.act).kinds <= {"customer", "vehicle"}
    assert contents(shop.desk) == before


def test_after_all_that_the_store_is_sound(kept):
    assert check_store(kept[0].desk).problems == ()


def test_what_follows_from_an_edit_is_taken_back_with_it(shop):
    owner = shop.customer("王小明")
    car = shop.car(owner, "琼A10001")
    edited = edit_customer(shop.desk, owner, 1, {"name": "陈敏"}, [PhoneEdit(text="13811112222")])
    assert list(customers_query(shop.desk, CustomersQuery("chenmin"))) == [car]
    changed = undo_act(shop.desk, edited.changed.act)
    assert changed.kinds == {"customer"}
    assert list(customers_query(shop.desk, CustomersQuery("chenmin"))) == []
    assert list(customers_query(shop.desk, CustomersQuery("wangxm"))) == []
    assert list(customers_query(shop.desk, CustomersQuery("wxm"))) == [car]
    assert undo_act(shop.desk, changed.act).kinds == {"customer"}
    assert list(customers_query(shop.desk, CustomersQuery("chenmin"))) == [car]
    assert check_store(shop.desk).problems == ()


def test_what_was_changed_again_since_stays_wholly_and_is_named(shop):
    owner = shop.customer("王小明")
    shop.car(owner, "琼A10001")
    first = edit_customer(shop.desk, owner, 1, {"address": "海口", "note": "老客户"})
    edit_customer(shop.desk, owner, 2, {"address": "三亚"})
    before = contents(shop.desk)
    said = refused(undo_act, shop.desk, first.changed.act)
    assert (said.code, said.params["names"]) == ("act.changed_since", ("王小明",))
    assert contents(shop.desk) == before


def test_another_field_of_the_same_row_may_have_changed_since(shop):
    owner = shop.customer("王小明")
    first = edit_customer(shop.desk, owner, 1, {"address": "海口"})
    edit_customer(shop.desk, owner, 2, {"note": "老客户"})
    undo_act(shop.desk, first.changed.act)
    (row,) = shop.rows("SELECT address, note FROM customer")
    assert row == {"address": None, "note": "老客户"}


def test_what_others_refer_to_stays(shop):
    with shop.writing() as writer:
        owner = shop.customer("王小明")
        act = writer.act_id
    shop.car(owner, "琼A10001")
    assert refused(undo_act, shop.desk, act).code in {"act.changed_since", "act.used_since"}


def test_a_setting_is_taken_back_too(shop):
    changed = name_store(shop.desk, "海口一店")
    assert undo_act(shop.desk, changed.act).kinds == {"setting"}
    assert shop.rows("SELECT * FROM setting WHERE name = 'store_name'") == []


def test_nothing_is_taken_back_twice_or_unknown(shop):
    changed = name_store(shop.desk, "海口一店")
    undo_act(shop.desk, changed.act)
    assert refused(undo_act, shop.desk, changed.act).code == "act.undone_already"
    assert refused(undo_act, shop.desk, 999).code == "act.unknown"


def test_imports_and_whole_stores_have_their_own_way_back(shop, tmp_path, monkeypatch):
    exports = Exports(tmp_path, monkeypatch)
    imported = exports.vehicles(shop.desk, {"name": "王强", "plate": "琼A12345", "phone": "13811112222"})
    assert refused(undo_act, shop.desk, imported.changed.act).code == "act.not_undoable"
    with a_shop(tmp_path / "invented", TODAY) as other:
        invented = invent_store(other.desk, vehicles=20)
        assert refused(undo_act, other.desk, invented.changed.act).code == "act.not_undoable"


def test_who_may_not_do_it_may_not_take_it_back(shop):
    owner = shop.customer("王小明")
    act = edit_customer(shop.desk, owner, 1, {"address": "海口"}).changed.act
    setting = name_store(shop.desk, "海口一店").act
    for rights, wanted in ((("see",), act), (("see", "enter"), setting), (("enter",), act)):
        assert refused(undo_act, shop.on(TODAY, clerk(*rights)), wanted).code == "actor.no_right"
    undo_act(shop.on(TODAY, clerk("see", "enter")), act)
