"""The calendar as a table: a day by advisors and half hours, a week by days; what stands in each place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from dealerdesk.domain.appointment import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.services.appointments.looking import DayOfAppointments
    from dealerdesk.ui.session import Session

PLACE: Final = int(Qt.ItemDataRole.UserRole)
"""The role under which a place of the calendar stands: its Spot."""

_STEP: Final = 30
_DAY: Final = 24 * 60
_ROWS_OF_WEEK: Final = 12
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Piece:
    """An entry as far as it stands in one place: which of how many lanes, and which of its rows this is."""

    line: AppointmentLine
    standing: Standing
    lane: int = 0
    lanes: int = 1
    row: int = 0
    rows: int = 1


class Spot(NamedTuple):
    """A place of the calendar: when, with whom, and what stands there."""

    day: date
    at: time | None
    advisor: int | None
    pieces: tuple[Piece, ...]
    past: bool = False
    shut: bool = False


class CalendarModel(QAbstractTableModel):
    """Names above and beside the places, and a place by row and column."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._spots: list[list[Spot]] = []
        self._above: list[str] = []
        self._beside: list[str] = []

    def show_day(self, seen: DayOfAppointments) -> None:
        """Show a day: a column for each advisor, and one for cars that nobody in particular receives."""
        columns = _columns(seen)
        rows = _half_hours(seen)
        names: dict[int | None, str] = dict(seen.at_store.advisors.items())
        names[None] = self._session.words.text("Any advisor")
        names |= {line.advisor_id: line.advisor or "—" for line in seen.lines if line.advisor_id not in names}
        absent, words = seen.at_store.absent, self._session.words
        above = [words.text("{who} (away)", who=names[key]) if key in absent else names[key] for key in columns]
        by_column = [_laid([line for line in seen.lines if line.advisor_id == key], rows, seen) for key in columns]
        spots = [
            [
                Spot(
                    seen.day, at, key, tuple(by_column[place].get(number, ())), _is_past(seen, at),
                    seen.at_store.closed or key in absent,
                )
                for place, key in enumerate(columns)
            ]
            for number, at in enumerate(rows)
        ]  # fmt: skip
        self._take(spots, above, [at.isoformat("minutes") for at in rows])

    def show_week(self, week: Sequence[DayOfAppointments]) -> None:
        """Show days side by side, the entries of each by time."""
        above = [_day_head(self._session, seen) for seen in week]
        rows = max(_ROWS_OF_WEEK, *(len(seen.lines) + 1 for seen in week))
        spots = []
        for number in range(rows):
            of_row = []
            for seen in week:
                line = seen.lines[number] if number < len(seen.lines) else None
                pieces = () if line is None else (Piece(line, seen.standing(line), rows=2),)
                of_row.append(Spot(seen.day, None, None, pieces, seen.day < seen.today, seen.at_store.closed))
            spots.append(of_row)
        self._take(spots, above, [""] * rows)

    def spot(self, index: Index) -> Spot | None:
        """The place at an index."""
        return self._spots[index.row()][index.column()] if index.isValid() else None

    def index_of(self, key: int) -> QModelIndex:
        """Where an appointment stands first; nowhere where it does not show."""
        for number, of_row in enumerate(self._spots):
            for place, spot in enumerate(of_row):
                if any(piece.line.id == key for piece in spot.pieces):
                    return self.index(number, place)
        return QModelIndex()

    def row_at(self, at: time) -> int:
        """The row that a time falls into."""
        times = [of_row[0].at for of_row in self._spots if of_row]
        return max((number for number, one in enumerate(times) if one is not None and one <= at), default=0)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._spots)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._above)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        spot = self.spot(index)
        if spot is None:
            return None
        if role == PLACE:
            return spot
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            told = "\n".join(told_in_full(self._session, piece) for piece in spot.pieces)
            return told or (self._free(spot) if role == Qt.ItemDataRole.AccessibleTextRole else None)
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = self._above if orientation == Qt.Orientation.Horizontal else self._beside
        return names[section] if section < len(names) else None

    def _free(self, spot: Spot) -> str:
        at = "" if spot.at is None else spot.at.isoformat("minutes")
        return self._session.words.text("{day} {at}: nothing", day=spot.day, at=at)

    def _take(self, spots: list[list[Spot]], above: list[str], beside: list[str]) -> None:
        self.beginResetModel()
        self._spots, self._above, self._beside = spots, above, beside
        self.endResetModel()


def told_in_full(session: Session, piece: Piece) -> str:
    """An entry in one line: from, until, plate, customer, what for, how it stands."""
    line, words = piece.line, session.words
    parts = [
        f"{line.at:%H:%M}–{line.ends:%H:%M}",
        line.plate,
        line.customer,
        line.purpose,
        words.label(f"appointment.{piece.standing}"),
    ]
    return "  ".join(part for part in parts if part)


def _day_head(session: Session, seen: DayOfAppointments) -> str:
    words = session.words
    stands = [line for line in seen.lines if seen.standing(line) is not Standing.CANCELLED]
    count = words.text("closed") if seen.at_store.closed else words.number(len(stands))
    name = QLocale(words.language).standaloneDayName(seen.day.isoweekday(), QLocale.FormatType.ShortFormat)
    day = f"{seen.day.month}-{seen.day.day}" if seen.day.day == 1 else str(seen.day.day)
    return f"{name} {day} · {count}"


def _columns(seen: DayOfAppointments) -> list[int | None]:
    """Nobody in particular, then the advisors of the day: those who have entries first."""
    busy = {line.advisor_id for line in seen.lines if line.advisor_id is not None}
    known = [*seen.at_store.advisors]
    others = sorted(busy - set(known))
    return [None, *(key for key in known if key in busy), *others, *(key for key in known if key not in busy)]


def _half_hours(seen: DayOfAppointments) -> list[time]:
    """The half hours from opening to closing, and those that entries need outside of them."""
    stands = [*seen.lines]
    first = min([_minutes(seen.at_store.opens), *(_minutes(line.at) for line in stands)]) // _STEP
    last = max([_minutes(seen.at_store.closes), *(_minutes(line.ends) for line in stands)])
    return [time(n * _STEP // 60, n * _STEP % 60) for n in range(first, min(-(-last // _STEP), _DAY // _STEP))]


def _laid(lines: Iterable[AppointmentLine], rows: Sequence[time], seen: DayOfAppointments) -> dict[int, list[Piece]]:
    """What of a column's entries stands in which row; those that overlap stand side by side, in lanes."""
    lanes: list[list[range]] = []
    placed = []
    for line in sorted(lines, key=lambda line: (line.state == Standing.CANCELLED, line.at, line.id)):
        wanted = _span(line, rows)
        lane = next((n for n, taken in enumerate(lanes) if not any(_meet(wanted, one) for one in taken)), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(wanted)
        placed.append((line, lane, wanted))
    found: dict[int, list[Piece]] = {}
    for line, lane, wanted in placed:
        beside = max(other for _, other, span in placed if _meet(span, wanted)) + 1
        for row in wanted:
            piece = Piece(line, seen.standing(line), lane, max(beside, lane + 1), row - wanted.start, len(wanted))
            found.setdefault(row, []).append(piece)
    return found


def _span(line: AppointmentLine, rows: Sequence[time]) -> range:
    """The rows in which an entry stands."""
    first = max(number for number, at in enumerate(rows) if at <= line.at)
    end = datetime.combine(line.day, line.at) + timedelta(minutes=line.minutes)
    last = max((n for n, at in enumerate(rows) if datetime.combine(line.day, at) < end), default=first)
    return range(first, max(first, last) + 1)


def _meet(a: range, b: range) -> bool:
    return a.start < b.stop and b.start < a.stop


def _is_past(seen: DayOfAppointments, at: time) -> bool:
    return seen.day < seen.today or (seen.day == seen.today and seen.now is not None and at < seen.now)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
