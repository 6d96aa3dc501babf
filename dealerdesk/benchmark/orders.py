"""Measuring a whole import of orders against openpyxl's bare pass over the file, and its undo against the import."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from dealerdesk.benchmark.ground import desk_at
from dealerdesk.benchmark.measured import Race
from dealerdesk.benchmark.stopwatch import Memory, seconds
from dealerdesk.domain.money import yuan
from dealerdesk.services.importing import import_file, undo_import
from dealerdesk.services.invention import invent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dealerdesk.benchmark.ground import Ground
    from dealerdesk.domain.invented import InventedCar, InventedVisit

MOST = 50_000
_SHARE, _A_CAR = 4, 8
_ROUNDS = 2
_SEED = 11

_HEADINGS = (
    "工单号", "车牌号", "车架号", "客户名称", "进厂日期", "结算日期", "进厂里程", "维修类型", "服务顾问", "维修项目",
    "工时费", "材料费", "应收金额", "优惠金额", "实收金额", "付款方", "工单状态", "备注",
)  # fmt: skip
_PAYERS = {
    "owner": "客户", "manufacturer": "厂家", "insurer": "保险公司", "package": "套餐", "stored-value": "储值卡",
    "voucher": "代金券", "internal": "内部",
}  # fmt: skip
_STATES = {"settled": "已结算", "handed-over": "已结算", "in-workshop": "在修", "arrived": "在修", "void": "作废"}


def whole_import(ground: Ground) -> Race:
    """Bringing an export into an empty store, all of it on the disk, against reading the file with openpyxl alone."""
    file, orders = _export(ground)
    desk_time = floor_time = float("inf")
    peak = 0
    for number in range(_ROUNDS):
        floor_time = min(floor_time, seconds(lambda: _read(file)))
        with desk_at(ground.scratch / f"import-{number}", ground.today) as desk, Memory() as memory:
            desk_time = min(desk_time, seconds(lambda: import_file(desk, file)))
        peak = max(peak, memory.peak)
    return Race(desk_time, floor_time, orders, peak)


def undo(ground: Ground) -> Race:
    """Taking an import back, against that import."""
    file, orders = _export(ground)
    undo_time = import_time = float("inf")
    peak = 0
    for number in range(_ROUNDS):
        with desk_at(ground.scratch / f"undo-{number}", ground.today) as desk:
            import_time = min(import_time, seconds(lambda: import_file(desk, file)))
            with Memory() as memory:
                undo_time = min(undo_time, seconds(lambda: undo_import(desk, 1)))
        peak = max(peak, memory.peak)
    return Race(undo_time, import_time, orders, peak)


def _export(ground: Ground) -> tuple[Path, int]:
    """A workbook of invented orders as other systems export them, and how many they are."""
    from openpyxl import Workbook

    orders = min(MOST, max(1, ground.visits // _SHARE))
    book = Workbook(write_only=True)
    page = book.create_sheet("维修记录明细")
    page.append(_HEADINGS)
    cars = invent(-(-orders // _A_CAR), _SEED, ground.today, orders)
    written = 0
    for row in islice(_rows(cars), orders):
        page.append(row)
        written += 1
    ground.scratch.mkdir(parents=True, exist_ok=True)
    file = ground.scratch / "orders.xlsx"
    book.save(file)
    return file, written


def _rows(cars: Iterator[InventedCar]) -> Iterator[tuple[Any, ...]]:
    for car in cars:
        for visit in car.visits:
            yield _row(car, visit)


def _row(car: InventedCar, visit: InventedVisit) -> tuple[Any, ...]:
    return (
        visit.order_no, car.plates[-1][0], car.vin, car.customers[car.owners[-1][0]].name, visit.date_in,
        visit.date_settled, visit.odometer, visit.kind, visit.advisor, visit.items, *map(_number, (
            visit.labour_fen, visit.parts_fen, visit.due_fen, visit.discount_fen, visit.paid_fen,
        )), _PAYERS[visit.payer], _STATES[visit.state], visit.note or None,
    )  # fmt: skip


def _number(fen: int) -> float:
    return float(yuan(fen))


def _read(file: Path) -> int:
    """Every row of a workbook by openpyxl, values only, kept by nobody."""
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    rows = sum(1 for page in book for _ in page.iter_rows(values_only=True))
    book.close()
    return rows
