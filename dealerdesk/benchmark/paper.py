"""Measuring the daily call sheet of a thousand calls, against a plain reportlab table with the same barcodes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dealerdesk.benchmark.measured import Race
from dealerdesk.benchmark.stopwatch import Contest
from dealerdesk.domain.codes import CodeKind, code_of
from dealerdesk.paths import resource
from dealerdesk.words import Words

if TYPE_CHECKING:
    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.documents.call_sheet import CallEntry, CallSheet

CALLS = 1_000


def sheet(ground: Ground) -> Race:
    """The sheet as the desk prints it, against one table over as many pages as it takes."""
    from dealerdesk.documents.call_sheet import call_sheet

    paper, words = _sheet(ground), Words("zh_CN")
    race = Contest(lambda: call_sheet(paper, words).pdf, lambda: _table(paper)).race()
    return Race(race.desk, race.floor, CALLS, race.peak)


def _sheet(ground: Ground) -> CallSheet:
    from dealerdesk.documents.call_sheet import CallSheet
    from dealerdesk.documents.script import lost_customer_script

    return CallSheet(
        store="海口恒信汽车销售服务有限公司",
        code=code_of(CodeKind.SHEET, 1),
        day=ground.today,
        agent="周倩",
        made_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        entries=tuple(_entry(ground, number) for number in range(1, CALLS + 1)),
        script=lost_customer_script(Words("zh_CN")),
    )


def _entry(ground: Ground, number: int) -> CallEntry:
    from dealerdesk.documents.call_sheet import CallEntry

    return CallEntry(
        number=number,
        codes=(code_of(CodeKind.TASK, number),),
        customer=f"王{'伟芳娜敏静丽强磊军洋'[number % 10]}{'勇艳杰娟涛明超秀霞平'[number // 10 % 10]}",
        phone=f"138 {number % 9000 + 1000} {number * 7 % 9000 + 1000}",
        plate=f"琼A{number:05d}",
        model=("朗逸", "途观L", "帕萨特", "ID.3")[number % 4],
        status="流失",
        months=12 + number % 20,
        last_visit=ground.today - timedelta(days=365 + number),
        last_km=20_000 + 37 * number,
        why_now=f"再过 {number % 30} 天满 24 个月",
        reasons=("流失回访",),
    )


def _table(sheet: CallSheet) -> bytes:
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate, Table

    font = "bare-noto"
    if font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font, str(resource("fonts", "NotoSansSC-Regular.ttf"))))
    rows: list[list[Any]] = [
        ["#", "", "", "客户", "电话", "车牌", "车型", "状态", "上次进站", "里程", "为何现在", "原因"]
    ]
    rows += [
        [
            entry.number, Code128(entry.codes[0], barHeight=18, barWidth=0.6), entry.codes[0], entry.customer,
            entry.phone, entry.plate, entry.model, entry.status, str(entry.last_visit), entry.last_km, entry.why_now,
            entry.reasons[0],
        ]
        for entry in sheet.entries
    ]  # fmt: skip
    table = Table(rows, repeatRows=1, rowHeights=[16] + [24] * len(sheet.entries))
    table.setStyle([("FONT", (0, 0), (-1, -1), font, 7), ("GRID", (0, 0), (-1, -1), 0.25, colors.black)])
    written = BytesIO()
    SimpleDocTemplate(written, pagesize=landscape(A4)).build([table])
    return written.getvalue()
