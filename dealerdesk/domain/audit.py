"""The audit trail as it is read: which acts are asked for, an act as one line, and what it did to each record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.domain.errors import Param, Said


@dataclass(frozen=True)
class AuditQuery:
    """Which acts: from one moment to before another, by whom, of which use case, on which kind of record, from where.

    `text` finds acts by what their records held, and by plates, names and VINs of the cars and customers concerned.
    """

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    use_case: str = ""
    record: str = ""
    source: str = ""
    text: str = ""


@dataclass(frozen=True)
class AuditLine:
    """One act: when (UTC), who, from where, what, and whom or what it concerned, as far as that fits into a line.

    `kinds`: how many rows of which tables it changed. `undoes`: the act that it took back; `undone`: it was taken back.
    """

    id: int
    at: datetime
    who: str
    source: str
    use_case: str
    rows: int
    kinds: tuple[tuple[str, int], ...]
    about: tuple[str, ...]
    undoes: int | None = None
    undone: bool = False


@dataclass(frozen=True)
class FieldOf:
    """A field of a record: its old and its new value as they are said; None where there was, or is, nothing."""

    table: str
    name: str
    old: Param
    new: Param


@dataclass(frozen=True)
class RecordChange:
    """What an act did to one record: `what` is added, changed, deleted or erased (then nobody knows its values)."""

    act: int
    table: str
    key: int
    name: str
    what: str
    fields: tuple[FieldOf, ...]


@dataclass(frozen=True)
class AuditDetail:
    """The records that an act changed, some at a time, and how many there are."""

    line: AuditLine
    changes: tuple[RecordChange, ...]
    start: int
    total: int


@dataclass(frozen=True)
class AuditChoices:
    """What can be asked for: the people, use cases and places that any act names, and the kinds of records."""

    people: tuple[str, ...]
    use_cases: tuple[str, ...]
    sources: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True)
class DeletedThing:
    """What one act deleted: customers, cars, visits or others, by name; `records` counts them by table.

    `why_not`: why it cannot be restored any more; None where it can.
    """

    act: int
    at: datetime
    who: str
    use_case: str
    names: tuple[str, ...]
    records: tuple[tuple[str, int], ...]
    why_not: Said | None = None
