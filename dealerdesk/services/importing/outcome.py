"""What became of an import, of its rows, and of taking it back."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.services.desk import Changed
from dealerdesk.spreadsheets.looking import problems_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.spreadsheets.rows import AnyRow
    from dealerdesk.spreadsheets.sheet import SheetHead

    Taken = AnyRow

SET_ASIDE = frozenset({"blank", "total_line", "free_plate"})
"""The codes of rows that are no records; all others reject a row (INTERFACES, "Import, exactly")."""


class Stage(StrEnum):
    """How far an import has come; until it is written it can be cancelled."""

    READING = "reading"
    PLANNING = "planning"
    WRITING = "writing"


class Outcome(StrEnum):
    """What became of a row that was taken."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Linked(NamedTuple):
    """A visit that reception logged without a number, and the order that it turned out to be; for review."""

    order_no: str
    visit_id: int
    vehicle_id: int

    def __str__(self) -> str:
        return self.order_no


class Example(NamedTuple):
    """A row that stands for others with the same code, its cells as a person reads them.

    `problems`: by column the code of what is wrong with its cell.
    """

    code: str
    sheet: str
    line: int
    cells: tuple[str, ...]
    problems: Mapping[int, str]


@dataclass(frozen=True)
class ImportResult:
    """What became of a file: rows = added + updated + unchanged + set_aside + rejected.

    `batch` is None on a dry run; `reasons` and `warnings` count codes; `rejects_file` holds the rows that were set
    aside or rejected, None without any; `linked` are visits to be reviewed. `examples`: the first rows of each code
    of both, as far as single rows have it, under the file's `headings`.
    """

    kind: str
    batch: int | None
    rows: int
    added: int
    updated: int
    unchanged: int
    set_aside: int
    rejected: int
    warnings: Mapping[str, int]
    reasons: Mapping[str, int]
    rejects_file: Path | None = None
    linked: tuple[Linked, ...] = ()
    changed: Changed = field(default_factory=Changed)
    headings: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class UndoResult:
    """How many of the own records were removed or restored, and the names of those edited since, which stay."""

    batch: int
    removed: int
    restored: int
    kept: tuple[str, ...]
    changed: Changed


@dataclass(frozen=True)
class PastImport:
    """One import as the history shows it; `state` is done or undone.

    `day`: the store's; `at`, `undone_at`: by the real clock in UTC. `rejects_path`: the workbook of rows that were
    not taken, None where there was none or it is gone. `why_not`: why it cannot be taken back, None where it can.
    """

    batch: int
    kind: str
    file_name: str
    day: date
    existing: str
    counts: Mapping[str, Any]
    rejects_file: str | None
    state: str
    who: str
    at: datetime
    undone_at: datetime | None
    rejects_path: Path | None = None
    why_not: Said | None = None


class NotTaken(NamedTuple):
    """A row that was set aside or rejected, as it stands in the file, and its code."""

    sheet: str
    line: int
    cells: tuple[Any, ...]
    code: str


_EXAMPLES: Final = 5
"""How many rows of each code are shown."""


class Tally:
    """Counts rows while an import is planned."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.warnings: Counter[str] = Counter()
        self.not_taken: list[NotTaken] = []
        self.linked: list[Linked] = []
        self._warned: defaultdict[str, list[Taken]] = defaultdict(list)
        self.agreed: list[int] = []
        """Records of which the export came to say what they said already: unchanged, but remembered anew."""

    def take(self, rows: Sequence[Taken], outcomes: Sequence[Outcome]) -> None:
        """Count rows that were taken, with what became of each, and their warnings."""
        for row, outcome in zip(rows, outcomes, strict=True):
            self.outcomes[outcome] += 1
            if row.warnings:
                self.warnings.update(row.warnings)
                for code in row.warnings:
                    if len(self._warned[code]) < _EXAMPLES:
                        self._warned[code].append(row)

    def warn(self, *codes: str) -> None:
        """Count warnings."""
        self.warnings.update(codes)

    def leave(self, row: Taken, code: str) -> None:
        """Note a row that is not taken."""
        self.not_taken.append(NotTaken(row.sheet, row.line, tuple(row.cells), code))

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were not taken, by code."""
        return dict(sorted(Counter(row.code for row in self.not_taken).items()))

    def result(self, head: SheetHead, today: date) -> ImportResult:
        """Answer the result so far: that of a dry run."""
        aside = sum(row.code in SET_ASIDE for row in self.not_taken)
        added, updated, unchanged = (self.outcomes[outcome] for outcome in Outcome)
        return ImportResult(
            kind=head.kind,
            batch=None,
            rows=added + updated + unchanged + len(self.not_taken),
            added=added,
            updated=updated,
            unchanged=unchanged,
            set_aside=aside,
            rejected=len(self.not_taken) - aside,
            warnings=dict(sorted(self.warnings.items())),
            reasons=self.reasons,
            linked=tuple(self.linked),
            headings=head.headings,
            examples=tuple(self._examples(head, today)),
        )

    def _examples(self, head: SheetHead, today: date) -> Iterator[Example]:
        """The first rows of each code: those not taken, then those with warnings."""
        places = {name: place for place, name in enumerate(head.sheets)}
        by_code: defaultdict[str, list[NotTaken]] = defaultdict(list)
        for left in self.not_taken:
            by_code[left.code].append(left)
        first: dict[str, Iterable[NotTaken | Taken]] = {
            code: nsmallest(_EXAMPLES, rows, key=lambda row: (places[row.sheet], row.line))
            for code, rows in sorted(by_code.items())
        }
        for code, rows in (*first.items(), *sorted(self._warned.items())):
            for row in rows:
                problems = problems_of(row.cells, head.columns, head.kind, today)
                yield Example(code, row.sheet, row.line, tuple(map(shown, row.cells)), problems)


def counts_of(result: ImportResult, agreed: Iterable[int]) -> dict[str, Any]:
    """Answer what the store keeps of a result."""
    names = ("rows", "added", "updated", "unchanged", "set_aside", "rejected", "warnings", "reasons")
    kept: dict[str, Any] = {name: getattr(result, name) for name in names}
    return {**kept, "linked": [linked.visit_id for linked in result.linked], "agreed": sorted(agreed)}
