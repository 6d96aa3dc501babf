"""Small exports for tests: tables of orders and of vehicle files as .csv, read without a process of their own."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

from dealerdesk.domain.identity import vin_check_digit
from dealerdesk.services.importing import import_file, running
from dealerdesk.spreadsheets.child import _chunks
from dealerdesk.spreadsheets.files import Reading
from dealerdesk.spreadsheets.headings import recognise
from dealerdesk.spreadsheets.sheet import SheetRow
from dealerdesk.spreadsheets.source import open_source

ORDER_HEADINGS = {
    "no": "工单号",
    "plate": "车牌号",
    "vin": "车架号",
    "name": "客户名称",
    "phone": "联系电话",
    "day": "进厂日期",
    "settled": "结算日期",
    "km": "进厂里程",
    "kind": "维修类型",
    "advisor": "服务顾问",
    "items": "维修项目",
    "due": "应收金额",
    "off": "优惠金额",
    "paid": "实收金额",
    "payer": "付款方",
    "state": "工单状态",
    "internal": "是否内部",
    "note": "备注",
}
VEHICLE_HEADINGS = {
    "no": "客户编号",
    "name": "客户名称",
    "phone": "联系电话",
    "birthday": "生日",
    "address": "地址",
    "plate": "车牌号",
    "vin": "车架号",
    "model": "车型",
    "delivered": "购车日期",
    "source": "客户来源",
    "advisor": "责任服务顾问",
    "warranty": "质保到期日",
    "extended": "延保到期日",
    "prepaid": "定保到期日",
    "stored": "储值余额",
}
CALL_HEADINGS = {
    "day": "回访日期",
    "plate": "车牌号",
    "vin": "车架号",
    "name": "客户姓名",
    "phone": "联系电话",
    "agent": "回访人",
    "channel": "回访方式",
    "incoming": "呼叫方向",
    "result": "回访结果",
    "topic": "回访类型",
    "note": "回访内容",
}
_ALWAYS = ("name", "plate", "vin")


def vin(number):
    """An invented VIN with the right check digit."""
    draft = f"LSVTEST00{number:08d}"
    return f"{draft[:8]}{vin_check_digit(draft)}{draft[9:]}"


def order(no, day="2026-03-01", **cells):
    """The cells of a settled and paid order, unless they are given."""
    return {"no": no, "day": day, "kind": "一般维修", "paid": "500", "state": "已结算", **cells}


class InProcess(Reading):
    """Reads a file without a process of its own: what such a process does is tested with it."""

    def __enter__(self):
        self._source = open_source(self._path)
        self.head, self._picks = recognise(
            self._source.tops(), kind=self._kind, mapping=self._mapping, remembered=self._remembered
        )
        return self

    def __exit__(self, *_exception):
        pass

    def rows(self):
        for chunk in _chunks(self._source, self._picks):
            for line, cells in enumerate(chunk.rows, chunk.line):
                yield SheetRow(self.head.sheets[chunk.pick], line, cells)


class Exports:
    """Another system that exports tables, and the desk that imports them."""

    def __init__(self, folder, monkeypatch):
        self._folder = folder
        self._count = 0
        monkeypatch.setattr(running, "Reading", InProcess)

    def file(self, headings, rows, only=None):
        """A .csv file with these columns; by default all that any row fills."""
        self._count += 1
        path = self._folder / f"export-{self._count}.csv"
        columns = only or [name for name in headings if any(name in row for row in rows)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([headings[name] for name in columns])
            writer.writerows([[row.get(name, "") for name in columns] for row in rows])
        return path

    def orders(self, desk, *rows, only=None, **options):
        """Import orders."""
        return import_file(desk, self.file(ORDER_HEADINGS, rows, only), **options)

    def vehicles(self, desk, *rows, only=None, **options):
        """Import vehicle files."""
        named = [name for name in VEHICLE_HEADINGS if any(name in row for row in rows) or name in _ALWAYS]
        return import_file(desk, self.file(VEHICLE_HEADINGS, rows, only or named), **options)

    def calls(self, desk, *rows, only=None, **options):
        """Import old calls."""
        return import_file(desk, self.file(CALL_HEADINGS, rows, only), **options)


def counts(result):
    """What became of the rows: added, updated, unchanged, set aside, rejected."""
    return result.added, result.updated, result.unchanged, result.set_aside, result.rejected


def contents(desk):
    """All that the store holds but for its memory of acts and imports, without revisions."""
    with desk.store.read() as conn:
        names = [
            name
            for (name,) in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if name not in {"act", "act_row", "chain_head", "batch", "layout", "alembic_version"}
        ]
        return {name: Counter(_told(conn, name)) for name in names}


def _told(conn, table):
    """The rows of a table without their revisions, as the engine keeps them."""
    columns = [row[1] for row in conn.exec_driver_sql(f"PRAGMA table_info({table})") if row[1] != "revision"]
    return conn.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {table}").cursor.fetchall()


EXPORTED_ON = date(2026, 11, 22)
