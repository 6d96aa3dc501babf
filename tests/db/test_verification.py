"""The check finds whatever is not as it was written or as it follows, in one process or in several."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest

from dealerdesk.db import derive, dialect, histories, verification
from dealerdesk.db.derive import STRETCH_COLUMNS, differences
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.tables import Base
from dealerdesk.db.verification import verify
from tests.stores import a_shop

TODAY = date(2026, 3, 31)
NOTHING = ((), (), ())
NULLABLE = {column.name for column in Base.metadata.tables["stretch"].columns if column.nullable}


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Six cars with a life, looked at in ranges of two."""
    monkeypatch.setattr(histories, "CHUNK", 2)
    with a_shop(tmp_path / "shop", TODAY) as shop:
        for number in range(6):
            car = shop.car(
                source="own", delivered=date(2023, 1, 1 + number), visits=[date(2024, 5, 1), date(2025, 3, 9)]
            )
            shop.visit(car, date(2025, 6, 1), kind="上门检测", paid_fen=0)
        with shop.desk.store.derive() as conn:
            rewrite_search_text(conn, range(1, 7))
        yield shop


def tamper(shop, *statements):
    with closing(dialect.connect(shop.desk.store.file)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_store_has_nothing_wrong(shop):
    assert verify(shop.desk.store) == NOTHING


def test_several_processes_find_what_one_does(shop, monkeypatch):
    tamper(
        shop,
        "UPDATE stretch SET visits = 9 WHERE vehicle_id = 3",
        "DELETE FROM evidence WHERE vehicle_id = 5",
        "UPDATE search_text SET name_key = 'x' WHERE vehicle_id = 1",
        "UPDATE visit SET paid_fen = 1 WHERE id = 2",
        "UPDATE act SET who = 'x' WHERE id = 3",
        "UPDATE phone SET customer_id = 99 WHERE id = 2",
    )
    alone = verify(shop.desk.store)
    monkeypatch.setattr(verification, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(verification.os, "cpu_count", lambda: 2)
    together = verify(shop.desk.store)
    assert (alone.folded, alone.searched) == ((1, 3, 5), (1, 2))
    assert together[1:] == alone[1:]
    assert sorted(map(repr, together.broken)) == sorted(map(repr, alone.broken))
    assert len(alone.broken) >= 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stretch SET spend_fen = spend_fen + 1 WHERE vehicle_id = 3 AND from_day = '2025-03-09'",
        "UPDATE stretch SET departed = 1 WHERE vehicle_id = 3 AND from_day = '2025-03-09'",
        "UPDATE stretch SET rate_km = NULL, last_km = 5 WHERE vehicle_id = 3 AND from_day = '2025-03-09'",
        "DELETE FROM stretch WHERE vehicle_id = 3 AND from_day = '2025-03-09'",
        "DELETE FROM stretch WHERE vehicle_id = 3",
        "INSERT INTO evidence (rules_id, vehicle_id, day) VALUES (1, 3, '2025-01-01')",
        "DELETE FROM evidence WHERE vehicle_id = 3",
    ],
)
def test_a_derived_fact_that_does_not_follow_is_found(shop, statement):
    tamper(shop, statement)
    assert verify(shop.desk.store) == ((), (3,), ())


@pytest.mark.parametrize("column", [name for name in STRETCH_COLUMNS if name != "from_day"])
def test_every_column_of_a_derived_row_is_compared(shop, column):
    other = f"iif({column} IS NULL, '2020-02-02', NULL)" if column in NULLABLE else f"{column} || '1'"
    tamper(shop, f"UPDATE stretch SET {column} = {other} WHERE vehicle_id = 3 AND from_day = '2025-03-09'")
    with shop.desk.store.read() as conn:
        assert list(differences(conn, *current_rules(conn))) == [3]


def test_a_sound_store_is_compared_in_the_quick_way(shop, monkeypatch):
    monkeypatch.delattr(derive, "_different")
    assert verify(shop.desk.store) == NOTHING


def test_what_a_vehicle_is_found_by_is_checked_too(shop):
    tamper(
        shop, "UPDATE search_text SET folded = 'x' WHERE vehicle_id = 4", "DELETE FROM search_text WHERE vehicle_id = 6"
    )
    assert verify(shop.desk.store) == ((), (), (4, 6))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE visit SET paid_fen = 1 WHERE id = 2", "check.row_differs"),
        ("DELETE FROM phone WHERE id = 2", "check.row_missing"),
        ("UPDATE act_row SET after = '{}' WHERE id = 9", "check.act_row"),
        ("UPDATE act SET who = 'x' WHERE id = 3", "check.act"),
        ("UPDATE phone SET customer_id = 99 WHERE id = 2", "check.reference"),
    ],
)
def test_whatever_was_written_and_is_not_so_any_more_is_found(shop, statement, code):
    tamper(shop, statement)
    assert code in [problem.code for problem in verify(shop.desk.store).broken]


@pytest.mark.parametrize(
    ("index", "statement"),
    [
        ("ix_stretch_reference", "UPDATE stretch SET reference = '2025-03-10' WHERE reference = '2025-03-09'"),
        ("ix_stretch_reference", "UPDATE stretch SET reference = NULL WHERE vehicle_id = 2"),
        ("ix_stretch_next_maintenance", "UPDATE stretch SET source = 'owm' WHERE vehicle_id = 2"),
        ("ix_stretch_owner_id", "UPDATE stretch SET owner_id = 77 WHERE vehicle_id = 2"),
        ("ix_evidence_day", "DELETE FROM evidence WHERE vehicle_id = 2"),
    ],
)
def test_an_index_that_tells_otherwise_than_its_rows_is_damage_to_the_file(shop, index, statement):
    out_of_step(shop, index, statement)
    damage = verify(shop.desk.store)
    assert {problem.code for problem in damage.broken} == {"check.file"}
    assert all(index in problem.params["detail"] for problem in damage.broken)
    assert damage[1:] == NOTHING[1:]


def out_of_step(shop, index, statement):
    """Change rows while the engine does not know of the index."""
    hide = f"DELETE FROM sqlite_master WHERE name = '{index}'"
    with closing(dialect.connect(shop.desk.store.file)) as connection:
        kept = connection.execute("SELECT * FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(hide)
    with closing(dialect.connect(shop.desk.store.file)) as connection:
        connection.execute(statement)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)
    shop.desk.store._readers.dispose()
