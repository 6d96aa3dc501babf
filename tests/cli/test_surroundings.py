"""The commands among people, languages, environments, terminals and other programs."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dealerdesk.cli.running import main
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from tests.commands import TODAY, At, run

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_help_names_every_command_in_the_language(lang):
    shown = run("--lang", lang, "--help")
    assert (shown.code, shown.err) == (0, "")
    for command in ("bench", "backup", "check", "demo", "import", "list", "restore", "sheet", "status", "tasks", "why"):
        assert re.search(rf"^\s+{command}\b", shown.out, re.MULTILINE)
        described = run("--lang", lang, command, "--help")
        assert described.code == 0
        assert bool(CHINESE.search(described.out)) is (lang == "zh_CN")


def test_people_read_their_language_and_machines_the_same_document(desk):
    english, chinese = desk, At(desk.folder, lang="zh_CN")
    for command in (["status"], ["list", "lost"], ["list", "birthdays"], ["version"], ["check"], ["backup"]):
        told = [at.said(*command) for at in (english, chinese)]
        assert [ran.code for ran in told] == [0, 0]
        assert all(ran.out.strip() for ran in told)
    for command in (["status"], ["list", "lost"], ["list", "birthdays"]):
        assert english(*command).json == chinese(*command).json
    assert not CHINESE.search(english.said("check").out)
    assert CHINESE.search(chinese.said("check").out)


def test_people_see_masked_phones(invented):
    phones = [row["phone"] for row in invented("list", "lost").json["rows"] if row["phone"]]
    told = invented.said("list", "lost").out
    assert phones
    assert not [phone for phone in phones if phone in told]


def test_the_environment_names_folder_and_day_and_options_win(invented, nowhere, monkeypatch):
    monkeypatch.setenv("DEALERDESK_DATA_DIR", str(invented.folder))
    monkeypatch.setenv("DEALERDESK_TODAY", "2024-02-29")
    assert run("--json", "list", "lost").json["as_of"] == "2024-02-29"
    assert run("--json", "list", "lost").json["month"] == "2024-03"
    assert run("--json", "--as-of", TODAY, "list", "lost").json["as_of"] == TODAY
    assert str(nowhere.folder) in run("--data-dir", nowhere.folder, "status").refused(4)
    monkeypatch.setenv("DEALERDESK_TODAY", "tomorrow")
    assert "tomorrow" in run("status").refused(2)


PROGRAM = (sys.executable, "-c", "from dealerdesk.cli import main; main()")


def started(*args):
    """Run the program as another process, as a schedule would."""
    done = subprocess.run([*PROGRAM, *map(str, args)], capture_output=True, check=False, timeout=300)
    return done.returncode, done.stdout, done.stderr.decode()


def test_a_morning_from_the_export_to_the_sheet(tmp_path, orders):
    base = ("--data-dir", tmp_path / "store", "--as-of", TODAY, "--lang", "zh_CN", "--json")
    owners = tmp_path / "owners.csv"
    owners.write_text("客户编号,客户名称,联系电话,车牌号\nC1,王明,13800001111,琼A88888\n", encoding="gb18030")
    assert At(tmp_path / "store")("import", owners).code == 0
    code, out, err = started(*base, "import", orders)
    assert (code, err) == (1, "")
    assert json.loads(out)["added"] == 2
    code, out, err = started(*base, "tasks", "generate", "--month", "2026-11")
    assert (code, err) == (0, "")
    assert json.loads(out)["by_reason"] == {"second-visit": 1}
    code, out, err = started(*base, "sheet", "--date", TODAY)
    assert code == 0, err
    assert Path(json.loads(out)["file"]).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp1252"])
def test_output_survives_the_encoding_of_the_terminal(tmp_path, orders, encoding, monkeypatch):
    at = At(tmp_path / "store", lang="zh_CN")
    orders.write_text(orders.read_text(encoding="utf-8").replace("李诚", "𠮷诚"), encoding="utf-8")
    at("import", orders)
    listed = at("list", "second-visit", "--month", "2026-11").json
    assert [row["advisor"] for row in listed["rows"]] == ["𠮷诚"]
    for machine in (["--json"], []):
        with monkeypatch.context() as terminal:
            out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
            terminal.setattr(sys, "stdout", out)
            terminal.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
            with pytest.raises(SystemExit) as done:
                main([*at.base, *machine, "list", "second-visit", "--month", "2026-11"])
            written = out.buffer.getvalue()
        assert done.value.code == 0
        assert written
        if machine:
            assert json.loads(written) == listed


def test_a_store_that_others_have_open_is_not_restored(desk, tmp_path):
    copy = desk("backup", "--out", tmp_path / "copy.db").json["file"]
    other = open_desk(Doorstep(desk.folder, date.fromisoformat(TODAY), "en"))
    desk("restore", copy).refused(3)
    assert desk("status").code == 0
    other.store.close()
    assert desk("restore", copy).code == 0


def test_a_reader_that_goes_away_is_no_error(invented):
    command = [*PROGRAM, "--data-dir", str(invented.folder), "--as-of", TODAY, "--lang", "en", "--json", "list", "lost"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
