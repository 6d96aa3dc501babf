"""Reading in a process of its own: what it yields, and one sentence for each file that cannot be read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dealerdesk.domain.errors import Damaged, Refused, Trouble, WrongUse
from dealerdesk.spreadsheets import child, files
from dealerdesk.spreadsheets.files import Reading, read_sheet
from dealerdesk.words import Words
from tests.spreadsheets.making import HEADINGS, ROWS, bomb, csv_text, html, workbook

if TYPE_CHECKING:
    from dealerdesk.spreadsheets.sheet import Mapped

FILES = Path(__file__).parents[1] / "data" / "files"
TABLE = [HEADINGS, *ROWS]


def trouble_of(path: Path) -> Trouble:
    with pytest.raises(Trouble) as caught:
        read_sheet(path)
    assert not multiprocessing.active_children()
    return caught.value


def large(path: Path, rows: int = 200_000) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write(csv_text([HEADINGS]))
        file.writelines(csv_text([ROWS[0]]) for _ in range(rows))
    return path


def test_a_sheet_with_its_head_and_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["维修记录"], ["导出时间：2026-11-22"], [], *TABLE, ["合计"], [None]])
    sheet = read_sheet(path)
    assert (sheet.head.kind, sheet.head.headings, sheet.head.sheets) == ("visits", tuple(HEADINGS), ("表1",))
    assert [(row.sheet, row.line, row.cells[0]) for row in sheet.rows] == [
        ("表1", 5, "RO1"),
        ("表1", 6, "RO2"),
        ("表1", 7, "合计"),
    ]


def test_sheets_that_continue_each_other_are_read_one_after_another(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path / "a.xlsx", [["说明"]], TABLE[:2], [HEADINGS, ROWS[1]]))
    assert [(row.sheet, row.line, row.cells[0]) for row in sheet.rows] == [("表2", 2, "RO1"), ("表3", 2, "RO2")]


def test_old_workbooks_of_excel() -> None:
    sheet = read_sheet(FILES / "orders.xls")
    assert sheet.head.sheets == ("维修记录", "维修记录2")
    assert [(row.line, row.cells[0], row.cells[9]) for row in sheet.rows] == [(3, "RO1", 380.5), (3, "RO2", 0)]


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_sheet(large(tmp_path / "a.csv", 10_000), progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 3
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_remembered_mapping_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("单据,牌,何时\nRO1,琼A12345,2026-01-02\n", "utf-8")
    by_hand: Mapped = {"order_no": "单据", "plate": "牌", "date_in": "何时"}
    head = read_sheet(path, kind="visits", mapping=by_hand).head
    assert read_sheet(path, remembered={head.layout: head.mapping}).head == head


@pytest.mark.parametrize("after", [0, 3])
def test_cancelled_at_any_moment_the_process_is_gone(tmp_path: Path, after: int) -> None:
    asked = iter(range(1000))
    with pytest.raises(WrongUse) as caught:
        read_sheet(large(tmp_path / "a.csv"), cancelled=lambda: next(asked) >= after)
    assert caught.value.said.code == "import.cancelled"
    assert not multiprocessing.active_children()


def test_leaving_early_ends_the_process(tmp_path: Path) -> None:
    with Reading(large(tmp_path / "a.csv")) as reading:
        assert next(reading.rows()).line == 2
    assert not multiprocessing.active_children()


def test_reading_works_beside_other_threads(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", TABLE)
    read: list[int] = []
    threads = [threading.Thread(target=lambda: read.append(len(read_sheet(path).rows))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [2, 2]


# Bad input


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    assert trouble_of(tmp_path / "no.xlsx").said.code == "import.not_found"
    assert trouble_of(tmp_path).said.code == "import.is_folder"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "x"), "import.no_permission"),
        (OSError(5, "x"), "import.unreadable"),
    ],
)
def test_a_file_that_may_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> object:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert trouble_of(tmp_path / "a.xlsx").said.code == code


def test_a_file_that_is_open_in_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class SharingViolation(PermissionError):
        winerror = 32

    def refuse(*_args: object, **_kwargs: object) -> object:
        raise SharingViolation

    monkeypatch.setattr(Path, "open", refuse)
    assert trouble_of(tmp_path / "a.xlsx").said.code == "import.open_elsewhere"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(1, 256)) * 50,
        b"<html><body><p>no table</p></body></html>",
        b"\x7fELF" + b"\x00" * 500,
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert trouble_of(path).said.code == "import.not_a_table"


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", b",,,\n,,\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert trouble_of(path).said.code == "import.empty"


def test_an_empty_workbook(tmp_path: Path) -> None:
    assert trouble_of(workbook(tmp_path / "a.xlsx", [])).said.code == "import.empty"


def test_a_text_without_known_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("alpha,beta,gamma\n1,2,3\n", "utf-8")
    assert trouble_of(path).said.code == "import.no_headings"


@pytest.mark.parametrize("name", ["password.xls", "password.xlsx"])
def test_an_encrypted_file(name: str) -> None:
    trouble = trouble_of(FILES / name)
    assert (trouble.said.code, trouble.exit_code) == ("import.encrypted", 2)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
@pytest.mark.parametrize("form", ["xlsx", "xls", "html"])
def test_a_file_that_is_cut_in_the_middle(tmp_path: Path, form: str, share: float) -> None:
    path = tmp_path / f"a.{form}"
    if form == "xlsx":
        workbook(path, TABLE * 100)
    elif form == "xls":
        path.write_bytes((FILES / "orders.xls").read_bytes())
    else:
        path.write_text(html(TABLE * 100), "utf-8")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    trouble = trouble_of(path)
    assert isinstance(trouble, Damaged)
    assert (trouble.said.code, trouble.exit_code) == ("import.cut_off", 4)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    assert trouble_of(bomb(tmp_path / "a.xlsx", 100)).said.code == "import.bomb"


def test_two_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    row = "<tr><td>RO1</td><td>琼A12345</td><td>2026-01-02</td></tr>\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("<table><tr><th>工单号</th><th>车牌号</th><th>进厂日期</th></tr>")
        file.writelines(row * 10_000 for _ in range(200))
        file.write("</table>")
    trouble = trouble_of(path)
    assert (trouble.said.code, trouble.said.params["limit"]) == ("import.too_many_rows", 1_048_576)


def test_a_process_that_takes_too_much_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MEMORY_LIMIT", 1)
    monkeypatch.setattr(files, "_WATCH", 0.0)
    assert trouble_of(large(tmp_path / "a.csv")).said.code == "import.too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("ended_by", "code"), [("SIGABRT", "import.too_large"), ("SIGSEGV", "import.reader_stopped")])
def test_a_process_that_dies_is_said(tmp_path: Path, ended_by: str, code: str) -> None:
    with Reading(large(tmp_path / "a.csv")) as reading:
        os.kill(reading._process.pid or 0, getattr(signal, ended_by))
        with pytest.raises(Trouble) as caught:
            list(reading.rows())
    assert caught.value.said.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_memory_is_bounded_within_the_process() -> None:
    limited = "from dealerdesk.spreadsheets import child; child._limit_memory(); bytearray(child.MEMORY_LIMIT)"
    done = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    assert child.MEMORY_LIMIT == files.MEMORY_LIMIT


def test_every_trouble_has_its_sentence_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("工单号,车牌号,客户名称\n", "utf-8")
    troubles = [
        trouble_of(tmp_path / "a.csv"),
        trouble_of(tmp_path / "no.csv"),
        trouble_of(FILES / "password.xls"),
        WrongUse("import.unreadable", file="a.csv"),
        WrongUse("import.stray_quote", file="a.csv", line=12),
        *(
            Refused(f"export.{code}", file="a.csv", limit=1)
            for code in (
                "open_elsewhere",
                "no_permission",
                "no_folder",
                "is_folder",
                "disk_full",
                "failed",
                "too_many_rows",
            )
        ),
    ]
    for language in ("en", "zh_CN"):
        words = Words(language)
        assert all(words.say(trouble.said) for trouble in troubles)
