"""No log and no report holds a name, a phone or a plate of the store, whatever went wrong."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, qWarning
from PySide6.QtGui import QGuiApplication
from sqlalchemy.exc import OperationalError

from dealerdesk.cli.running import main
from dealerdesk.db.store import Store
from dealerdesk.domain.errors import Refused
from dealerdesk.log import log_bug, without_values
from dealerdesk.paths import log_dir
from dealerdesk.services import search
from dealerdesk.services.importing import import_file
from dealerdesk.services.search import find
from dealerdesk.ui.crash import Guard, copy_report
from tests.exports import ORDER_HEADINGS, Exports, order

_SECRETS = """SELECT name FROM customer UNION SELECT digits FROM phone UNION SELECT plate FROM plate
UNION SELECT vin FROM vehicle WHERE vin IS NOT NULL"""


@pytest.fixture
def here(store_session):
    return store_session("invented")


def secrets_of(folder):
    with Store.open(folder) as store, store.read() as conn:
        return {row[0] for row in conn.exec_driver_sql(_SECRETS).fetchall() if len(row[0]) > 1}


def logs_of(folder):
    return {file.name: file.read_bytes() for file in log_dir(folder).rglob("*") if file.is_file()}


def leaks(texts, secrets):
    return {(name, secret) for name, text in texts.items() for secret in secrets if secret.encode() in text}


def somebody(session):
    with session.desk.store.read() as conn:
        sql = """SELECT c.name, n.digits, p.plate FROM customer c JOIN phone n ON n.customer_id = c.id
            JOIN ownership o ON o.customer_id = c.id JOIN plate p ON p.vehicle_id = o.vehicle_id LIMIT 1"""
        return tuple(conn.exec_driver_sql(sql).one())


class _Values(Exception):
    """A bug whose message tells of a person."""


def test_bugs_of_every_kind_are_logged_without_the_persons_in_them(here, qtbot, settled):
    name, digits, plate = somebody(here)
    folder, owner, guard = here.desk.store.folder, QObject(), Guard(here.desk.store.folder)

    def bug():
        try:
            return {}[name]
        except KeyError as cause:
            raise _Values(f"{name} {digits} {plate}") from cause

    here.background.read(owner, bug, lambda _found: None)
    here.background.write(owner, bug, None)
    settled(here)
    guard.watch()
    try:
        guard.tell(here)
        try:
            bug()
        except _Values:
            sys.excepthook(*sys.exc_info())
        qWarning(f"QWidget: {name} {digits} {plate} LSVTEST0700000001 138 1234 5678")
        copy_report(here)
        settled(here)
    finally:
        guard.end()
    logs = logs_of(folder)
    assert b"_Values" in logs["dealerdesk.log"]
    assert b"QWidget" in logs["dealerdesk.log"]
    report = QGuiApplication.clipboard().text().encode()
    assert b"_Values" in report
    secrets = secrets_of(folder)
    assert leaks({**logs, "report": report}, {*secrets, "LSVTEST0700000001", "138 1234 5678"}) == set()


def test_imports_with_bad_rows_searches_and_commands_leave_nobody_in_the_log(here, tmp_path, monkeypatch, capsys):
    name, digits, plate = somebody(here)
    folder, desk = here.desk.store.folder, here.desk
    bad = Exports(tmp_path, monkeypatch).file(
        ORDER_HEADINGS,
        [
            order("R1", plate=plate, name=name, phone=digits, day="昨天"),
            order("R2", plate=name, name=name, phone=digits),
        ],
    )
    import_file(desk, bad)
    for text in (name, digits, plate):
        find(desk, text)
    with pytest.raises(Refused):
        raise Refused("act.changed_since", names=(name, plate))
    here.close()
    at = ["--data-dir", str(folder), "--as-of", "2026-11-20"]
    wrong = [
        ["why", plate, name], ["list", name], ["tasks", "show", "--agent", name], ["sheet", "--agent", digits],
        ["find", digits], ["status", plate, name], ["undo-import", digits], ["import", "vehicles", f"{name}.xlsx"],
    ]  # fmt: skip
    for words in wrong:
        with pytest.raises(SystemExit):
            main([*at, *words])

    def broken(*_asked, **_named):
        raise _Values(f"{name} {digits} {plate}")

    monkeypatch.setattr(search, "found_by_text", broken)
    with pytest.raises(SystemExit) as done:
        main([*at, "find", name])
    assert done.value.code == 70
    said = capsys.readouterr().err
    assert "Traceback" not in said
    logs = logs_of(folder)
    assert b"_Values" in logs["dealerdesk.log"]
    assert leaks(logs, secrets_of(folder)) == set()


def test_an_error_of_the_engine_tells_no_values(here, tmp_path):
    name, digits, _ = somebody(here)
    sql = "SELECT * FROM nowhere WHERE name = ? AND digits = ?"
    with here.desk.store.read() as conn, pytest.raises(OperationalError) as raised:
        conn.exec_driver_sql(sql, (name, digits))
    assert name not in str(raised.value)
    log_bug(tmp_path, raised.value)
    assert leaks({"log": (tmp_path / "dealerdesk.log").read_bytes()}, {name, digits}) == set()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("QFont::setPointSize: Point size <= 0 (-1)", "QFont::setPointSize: Point size <= 0 (-1)"),
        ("could not set 王小明 琼A12345 13812345678", "could not set … … …"),
        ("id 138 1234 5678 at 1280x800", "id … at 1280x800"),
    ],
)
def test_what_another_program_says_is_kept_without_values(text, left):
    assert without_values(text) == left
