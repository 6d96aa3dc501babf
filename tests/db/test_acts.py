import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from dealerdesk.db.acts import ActHeader
from dealerdesk.db.integrity import row_problems, verify_chain
from dealerdesk.db.records import acts_of
from dealerdesk.db.tables import Base, Customer
from dealerdesk.domain.errors import Refused


def recorded(world):
    with world.read() as conn:
        rows = conn.execute(select(world.metadata.tables["act_row"])).all()
    return [(row.act_id, row.table, row.key, _read(row.before), _read(row.after)) for row in rows]


def _read(text):
    return None if text is None else json.loads(text)


def acts(world):
    with world.read() as conn:
        return conn.execute(select(world.metadata.tables["act"])).all()


def test_an_insert_is_taken_down_with_all_that_is_not_empty(world):
    with world.write() as w:
        ids = w.insert(world.owner, [{"name": "王小明", "since": date(2025, 2, 28)}, {"name": "b"}])
    assert ids == [1, 2]
    assert recorded(world) == [
        (1, "owner", 1, None, {"id": 1, "revision": 1, "name": "王小明", "since": "2025-02-28"}),
        (1, "owner", 2, None, {"id": 2, "revision": 1, "name": "b"}),
    ]


def test_an_update_is_taken_down_with_the_fields_that_differ(world):
    with world.write() as w:
        (owner,) = w.insert(world.owner, [{"name": "a", "since": date(2025, 1, 1)}])
    with world.write() as w:
        assert w.update(world.owner, owner, {"name": "a", "since": None}, revision=1)
        assert not w.update(world.owner, owner, {"name": "a"}, revision=2)
    assert recorded(world)[1:] == [(2, "owner", owner, {"since": "2025-01-01"}, {"since": None})]


def test_a_deletion_is_taken_down_with_the_row(world):
    with world.write() as w:
        (owner,) = w.insert(world.owner, [{"name": "a"}])
    with world.write() as w:
        assert w.delete(world.owner, [owner, 99]) == [owner]
    assert recorded(world)[1:] == [(2, "owner", owner, {"id": 1, "revision": 1, "name": "a"}, None)]
    assert world.rows(world.owner) == {}


def test_a_write_that_changes_nothing_is_no_act(world):
    with world.write() as w:
        (owner,) = w.insert(world.owner, [{"name": "a"}])
    with world.write() as w:
        w.insert(world.owner, [])
        assert w.update_many(world.owner, {owner: {"name": "a"}}) == []
        assert w.delete(world.owner, []) == []
        assert not w.changed
    assert len(acts(world)) == 1


def test_an_act_says_when_who_from_where_and_what(world):
    at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    with world.write(ActHeader("import", "林", "command", date(2026, 2, 28), at)) as w:
        assert w.act_id == 1
        w.insert(world.owner, [{"name": "a"}])
        w.insert(world.owner, [{"name": "b"}])
    (act,) = acts(world)
    assert act[:-1] == (1, at, "林", "command", "import", date(2026, 2, 28), None, 1, 2)
    assert len(act.digest) == 64


def test_a_failed_write_leaves_nothing(world):
    with pytest.raises(IntegrityError), world.write() as w:
        w.update_many(world.owner, {key: {"name": "same"} for key in w.insert(world.owner, [{"name": "a"}, {}])})
    assert world.rows(world.owner) == {}
    assert acts(world) == []


def test_a_revision_that_is_not_the_present_one_is_refused(world):
    with world.write() as w:
        (owner,) = w.insert(world.owner, [{"name": "a"}])
    with world.write() as w:
        w.update(world.owner, owner, {"name": "b"}, revision=1)
    with world.write() as w:
        for key, revision in ((owner, 1), (99, None)):
            with pytest.raises(Refused) as refusal:
                w.update(world.owner, key, {"name": "c"}, revision=revision)
            assert refusal.value.said.code == "record.changed_meanwhile"
        with pytest.raises(Refused):
            w.update_many(world.owner, {99: {"name": "c"}})
        assert w.update(world.owner, owner, {"name": "c"}, revision=2)
    assert world.rows(world.owner)[owner]["name"] == "c"


def test_ids_are_never_used_again(world):
    with world.write() as w:
        ids = w.next_ids(world.owner, 2)
        assert w.insert(world.owner, [{"id": ids[1], "name": "a"}, {"name": "b"}]) == [2, 3]
    with world.write() as w:
        w.delete(world.owner, [2, 3])
    with world.write() as w:
        assert w.insert(world.owner, [{"name": "c"}]) == [4]


def test_rows_may_differ_in_what_they_give(world):
    with world.write() as w:
        w.insert(world.owner, [{"name": "o"}])
        w.insert(world.thing, [{"name": "a", "size": 3}, {"name": "b", "owner_id": 1, "more": {"x": [1]}}])
    assert world.rows(world.thing) == {
        1: {"id": 1, "owner_id": None, "name": "a", "note": None, "size": 3, "more": None},
        2: {"id": 2, "owner_id": 1, "name": "b", "note": None, "size": 0, "more": '{"x":[1]}'},
    }


def test_many_updates_may_each_change_something_else(world):
    with world.write() as w:
        w.insert(world.thing, [{"name": name} for name in "abc"])
    with world.write() as w:
        changed = w.update_many(world.thing, {1: {"note": "x"}, 2: {"size": 2, "note": "y"}, 3: {"size": 0}})
    assert changed == [1, 2]
    assert [(row["note"], row["size"]) for row in world.rows(world.thing).values()] == [("x", 0), ("y", 2), (None, 0)]


@pytest.mark.parametrize("changes", [{"nmae": "a"}, {"id": 2}, {"revision": 7}])
def test_columns_that_nobody_may_change_are_a_bug(world, changes):
    with world.write() as w:
        w.insert(world.owner, [{"name": "a"}])
        with pytest.raises(TypeError):
            w.update(world.owner, 1, changes)
        with pytest.raises(TypeError, match="nmae"):
            w.insert(world.owner, [{"nmae": "a"}])


def test_derived_tables_take_no_acts_and_recorded_ones_nothing_else(world):
    with world.write() as w:
        w.insert(world.thing, [{"name": "a"}])
        with pytest.raises(TypeError, match="derived"):
            w.insert(world.echo, [{"thing_id": 1}])
        with pytest.raises(TypeError, match="recorded"):
            w.derived(world.thing, [{"name": "b"}])
        w.derived(world.echo, [{"thing_id": 1}])
        assert w.delete(world.thing, [1]) == [1]
        assert w.conn.exec_driver_sql("SELECT count(*) FROM echo").scalar() == 0


def test_a_row_that_others_refer_to_cannot_be_deleted(world):
    with world.write() as w:
        w.insert(world.owner, [{"name": "a"}])
        w.insert(world.thing, [{"name": "a", "owner_id": 1}])
    with pytest.raises(IntegrityError), world.write() as w:
        w.delete(world.owner, [1])
    assert len(acts(world)) == 1


def test_the_changes_of_a_row_can_be_read(store, header):
    with store.write(header) as w:
        (key,) = w.insert(Customer, [{"name": "李", "birthday": date(1990, 2, 28)}])
    with store.write(header) as w:
        w.update(Customer, key, {"name": "李四"})
    with store.read() as conn:
        first, second = acts_of(conn, Customer, key)
    assert (first.before, first.after["birthday"]) == (None, "1990-02-28")
    assert (second.before, second.after, second.who) == ({"name": "李"}, {"name": "李四"}, "owner")
    assert second.act_id == first.act_id + 1


def test_the_chain_holds_when_values_are_erased(world):
    with world.write() as w:
        w.insert(world.owner, [{"name": "a"}, {"name": "b"}])
    with world.write() as w:
        w.update(world.owner, 1, {"name": "c"})
    with world.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE act_row SET before = NULL, after = NULL, nonce = NULL WHERE key = 1")
        conn.exec_driver_sql("UPDATE owner SET name = 'erased' WHERE id = 1")
    with world.read() as conn:
        assert list(verify_chain(conn, world.metadata)) == []
        assert list(row_problems(conn, world.metadata)) == []


def test_a_seal_does_not_tell_what_it_holds(world):
    with world.write() as w:
        w.insert(world.owner, [{"name": "a"}])
    with world.read() as conn:
        row = conn.execute(select(world.metadata.tables["act_row"])).one()
    content = f"owner\0{row.key}\0\0{row.after}".encode()
    assert row.seal != hashlib.sha256(content).digest()
    assert row.seal == hashlib.sha256(row.nonce + content).digest()


def test_no_reference_to_a_recorded_row_deletes_with_it():
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            assert key.ondelete is None, f"{table.name}.{key.parent.name} would delete rows that no act takes down"


def test_references_that_an_undoing_asks_for_have_an_index():
    for table in Base.metadata.sorted_tables:
        first = {next(iter(index.columns)) for index in (*table.indexes, table.primary_key)}
        for key in table.foreign_keys:
            if key.column.table.name in {"vehicle", "customer", "visit", "task", "sheet"}:
                assert key.parent in first, f"{table.name}.{key.parent.name} is found by reading the whole table"


def test_many_rows_cost_as_few_statements_as_one(world):
    statements = []
    event.listen(world.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for number in (1, 3_000):
        statements.clear()
        with world.write() as w:
            ids = w.insert(world.thing, [{"name": f"{number}-{n}"} for n in range(number)])
            w.update_many(world.thing, {key: {"note": "x", "size": 2} for key in ids[:2_000]})
            w.delete(world.thing, ids[:2_000])
        counts.append(len(statements))
    assert counts[0] == counts[1]
