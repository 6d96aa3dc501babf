import shutil
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from dealerdesk.db import dialect, lock, schema, store
from dealerdesk.db.integrity import problems
from dealerdesk.db.schema import SCHEMA, create, migrate, run_migrations, schema_of
from dealerdesk.db.store import FILE_NAME, Store
from dealerdesk.db.tables import Base, Customer
from dealerdesk.domain.errors import Damaged, Refused

RELEASED = sorted(Path(__file__).parents[1].glob("data/schemas/*.db"))
MAKE = "until the schema is released, write its store again: uv run python tests/data/make_schema.py"

KILLED_WHILE_MIGRATING = """
    import sys
    from pathlib import Path
    from dealerdesk.db import dialect, schema

    def half(conn, revision):
        conn.exec_driver_sql("ALTER TABLE customer RENAME TO client")
        conn.exec_driver_sql("UPDATE client SET name = 'x'")
        print("half", flush=True)
        sys.stdin.readline()

    schema.run_migrations = half
    schema.migrate(Path(sys.argv[1]))
"""


def contents(file):
    """What a database is made of, and how many rows each table has."""
    with closing(dialect.connect(file)) as connection:
        made = connection.execute("SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2").fetchall()
        return made, dialect.row_counts(connection)


def described(connection, table):
    """A table's columns, foreign keys and indexes, as the engine describes them."""
    columns = connection.execute(f'PRAGMA table_xinfo("{table}")').fetchall()
    keys = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    indexes = []
    for _, name, unique, origin, partial in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        named = "" if name.startswith("sqlite_autoindex") else name
        fields = connection.execute(f'PRAGMA index_xinfo("{name}")').fetchall()
        indexes.append((named, unique, origin, partial, [field[2:] for field in fields]))
    rowid = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
    return columns, sorted(key[2:] for key in keys), sorted(indexes), rowid


def test_the_number_is_that_of_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == f"{SCHEMA:04d}"


def test_the_migrated_schema_is_that_of_the_tables(tmp_path, new_store_file):
    made = dialect.make_engine(tmp_path / "made.db", read_only=False)
    with dialect.connect(tmp_path / "made.db", mode="rwc") as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    Base.metadata.create_all(made)
    made.dispose()
    with (
        closing(dialect.connect(tmp_path / "made.db")) as wanted,
        closing(dialect.connect(new_store_file)) as migrated,
    ):
        names = dialect.table_names(wanted)
        assert dialect.table_names(migrated) == sorted([*names, "alembic_version"])
        for name in names:
            assert described(migrated, name) == described(wanted, name), name


def test_a_new_store_is_ours_and_sound(folder):
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        assert dialect.application_of(connection) == dialect.APPLICATION_ID
        assert dialect.schema_number(connection) == SCHEMA
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert dialect.integrity_problems(connection) == []


@pytest.mark.parametrize("released", RELEASED, ids=lambda file: file.stem)
def test_a_store_of_every_released_schema_opens(released, tmp_path):
    shutil.copyfile(released, tmp_path / FILE_NAME)
    with Store.open(tmp_path) as opened, opened.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM visit").scalar() > 0
        assert conn.exec_driver_sql("PRAGMA user_version").scalar() == SCHEMA
        assert list(problems(conn)) == []


def test_tasks_of_the_first_schema_keep_what_they_are_and_were_never_tried(tmp_path):
    file = tmp_path / FILE_NAME
    shutil.copyfile(RELEASED[0], file)
    with closing(dialect.connect(file)) as connection:
        connection.execute(
            "INSERT INTO task (id, code, key, reason, vehicle_id, created_on, due, state)"
            " VALUES (7, 'T22299', 'k', 'survey', 1, '2026-02-01', '2026-02-02', 'open')"
        )
    migrate(file)
    with closing(dialect.connect(file)) as connection:
        kept = connection.execute("SELECT id, due, state, attempts, first_due, part_of_day, promised_at FROM task")
        assert kept.fetchall() == [(7, "2026-02-02", "open", 0, None, None, None)]
        assert connection.execute("SELECT count(*) FROM call").fetchone() == (0,)
    assert schema_of(file) == SCHEMA


def test_the_store_of_the_present_schema_is_what_a_new_one_is(new_store_file):
    with (
        closing(dialect.connect_to_copy(RELEASED[-1])) as released,
        closing(dialect.connect(new_store_file)) as made,
    ):
        assert dialect.table_names(released) == dialect.table_names(made), MAKE
        for name in dialect.table_names(made):
            assert described(released, name) == described(made, name), f"{name}: {MAKE}"


def test_there_is_a_store_of_every_released_schema():
    assert [file.stem for file in RELEASED] == [f"{number:04d}" for number in range(1, SCHEMA + 1)]


def test_what_a_killed_making_left_is_made_anew(tmp_path):
    file = tmp_path / FILE_NAME
    file.with_name(f"{FILE_NAME}.new").write_bytes(b"half")
    file.with_name(f"{FILE_NAME}.new-wal").write_bytes(b"half")
    file.with_name(f"{FILE_NAME}-wal").write_bytes(b"left over")
    create(file)
    assert schema_of(file) == SCHEMA
    names = {found.name for found in tmp_path.iterdir()}
    assert {FILE_NAME} < names
    assert [name for name in names if name.endswith(".left")], "nothing that was there is thrown away"
    assert not [name for name in names if ".new" in name]


def test_a_killed_migration_leaves_the_old_state(folder, in_another_process):
    file = folder / FILE_NAME
    before = contents(file)
    other = in_another_process(KILLED_WHILE_MIGRATING, file)
    assert other.stdout.readline() == "half\n"
    other.kill()
    other.wait()
    assert contents(file) == before
    assert schema_of(file) == SCHEMA


def test_a_migration_that_breaks_references_is_taken_back(folder, monkeypatch):
    file = folder / FILE_NAME
    before = contents(file)
    add = "INSERT INTO phone (id, revision, customer_id, digits, preferred, quality) VALUES (1, 1, 99, '1', 0, 'good')"
    monkeypatch.setattr(schema, "run_migrations", lambda conn, _: conn.exec_driver_sql(add))
    with pytest.raises(Damaged) as trouble:
        migrate(file)
    assert trouble.value.said.code == "store.damaged"
    assert contents(file) == before


@pytest.fixture
def next_schema(monkeypatch):
    """A program of the next schema, whose migration gives customers a nickname."""

    def steps(conn, revision):
        run_migrations(conn, revision)
        if "nickname" not in conn.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'customer'").scalar():
            conn.exec_driver_sql("ALTER TABLE customer ADD COLUMN nickname TEXT")

    monkeypatch.setattr(schema, "run_migrations", steps)
    monkeypatch.setattr(schema, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(store, "SCHEMA", SCHEMA + 1)


def test_an_older_store_is_migrated_and_kept_as_it_was(folder, header, next_schema):
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        connection.execute("INSERT INTO customer (id, revision, name) VALUES (1, 1, '王')")
    with Store.open(folder) as opened, opened.read() as conn:
        assert conn.exec_driver_sql("SELECT name, nickname FROM customer").one() == ("王", None)
        assert conn.exec_driver_sql("PRAGMA user_version").scalar() == SCHEMA + 1
    (kept,) = (folder / store.BACKUPS).glob("*.db")
    with closing(dialect.connect(kept)) as connection:
        assert dialect.schema_number(connection) == SCHEMA
        assert connection.execute("SELECT name FROM customer").fetchall() == [("王",)]


def test_an_older_store_that_others_have_open_is_not_migrated(folder, next_schema, monkeypatch):
    monkeypatch.setattr(lock.take_alone, "__kwdefaults__", {"wait": 0})
    with lock.share(folder):
        with pytest.raises(Refused) as refusal:
            Store.open(folder)
        assert refusal.value.said.code == "store.in_use"
    assert not (folder / store.BACKUPS).exists()


def test_a_program_of_the_old_schema_refuses_the_new_one(folder, header, next_schema, monkeypatch):
    Store.open(folder).close()
    monkeypatch.undo()
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(Refused) as refusal:
        Store.open(folder)
    assert refusal.value.said.code == "store.newer"
    assert refusal.value.said.params["schema"] == SCHEMA + 1
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_column_added_by_a_migration_disturbs_no_record(folder, header, next_schema):
    with Store.open(folder) as opened, opened.write(header) as w:
        w.insert(Customer, [{"name": "王"}])
    with Store.open(folder) as opened, opened.read() as conn:
        assert list(problems(conn)) == []
