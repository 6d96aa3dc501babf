"""The chain of acts under attack: whoever writes to the file without the key is found out, whatever they mend."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealerdesk.db import dialect, trail
from dealerdesk.db.acts import ActHeader
from dealerdesk.db.backup import backup, restore
from dealerdesk.db.erasing import Line, digest_of_lines, erase_lines, lines_of
from dealerdesk.db.integrity import problems
from dealerdesk.db.ledger import HEADER as COLUMNS
from dealerdesk.db.ledger import digest_of
from dealerdesk.db.manifest import manifest_of
from dealerdesk.db.store import FILE_NAME, Store
from dealerdesk.db.tables import Customer, Phone
from dealerdesk.domain.errors import Refused

ACTS = 8


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A closed store of a few acts of every kind, with one erased line; its folder is copied by each test."""
    folder = tmp_path_factory.mktemp("lived") / "desk"
    header = ActHeader("try", "owner", "test", date(2026, 2, 28))
    with Store.open(folder, create=True) as store:
        for number in range(ACTS - 3):
            with store.write(header) as w:
                (key,) = w.insert(Customer, [{"name": f"客户{number}", "note": "x"}])
                w.insert(Phone, [{"customer_id": key, "digits": f"1380000{number:04d}"}])
        with store.write(header) as w:
            w.update_many(Customer, {1: {"name": "改"}, 2: {"note": None}})
        with store.write(header) as w:
            w.delete(Phone, [3])
        with store.write(header) as w:
            erase_lines(w, lines_of(w.conn, "phone", [3]), "test")
    return folder


@pytest.fixture
def place(lived, tmp_path):
    return copied(lived, tmp_path / "desk")


def copied(folder, to):
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to


def codes(folder):
    """What a check says of the chain, once each."""
    with Store.open(folder) as store, store.read() as conn:
        return sorted({problem.code for problem in problems(conn, store.trail)})


def tamper(folder, *statements):
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        for statement in statements:
            connection.execute(statement)


def rebuild(folder, first=1):
    """Chain all acts anew as the program does, from one act on: what somebody can do who has read its code."""
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        previous = connection.execute("SELECT digest FROM act WHERE id = ?", (first - 1,)).fetchone()
        previous = "" if previous is None else previous[0]
        for act in connection.execute(f"SELECT id, {', '.join(COLUMNS)} FROM act WHERE id >= {first} ORDER BY id"):
            seals = hashlib.sha256()
            lines = connection.execute(
                'SELECT id, nonce, "table", key, before, after FROM act_row WHERE act_id = ? ORDER BY id', act[:1]
            ).fetchall()
            for line, nonce, table, key, before, after in lines:
                if nonce is not None:
                    text = f"{table}\0{key}\0{before or ''}\0{after or ''}"
                    seal = hashlib.sha256(nonce + text.encode()).digest()
                    connection.execute("UPDATE act_row SET seal = ? WHERE id = ?", (seal, line))
                seals.update(connection.execute("SELECT seal FROM act_row WHERE id = ?", (line,)).fetchone()[0])
            previous = digest_of(previous, list(act), seals)
            connection.execute("UPDATE act SET digest = ? WHERE id = ?", (previous, act[0]))


def test_a_store_that_only_the_desk_wrote_to_is_sound(place):
    assert codes(place) == []
    with Store.open(place) as store, store.read() as conn:
        head = trail.head_of(conn)
        assert (head.acts, head.key_id) == (ACTS, store.trail.id)
        assert store.trail.proves(head)


TAMPERINGS = {
    "an edited line": (['UPDATE act_row SET after = \'{"name":"y"}\' WHERE id = 1'], False, "check.act_row"),
    "an edited line, resealed": (['UPDATE act_row SET after = \'{"name":"y"}\' WHERE id = 1'], True, "check.rebuilt"),
    "a header": (["UPDATE act SET who = 'nobody' WHERE id = 3"], False, "check.act"),
    "a header, rechained": (["UPDATE act SET who = 'nobody' WHERE id = 3"], True, "check.rebuilt"),
    "a missing line": (["DELETE FROM act_row WHERE id = 3"], False, "check.act_rows"),
    "a missing act": (
        ["DELETE FROM act_row WHERE act_id = 3", "DELETE FROM act WHERE id = 3"],
        False,
        "check.acts_missing",
    ),
    "a missing act, renumbered and rechained": (
        [
            "DELETE FROM act_row WHERE act_id = 7",
            "DELETE FROM act WHERE id = 7",
            "UPDATE act_row SET id = id - 1, act_id = 7 WHERE act_id = 8",
            "UPDATE act SET id = 7, first_row = first_row - 1 WHERE id = 8",
            "INSERT INTO phone VALUES (3, 1, 3, '13800000002', 0, 'good')",
        ],
        True,
        "check.tail_cut",
    ),
    "a cut tail": (
        ["DELETE FROM act_row WHERE act_id > 6", "DELETE FROM act WHERE id > 6", "DELETE FROM erasure"],
        True,
        "check.tail_cut",
    ),
    "an added act": (
        ["INSERT INTO act VALUES (9, '2026-03-01T00:00:00.000000Z', 'x', 'x', 'x', '2026-03-01', NULL, 14, 0, '')"],
        True,
        "check.acts_without_key",
    ),
    "the head removed": (["DELETE FROM chain_head"], False, "check.head_missing"),
    "the head's number": (["UPDATE chain_head SET acts = 7"], False, "check.head_forged"),
    "the head's proof": (["UPDATE chain_head SET mac = 'x'"], False, "check.head_forged"),
    "the head's proof, not even text": (["UPDATE chain_head SET mac = 'é'"], False, "check.head_forged"),
    "another key": (["UPDATE chain_head SET key_id = 'x'"], False, "check.head_unknown"),
    "an erased line": (
        ["UPDATE act_row SET before = NULL, after = NULL, nonce = NULL WHERE id = 1"],
        False,
        "check.erased_outside",
    ),
    "a line that looks erased": (
        ["UPDATE act_row SET after = '{}', nonce = NULL WHERE id = 1"],
        False,
        "check.act_row",
    ),
    "an erasing forgotten": (["DELETE FROM erasure"], False, "check.row_missing"),
}


@pytest.mark.parametrize(("statements", "mended", "code"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_each_tampering_has_its_own_sentence(place, statements, mended, code):
    tamper(place, *statements)
    if mended:
        rebuild(place)
    assert code in codes(place)


def test_what_was_tampered_with_stays_so_whatever_is_written_after(place, header):
    with Store.open(place) as store:
        for number in range(5):
            with store.write(header) as w:
                w.insert(Customer, [{"name": "neu"}])
            if not number:
                tamper(place, f"DELETE FROM act_row WHERE act_id > {ACTS}", f"DELETE FROM act WHERE id > {ACTS}")
        with store.read() as conn:
            found = {problem.code for problem in problems(conn, store.trail)}
    assert {"check.rebuilt", "check.acts_without_key"} <= found


_CELLS = st.sampled_from(
    [
        ("act", ["id", "at", "who", "source", "use_case", "day", "undoes", "first_row", "rows", "digest"]),
        ("act_row", ["act_id", "table", "key", "before", "after", "nonce", "seal"]),
        ("chain_head", ["acts", "digest", "key_id", "mac"]),
    ]
)


@st.composite
def tamperings(draw):
    table, columns = draw(_CELLS)
    row = draw(st.integers(1, 14))
    kind = draw(st.sampled_from(["delete", "set", "swap"]))
    column = draw(st.sampled_from(columns))
    value = draw(st.sampled_from(["NULL", "0", "1", "2", "'x'", "''", "x'00'", "'{}'", '\'{"name":"z"}\'']))
    if kind == "delete":
        return f"DELETE FROM {table} WHERE id = {row}"
    if kind == "swap":
        other = draw(st.integers(1, 14))
        return f'UPDATE {table} SET "{column}" = (SELECT "{column}" FROM {table} WHERE id = {other}) WHERE id = {row}'
    return f'UPDATE {table} SET "{column}" = {value} WHERE id = {row}'


def state(folder):
    with closing(dialect.connect(folder / FILE_NAME)) as connection:
        return [connection.execute(f"SELECT * FROM {of}").fetchall() for of in ("act", "act_row", "chain_head")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(tamperings(), min_size=1, max_size=3), st.booleans())
def test_no_tampering_with_the_record_goes_unseen(lived, tmp_path, statements, mended):
    place = copied(lived, tmp_path / "desk")
    before = state(place)
    for statement in statements:
        try:
            tamper(place, statement)
        except dialect.DriverError:
            continue
    if mended:
        try:
            rebuild(place)
        except TypeError:  # what was written is no act any more that anybody could chain
            return
    if state(place) == before:
        assert codes(place) == []
    else:
        assert codes(place) != []


def test_a_backup_knows_the_head_that_its_store_had(place, header):
    with Store.open(place) as store:
        contents = manifest_of(backup(store).file).contents
        assert contents.acts == ACTS
        assert store.trail.mac(contents.acts, contents.last_digest) == contents.mac
        with store.write(header) as w:
            w.insert(Customer, [{"name": "neu"}])
        copy = backup(store).file
    restore(place, copy)
    assert codes(place) == []
    with Store.open(place) as store, store.write(header) as w:
        w.insert(Customer, [{"name": "neuer"}])
    assert codes(place) == []


def test_the_key_is_the_owners_alone_and_one_for_all(tmp_path):
    Store.open(tmp_path / "desk", create=True).close()
    file = tmp_path / "desk" / trail.KEY_FILE
    assert len(file.read_bytes()) == 32
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert trail.key_of(tmp_path / "desk").id == trail.key_of(tmp_path / "desk").id
    assert [path.name for path in (tmp_path / "desk").glob("*.new")] == []


def test_two_processes_that_make_the_key_at_once_have_the_same(tmp_path, in_another_process):
    code = """
        import sys
        from pathlib import Path
        from dealerdesk.db.trail import key_of
        print("ready", flush=True)
        sys.stdin.readline()
        print(key_of(Path(sys.argv[1])).id, flush=True)
    """
    makers = [in_another_process(code, tmp_path) for _ in range(3)]
    for maker in makers:
        assert maker.stdout.readline() == "ready\n"
    for maker in makers:
        maker.stdin.write("\n")
        maker.stdin.flush()
    assert {maker.stdout.readline().strip() for maker in makers} == {trail.key_of(tmp_path).id}


def test_a_key_that_was_cut_short_is_set_aside(place):
    (place / trail.KEY_FILE).write_bytes(b"short")
    assert codes(place) == ["check.head_unknown"]
    assert len((place / trail.KEY_FILE).read_bytes()) == 32
    assert [path.read_bytes() for path in place.glob("desk.key.*.left")] == [b"short"]


@pytest.mark.skipif(os.name != "posix", reason="permissions as on Unix")
def test_a_key_that_may_not_be_read_is_one_sentence(place, privileges_dropped):
    (place / trail.KEY_FILE).chmod(0o000)
    with pytest.raises(Refused) as refused:
        Store.open(place)
    assert refused.value.said.code == "store.key_closed"


def test_an_older_store_gets_a_head_when_it_is_brought_up_to_date(tmp_path):
    shutil.copyfile(Path(__file__).parents[1] / "data" / "schemas" / "0002.db", tmp_path / FILE_NAME)
    assert codes(tmp_path) == []
    with Store.open(tmp_path) as store, store.read() as conn:
        assert store.trail.proves(trail.head_of(conn))


def erased(connection, where):
    """Take the values out of lines by hand, as an erasing does, and answer all lines that have none."""
    connection.execute(f'UPDATE act_row SET "before" = NULL, "after" = NULL, nonce = NULL WHERE {where}')
    return connection.execute('SELECT id, "table", key FROM act_row WHERE nonce IS NULL ORDER BY id').fetchall()


def test_an_erasure_that_vouches_for_its_own_line_vouches_for_nothing(place):
    with closing(dialect.connect(place / FILE_NAME)) as connection:
        lines = erased(connection, """"table" = 'erasure' OR ("table" = 'customer' AND key = 1)""")
        digest = digest_of_lines(Line(*line) for line in lines)
        connection.execute("UPDATE erasure SET lines = ?, digest = ?", (len(lines), digest))
        connection.execute("UPDATE customer SET name = 'z' WHERE id = 1")
    assert "check.erased_outside" in codes(place)


def test_an_erased_line_cannot_be_made_another_rows(place):
    with closing(dialect.connect(place / FILE_NAME)) as connection:
        (last, *_) = erased(connection, "0")[-1]
        connection.execute("""UPDATE act_row SET "table" = 'customer', key = 4 WHERE id = ?""", (last,))
        connection.execute("UPDATE customer SET name = 'z' WHERE id = 4")
    assert codes(place) == ["check.erased_outside"]
