"""Orders and files as nobody should send them, for the tests of bad input."""

from __future__ import annotations

import os
import random
import struct
import sys
import zipfile

import pytest

HEADINGS = [
    "工单号", "车牌号", "车架号", "客户名称", "进厂日期", "结算日期", "进厂里程", "服务顾问", "实收金额", "工单状态",
]  # fmt: skip
ORDER = ["W1", "琼A88888", "", "王明", "2026-05-04", "2026-05-04", "12000", "李诚", "300", "已结算"]
NOISE = random.Random(2).randbytes(20_000)
PROGRAM = [sys.executable, "-c", "from dealerdesk.cli import main; main()"]


def text(*rows):
    return "".join(",".join(row) + "\n" for row in rows)


def order(number, **cells):
    fields = dict(
        zip(("no", "plate", "vin", "name", "came", "settled", "km", "sa", "paid", "state"), ORDER, strict=True)
    )
    return [str(value) for value in (fields | {"no": number} | cells).values()]


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def folder(path):
    path.mkdir()
    return path


def pipe(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(path)
    return path


def package(path, sheet, *, shown="", declared=None):
    """A workbook of one sheet, its XML as given; `declared`: the size that its directory claims."""
    space = "http://schemas.openxmlformats.org/"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    links = (
        f'<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r1" Type="{space}officeDocument'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{links}/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{links}/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{space}spreadsheetml/2006/main" xmlns:r="{space}officeDocument/2006/'
        f'relationships"><sheets><sheet name="S" sheetId="1" r:id="r1" {shown}/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    if declared is not None:
        data = bytearray(path.read_bytes())
        entry = data.rfind(b"PK\x01\x02")
        struct.pack_into("<I", data, entry + 24, declared)
        path.write_bytes(data)
    return path


def sheet_of(*rows, before="", extra=""):
    cells = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{v}</t></is></c>' for i, v in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{cells}{extra}</sheetData></worksheet>'


def compound(path, *streams):
    """An OLE package with these streams, as Office writes password-protected workbooks."""
    chain, ends, places = [0xFFFFFFFD, 0xFFFFFFFE], b"", []
    for _, data in streams:
        padded = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        places.append((len(chain), len(padded)))
        chain += [*range(len(chain) + 1, len(chain) + len(padded) // 512), 0xFFFFFFFE]
        ends += padded

    def entry(name, kind, start, size, child=0xFFFFFFFF):
        coded = name.encode("utf-16-le")
        links = struct.pack("<HBBIII", len(coded) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return coded.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    entries = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
    entries += b"".join(entry(name, 2, *place) for (name, _), place in zip(streams, places, strict=True))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0).ljust(512 - len(head), b"\xff")
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    path.write_bytes(head + table + entries.ljust(512, b"\0") + ends)
    return path
