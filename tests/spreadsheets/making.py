"""Files as other systems write them, made for the tests of reading."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

HEADINGS = ["工单号", "车牌号", "车架号", "进厂日期", "进厂里程", "实收金额", "工单状态"]
ROWS = [
    ["RO1", "琼A12345", "LSVP4BR508RZ33740", "2026-01-02", "5,014km", "380.50", "已结算"],
    ["RO2", "琼A12346", "LSVFR8AM7X9533577", "2026年1月5日", "6.1万公里", "0", "在修"],
]


def workbook(path: Path, *sheets: Sequence[Sequence[Any]], names: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def html(rows: Iterable[Sequence[str]], *, before: str = "") -> str:
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return f"<html><body>{before}<table border=1>{''.join(lines)}</table></body></html>"


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + "\r\n" for row in rows)


def bomb(path: Path, megabytes: int) -> Path:
    """A workbook whose sheet unpacks to zeros a thousand times its size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(bytes(1 << 20))
    return path
