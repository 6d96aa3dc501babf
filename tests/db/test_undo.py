import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from dealerdesk.db.integrity import row_problems, verify_chain
from dealerdesk.db.undo import EDITED, GONE, REFERRED
from dealerdesk.domain.errors import Refused


def undo(world, act, **options):
    with world.write() as w:
        return w.undo(act, **options)


def refusal(world, act):
    with pytest.raises(Refused) as trouble:
        undo(world, act)
    return trouble.value.said.code


@pytest.fixture
def filled(world):
    """Act 1: an owner and two of his things."""
    with world.write() as w:
        w.insert(world.owner, [{"name": "o"}])
        w.insert(world.thing, [{"name": "a", "owner_id": 1}, {"name": "b", "owner_id": 1}])
        w.derived(world.echo, [{"thing_id": 1}, {"thing_id": 2}])
    return world


def test_what_an_act_inserted_is_removed_with_what_was_derived(filled):
    undone = undo(filled, 1)
    assert set(undone.removed) == {("owner", 1), ("thing", 1), ("thing", 2)}
    assert (undone.restored, undone.kept) == ((), ())
    assert filled.everything() == ({}, {})


def test_what_an_act_changed_and_deleted_is_restored(filled):
    before = filled.everything()
    with filled.write() as w:
        w.update_many(filled.thing, {1: {"note": "x", "name": "c"}, 2: {"name": "a", "size": 4}})
        w.insert(filled.thing, [{"name": "b"}])
        w.delete(filled.thing, [1])
    undone = undo(filled, 2)
    assert undone.removed == (("thing", 3),)
    assert set(undone.restored) == {("thing", 1), ("thing", 2)}
    assert filled.everything() == before


def test_a_row_edited_since_stays_and_is_named(filled):
    with filled.write() as w:
        w.update(filled.thing, 1, {"note": "by hand"})
    undone = undo(filled, 1)
    assert undone.removed == (("thing", 2),)
    assert set(undone.kept) == {("thing", 1, EDITED), ("owner", 1, REFERRED)}
    assert filled.rows(filled.thing)[1]["note"] == "by hand"


def test_of_a_changed_row_only_what_nobody_touched_since_goes_back(filled):
    with filled.write() as w:
        w.update(filled.thing, 1, {"name": "x", "note": "x", "size": 9})
    with filled.write() as w:
        w.update(filled.thing, 1, {"note": "by hand"})
    undone = undo(filled, 2)
    assert undone.restored == (("thing", 1),)
    assert undone.kept == (("thing", 1, EDITED),)
    row = filled.rows(filled.thing)[1]
    assert (row["name"], row["note"], row["size"]) == ("a", "by hand", 0)


def test_a_field_set_back_by_hand_was_touched_all_the_same(filled):
    for note in ("x", "y", "x"):
        with filled.write() as w:
            w.update(filled.thing, 1, {"note": note})
    undone = undo(filled, 2)
    assert (undone.restored, undone.kept) == ((), (("thing", 1, EDITED),))
    assert filled.rows(filled.thing)[1]["note"] == "x"


def test_a_row_that_others_refer_to_stays(filled):
    with filled.write() as w:
        w.insert(filled.owner, [{"name": "p"}])
    with filled.write() as w:
        w.insert(filled.thing, [{"name": "c", "owner_id": 2}])
    undone = undo(filled, 2)
    assert (undone.removed, undone.kept) == ((), (("owner", 2, REFERRED),))
    assert 2 in filled.rows(filled.owner)


def test_a_row_deleted_since_is_gone(filled):
    with filled.write() as w:
        w.update(filled.thing, 1, {"note": "x"})
    with filled.write() as w:
        w.delete(filled.thing, [1])
    assert undo(filled, 2).kept == (("thing", 1, GONE),)
    assert set(undo(filled, 1).kept) == {("thing", 1, GONE)}


def test_a_place_taken_since_is_not_taken_back(filled):
    with filled.write() as w:
        w.delete(filled.thing, [1])
        w.update(filled.thing, 2, {"name": "z"})
    with filled.write() as w:
        w.insert(filled.thing, [{"name": "a"}, {"name": "b"}])
    undone = undo(filled, 2)
    assert undone.restored == ()
    assert set(undone.kept) == {("thing", 1, GONE), ("thing", 2, GONE)}
    assert sorted(row["name"] for row in filled.rows(filled.thing).values()) == ["a", "b", "z"]


def test_what_a_restored_row_referred_to_may_be_gone(filled):
    with filled.write() as w:
        w.insert(filled.owner, [{"name": "p"}])
        w.insert(filled.thing, [{"name": "c", "owner_id": 2}])
    with filled.write() as w:
        w.delete(filled.thing, [3])
    with filled.write() as w:
        w.delete(filled.owner, [2])
    assert undo(filled, 3).kept == (("thing", 3, GONE),)


def test_places_changed_in_a_round_go_back(filled):
    before = filled.everything()
    with filled.write() as w:
        w.update(filled.thing, 1, {"name": "c"})
        w.update(filled.thing, 2, {"name": "a"})
        w.update(filled.thing, 1, {"name": "b"})
    assert undo(filled, 2).kept == ()
    assert filled.everything() == before


def test_an_act_is_taken_back_once(filled):
    undo(filled, 1)
    assert refusal(filled, 1) == "act.undone_already"


@pytest.mark.parametrize("act", [0, 2, 99])
def test_an_act_that_never_was_is_unknown(filled, act):
    assert refusal(filled, act) == "act.unknown"


def test_a_refused_undoing_leaves_no_act(filled):
    with filled.write() as w:
        with pytest.raises(Refused):
            w.undo(99)
        assert not w.changed


def test_an_undoing_is_an_act_that_can_be_taken_back_and_done_again(filled):
    before = filled.everything()
    undo(filled, 1)
    undo(filled, 2)
    assert filled.everything() == before
    assert undo(filled, 1).kept == ()
    assert filled.everything() == ({}, {})
    assert refusal(filled, 1) == "act.undone_already"


def test_an_act_undoes_one_act(filled):
    with filled.write() as w:
        w.update(filled.thing, 1, {"note": "x"})
    with filled.write() as w:
        w.undo(2)
        with pytest.raises(ValueError, match="one act"):
            w.undo(1)


def test_an_edit_that_was_itself_taken_back_holds_nothing(filled):
    with filled.write() as w:
        w.update(filled.thing, 1, {"note": "by hand"})
    undo(filled, 2)
    assert undo(filled, 1).kept == ()
    assert filled.everything() == ({}, {})


def test_an_edit_whose_undoing_was_taken_back_holds_again(filled):
    with filled.write() as w:
        w.update(filled.thing, 1, {"note": "by hand"})
    undo(filled, 2)
    undo(filled, 3)
    assert ("thing", 1, EDITED) in undo(filled, 1).kept


def test_spared_tables_stay_as_they_are(filled):
    undone = undo(filled, 1, spare={"owner"})
    assert set(undone.removed) == {("thing", 1), ("thing", 2)}
    assert 1 in filled.rows(filled.owner)


def test_other_rows_may_be_written_in_the_same_act(filled):
    with filled.write() as w:
        w.undo(1, spare={"owner"})
        w.update(filled.owner, 1, {"name": "undone"})
    assert filled.rows(filled.owner)[1]["name"] == "undone"
    with filled.read() as conn:
        assert list(verify_chain(conn, filled.metadata)) == []


NAMES = st.sampled_from("abcd")
STEPS = st.one_of(
    st.tuples(st.just("owner"), NAMES),
    st.tuples(st.just("thing"), NAMES, st.integers(1, 4) | st.none(), st.integers(0, 2)),
    st.tuples(
        st.just("change"),
        st.integers(1, 6),
        st.dictionaries(st.sampled_from(["name", "note"]), NAMES, min_size=1)
        | st.fixed_dictionaries({"size": st.integers(0, 2), "more": st.lists(st.integers(0, 1), max_size=1)})
        | st.fixed_dictionaries({"owner_id": st.integers(1, 3) | st.none()}),
    ),
    st.tuples(st.just("delete"), st.sampled_from(["owner", "thing"]), st.integers(1, 6)),
)


def act(world, steps):
    """Try steps as one act and answer its id; None when it breaks a rule of the tables or changes nothing."""
    try:
        with world.write() as w:
            for step in steps:
                take(world, w, step)
            return w.act_id if w.changed else None
    except (IntegrityError, Refused):
        return None


def take(world, w, step):
    if step[0] == "owner":
        w.insert(world.owner, [{"name": step[1]}])
    elif step[0] == "thing":
        w.insert(world.thing, [{"name": step[1], "owner_id": step[2], "size": step[3]}])
    elif step[0] == "change":
        w.update(world.thing, step[1], step[2])
    else:
        w.delete(getattr(world, step[1]), [step[2]])


ANY_ACTS = st.lists(st.lists(STEPS, min_size=1, max_size=4), min_size=1, max_size=6)


def empty(world):
    with world.engine.begin() as conn:
        for table in ("echo", "thing", "owner", "act_row", "act"):
            conn.exec_driver_sql(f"DELETE FROM {table}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ANY_ACTS)
def test_any_acts_taken_back_newest_first_leave_what_was_before(world, acts):
    empty(world)
    past = []
    for steps in acts:
        before = world.everything()
        if (done := act(world, steps)) is not None:
            past.append((done, before))
    for done, before in reversed(past):
        assert undo(world, done).kept == ()
        assert world.everything() == before
    sound(world)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ANY_ACTS, order=st.randoms(use_true_random=False))
def test_any_acts_taken_back_in_any_order_leave_a_sound_store(world, acts, order):
    empty(world)
    past = [done for steps in acts if (done := act(world, steps)) is not None]
    order.shuffle(past)
    for done in past:
        undone = undo(world, done)
        things, owners = world.rows(world.thing), world.rows(world.owner)
        held = {("thing", key) for key in things} | {("owner", key) for key in owners}
        assert not held & (set(undone.removed) - set(undone.restored))
        assert {place for place in undone.restored if place not in undone.removed} <= held
    sound(world)


def sound(world):
    with world.read() as conn:
        assert conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        assert list(verify_chain(conn, world.metadata)) == []
        assert list(row_problems(conn, world.metadata)) == []
