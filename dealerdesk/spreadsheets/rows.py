"""Rows with their cells read: what a visit, a vehicle or a call says, its code if it is not taken, its warnings."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast

from dealerdesk.spreadsheets.cells import text_of
from dealerdesk.spreadsheets.row_cells import ROW_CODES, TABLES, Reader
from dealerdesk.spreadsheets.sheet import SheetRow, is_blank, is_empty
from dealerdesk.spreadsheets.totals import says_total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, time

    from dealerdesk.domain.money import Fen
    from dealerdesk.domain.phone import Phone
    from dealerdesk.spreadsheets.sheet import Cell, Kind, SheetHead


class VisitRow(NamedTuple):
    """One row of an export of orders. Amounts in fen, odometer in km; None is what the row does not give.

    `code`: why the row is set aside or rejected, or None (INTERFACES, "Import, exactly"). A row with the store's
    dummy plate is marked `free_plate` and has no plate; its code is what it would have besides: the row is set
    aside as `free_plate` unless its VIN names a known car. `cells` are the original ones.
    """

    sheet: str
    line: int
    cells: Sequence[Cell]
    code: str | None
    warnings: tuple[str, ...]
    free_plate: bool
    order_no: str | None = None
    plate: str | None = None
    vin: str | None = None
    date_in: date | None = None
    customer_name: str | None = None
    phones: tuple[Phone, ...] = ()
    date_settled: date | None = None
    date_out: date | None = None
    odometer: int | None = None
    kind: str | None = None
    advisor: str | None = None
    items: str | None = None
    labour_fen: Fen | None = None
    parts_fen: Fen | None = None
    due_fen: Fen | None = None
    discount_fen: Fen | None = None
    paid_fen: Fen | None = None
    redeemed_fen: Fen | None = None
    payer: str | None = None
    state: str | None = None
    internal: bool | None = None
    note: str | None = None


class VehicleRow(NamedTuple):
    """One row of an export of customers with their vehicles; see VisitRow for what goes before the fields.

    `customer_type` is `person`, `company` or the store's own word; stored value in fen.
    """

    sheet: str
    line: int
    cells: Sequence[Cell]
    code: str | None
    warnings: tuple[str, ...]
    free_plate: bool
    plate: str | None = None
    vin: str | None = None
    customer_number: str | None = None
    customer_name: str | None = None
    sex: str | None = None
    birthday: date | None = None
    phones: tuple[Phone, ...] = ()
    address: str | None = None
    district: str | None = None
    customer_type: str | None = None
    model: str | None = None
    drive: str | None = None
    delivered: date | None = None
    registered: date | None = None
    source: str | None = None
    advisor: str | None = None
    use: str | None = None
    warranty_end: date | None = None
    insurance_end: date | None = None
    insurance_company: str | None = None
    inspection_end: date | None = None
    wechat: bool | None = None
    extended_warranty_end: date | None = None
    prepaid_end: date | None = None
    stored_value_fen: Fen | None = None
    occupation: str | None = None
    note: str | None = None


class CallRow(NamedTuple):
    """One row of calls of old; see VisitRow for what goes before the fields.

    `called`: the day, `hour`: the time on it where the file gives one. `channel` and `result` are codes; a result that
    is no word we know is left out, with a warning.
    """

    sheet: str
    line: int
    cells: Sequence[Cell]
    code: str | None
    warnings: tuple[str, ...]
    free_plate: bool
    plate: str | None = None
    vin: str | None = None
    called: date | None = None
    hour: time | None = None
    customer_name: str | None = None
    phones: tuple[Phone, ...] = ()
    agent: str | None = None
    channel: str | None = None
    incoming: bool | None = None
    result: str | None = None
    topic: str | None = None
    note: str | None = None


AnyRow: TypeAlias = VisitRow | VehicleRow | CallRow

_SOME: Final = 1000

DAY_OF: Final[Mapping[Kind, str]] = {"visits": "date_in", "calls": "called"}
"""The field that holds the day of a row, which no row may have in the future; vehicles have none."""

_SAME_CELL: Final = {"hour": "called"}
"""A field that may stand in the cell of another one."""

Row = TypeVar("Row", bound=AnyRow)


class RowReader(Generic[Row]):
    """Reads the rows of one file; what it has read once it remembers.

    `headings` are those of the file, `columns` the column of each field counted from 0.
    """

    def __init__(
        self,
        make: type[Row],
        columns: Mapping[str, int],
        headings: Sequence[str],
        today: date,
    ) -> None:
        kind = _KIND_OF[make]
        self._make = cast("Callable[[Iterable[Any]], Row]", make._make)
        self._today = today
        self._headings = list(headings)
        self._width = max(len(headings), *(column + 1 for column in columns.values()))
        self._readers = [Reader(read) for read in TABLES[kind].values()]
        self._pick = itemgetter(*(_column_of(field, columns) for field in TABLES[kind]))
        fields = list(TABLES[kind])
        self._plate, self._vin = fields.index("plate"), fields.index("vin")
        self._date_in = fields.index(DAY_OF[kind]) if kind in DAY_OF else None
        self._phones = fields.index("phone") if kind == "calls" else None

    def read(self, row: SheetRow) -> Row:
        """Answer one row with its cells read."""
        return next(self.read_all((row,)))

    def read_all(self, rows: Iterable[SheetRow]) -> Iterator[Row]:
        """Answer rows with their cells read, in order: column by column of some rows at a time, which is fast."""
        coming = iter(rows)
        while some := list(islice(coming, _SOME)):
            columns = zip(*map(self._pick, map(self._padded, some)), strict=True)
            read: list[list[Any]] = []
            flaws: dict[int, list[str]] = {}
            for reader, column in zip(self._readers, columns, strict=True):
                read.append(list(map(reader.__getitem__, column)))
                for place, flaw in enumerate(map(reader.flaws.get, column)) if reader.flaws else ():
                    if flaw is not None:
                        flaws.setdefault(place, []).append(flaw)
            for place, (row, values) in enumerate(zip(some, zip(*read, strict=True), strict=True)):
                yield self._row(row, values, flaws.get(place, ()))

    def _padded(self, row: SheetRow) -> list[Cell]:
        """The cells as many as the headings, and a last one that is empty for fields that have no column."""
        missing = self._width - len(row.cells)
        return [*row.cells, None] if missing <= 0 else [*row.cells, *[None] * (missing + 1)]

    def _row(self, row: SheetRow, values: Sequence[Any], flaws: Sequence[str]) -> Row:
        cells = row.cells
        if flaws or len(cells) > self._width or self._is_doubtful(values):
            code, warnings = self._judge(cells, values, flaws)
            return self._make((row.sheet, row.line, cells, code, warnings, "free_plate" in flaws, *values))
        return self._make((row.sheet, row.line, cells, None, (), False, *values))

    def _is_doubtful(self, values: Sequence[Any]) -> bool:
        """Whether what the cells say together may be wrong though each by itself is right."""
        if values[self._plate] is None and values[self._vin] is None:
            return True
        return self._date_in is not None and values[self._date_in] > self._today

    def _judge(
        self, cells: Sequence[Cell], values: Sequence[Any], flaws: Sequence[str]
    ) -> tuple[str | None, tuple[str, ...]]:
        """The row's code, and its warnings where it has none."""
        if is_blank(cells):
            return "blank", ()
        if self._is_no_data(cells, values):
            return "total_line", ()
        wrong = self._wrong(cells, values, set(flaws))
        code = next((code for code in ROW_CODES if code in wrong), None)
        if code:
            return code, ()
        return None, tuple(dict.fromkeys(flaw for flaw in flaws if flaw != "free_plate"))

    def _wrong(self, cells: Sequence[Cell], values: Sequence[Any], found: set[str]) -> set[str]:
        """The codes of what is wrong, among `found`: a bad plate beside a usable VIN, or the reverse, only warns."""
        wrong = found - {"bad_plate", "bad_vin"}
        plate, vin = values[self._plate], values[self._vin]
        if plate is None and vin is None and not (self._phones is not None and values[self._phones]):
            wrong |= found.intersection({"bad_plate", "bad_vin"}) or {"no_vehicle"}
        if not all(map(is_empty, cells[self._width :])):
            wrong.add("bad_row")
        if self._date_in is not None and (day := values[self._date_in]) is not None and day > self._today:
            wrong.add("future_date")
        return wrong

    def _is_no_data(self, cells: Sequence[Cell], values: Sequence[Any]) -> bool:
        """Whether the row is a total, a footer, or the headings repeated: it then has no day in, or no VIN."""
        known = values[self._vin if self._date_in is None else self._date_in]
        if known is not None:
            return False
        shown = [text_of(cell) or "" for cell in cells[: len(self._headings)]]
        return says_total(cells) or shown == self._headings


def read_visit(
    cells: Sequence[Cell], columns: Mapping[str, int], today: date, *, sheet: str = "", line: int = 0
) -> VisitRow:
    """Answer one row of orders; for whole files see `read_visits`, which is many times as fast."""
    return RowReader(VisitRow, columns, _unnamed(columns), today).read(SheetRow(sheet, line, cells))


def read_vehicle(
    cells: Sequence[Cell], columns: Mapping[str, int], today: date, *, sheet: str = "", line: int = 0
) -> VehicleRow:
    """Answer one row of vehicles; for whole files see `read_vehicles`, which is many times as fast."""
    return RowReader(VehicleRow, columns, _unnamed(columns), today).read(SheetRow(sheet, line, cells))


def read_visits(rows: Iterable[SheetRow], head: SheetHead, today: date) -> Iterator[VisitRow]:
    """Answer the rows of an export of orders with their cells read, one by one as they come in."""
    return RowReader(VisitRow, head.columns, head.headings, today).read_all(rows)


def read_vehicles(rows: Iterable[SheetRow], head: SheetHead, today: date) -> Iterator[VehicleRow]:
    """Answer the rows of an export of vehicles with their cells read, one by one as they come in."""
    return RowReader(VehicleRow, head.columns, head.headings, today).read_all(rows)


def rows_of(rows: Iterable[SheetRow], head: SheetHead, today: date) -> Iterator[AnyRow]:
    """Answer the rows of a file of any kind with their cells read, one by one as they come in."""
    readers: Mapping[Kind, Callable[..., Iterator[AnyRow]]] = {
        "visits": read_visits,
        "vehicles": read_vehicles,
        "calls": read_calls,
    }
    return readers[head.kind](rows, head, today)


def read_calls(rows: Iterable[SheetRow], head: SheetHead, today: date) -> Iterator[CallRow]:
    """Answer the rows of calls of old with their cells read, one by one as they come in."""
    return RowReader(CallRow, head.columns, head.headings, today).read_all(rows)


_KIND_OF: Final[Mapping[type, Kind]] = {VisitRow: "visits", VehicleRow: "vehicles", CallRow: "calls"}


def _column_of(field: str, columns: Mapping[str, int]) -> int:
    """The column of a field, or of the one whose cell it shares; the empty one after the last for none."""
    return columns.get(field, columns.get(_SAME_CELL.get(field, ""), -1))


def _unnamed(columns: Mapping[str, int]) -> list[str]:
    return [""] * (max(columns.values()) + 1)
