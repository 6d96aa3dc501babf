from datetime import date

import pytest

from dealerdesk.db import dialect
from dealerdesk.db.integrity import problems, row_problems, verify_chain
from dealerdesk.db.store import Store
from dealerdesk.db.tables import Customer, Phone, Vehicle, Visit


@pytest.fixture
def lived_in(store, header):
    """A store in which things were inserted, changed, deleted and taken back."""
    with store.write(header) as w:
        w.insert(Customer, [{"name": 'a "b"\\\n\t\x01\x7f/é王𠮷'}, {"name": "c", "birthday": date(1999, 2, 28)}])
        w.insert(Vehicle, [{"source": "own", "vin": "LSVAA4187E2184321"}])
        visits = [{"vehicle_id": 1, "date_in": date(2025, 1, 1), "state": "settled"}] * 20
        w.insert(Visit, visits)
    with store.write(header) as w:
        w.update_many(Visit, {key: {"odometer": key * 100} for key in range(1, 11)})
        w.delete(Visit, [20])
    with store.write(header) as w:
        w.undo(2)
    with store.write(header) as w:
        w.update(Customer, 1, {"name": "d"})
    return store


def found(store):
    with store.read() as conn:
        return [(problem.code, dict(problem.params)) for problem in problems(conn, store.trail)]


def tamper(store, statement):
    connection = dialect.connect(store.file)
    connection.execute(statement)
    connection.close()


def test_a_store_that_was_only_written_to_is_sound(lived_in):
    assert found(lived_in) == []


def test_a_driver_that_cannot_compare_compares_with_care(lived_in, monkeypatch):
    monkeypatch.setattr(dialect, "_WRITES_ROWS_AS_TEXT", False)
    assert found(lived_in) == []
    tamper(lived_in, "UPDATE visit SET odometer = 7 WHERE id = 15")
    tamper(lived_in, "DELETE FROM visit WHERE id = 16")
    assert [code for code, _ in found(lived_in)] == ["check.row_differs", "check.row_missing"]


@pytest.mark.skipif(not dialect._WRITES_ROWS_AS_TEXT, reason="this engine is too old to compare by itself")
def test_rows_that_nothing_happened_to_are_compared_by_the_engine(lived_in):
    with lived_in.read() as conn:
        columns = [column.name for column in Visit.__table__.columns]
        left = dialect.rows_to_compare(conn, "visit", columns)
        assert sorted(left) == [*range(1, 11), 20]
        columns = [column.name for column in Customer.__table__.columns]
        assert dialect.rows_to_compare(conn, "customer", columns) == [1]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE visit SET odometer = 7, state = 'void' WHERE id = 15",
            ("check.row_differs", {"table": "visit", "key": 15, "fields": ("odometer", "state")}),
        ),
        (
            "UPDATE visit SET odometer = 7 WHERE id = 5",
            ("check.row_differs", {"table": "visit", "key": 5, "fields": ("odometer",)}),
        ),
        ("DELETE FROM visit WHERE id = 5", ("check.row_missing", {"table": "visit", "key": 5})),
        ("DELETE FROM visit WHERE id = 15", ("check.row_missing", {"table": "visit", "key": 15})),
        (
            "INSERT INTO customer (id, revision, name) VALUES (7, 1, 'x')",
            ("check.row_unrecorded", {"table": "customer", "key": 7}),
        ),
        ("UPDATE act SET who = 'somebody' WHERE id = 2", ("check.act", {"act": 2})),
        ("UPDATE act SET rows = 10 WHERE id = 2", ("check.act_rows", {"act": 2})),
        ("DELETE FROM act_row WHERE id = (SELECT max(id) FROM act_row)", ("check.act_rows", {"act": 4})),
        ("DELETE FROM act WHERE id = 3", ("check.acts_missing", {"first": 3, "last": 3})),
        (
            'UPDATE act_row SET after = \'{"name":"e"}\' WHERE id = (SELECT max(id) FROM act_row)',
            ("check.act_row", {"act": 4, "table": "customer", "key": 1}),
        ),
        (
            "UPDATE act_row SET seal = zeroblob(32), nonce = NULL WHERE id = 2",
            ("check.act", {"act": 1}),
        ),
        (
            "INSERT INTO phone (id, revision, customer_id, digits, preferred, quality) VALUES (1, 1, 99, '1', 0, 'x')",
            ("check.reference", {"table": "phone", "key": 1, "parent": "customer"}),
        ),
    ],
)
def test_what_was_changed_outside_is_named(lived_in, statement, problem):
    tamper(lived_in, statement)
    assert problem in found(lived_in)


def test_a_broken_file_is_named(store, header):
    with store.write(header) as w:
        w.insert(Customer, [{"name": f"客户{number}", "number": f"{number}"} for number in range(2_000)])
    store.close()
    whole = store.file.read_bytes()
    with Store.open(store.folder) as again, again.read() as conn:
        root = conn.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'ix_customer_name'").scalar_one()
    store.file.write_bytes(whole[: (root - 1) * 4096] + bytes(4096) + whole[root * 4096 :])
    with Store.open(store.folder) as damaged:
        assert {code for code, _ in found(damaged)} == {"check.file"}


def test_an_empty_store_is_sound(store):
    with store.read() as conn:
        assert list(verify_chain(conn)) == []
        assert list(row_problems(conn)) == []


def test_a_phone_added_in_an_act_is_recorded(store, header):
    with store.write(header) as w:
        w.insert(Customer, [{"name": "王"}])
        w.insert(Phone, [{"customer_id": 1, "digits": "13800000001", "preferred": True}])
    assert found(store) == []
