"""Looking into a file before it is imported: what was recognised, shown over its first rows, to be corrected."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.db.import_undoing import imports_of
from dealerdesk.db.importing import layouts
from dealerdesk.domain.phone import mask_within
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.importing.running import digest_of
from dealerdesk.spreadsheets.files import read_tops
from dealerdesk.spreadsheets.heading_words import WORDS
from dealerdesk.spreadsheets.headings import columns_of, place_of
from dealerdesk.spreadsheets.looking import Certainty, Look, LookedRow, look, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.spreadsheets.sheet import Kind, Mapped, Top

_SAMPLES: Final = 4
"""How many different values of a column stand for it."""


class PreviewColumn(NamedTuple):
    """A column: its heading, some of its values, and the field that it is taken for, None where it is left out.

    `by_hand`: a person said so, now or for an earlier file with the same headings.
    """

    heading: str
    samples: tuple[str, ...]
    field: str | None
    by_hand: bool


@dataclass(frozen=True)
class Preview:
    """What a file seems to be; nothing of it is in the store yet.

    `sheets`: all that show; `read`: those that would be. `line`: the row of the headings, counted from 1; `lines`: the
    first rows of their sheet in short. `fields`: all that the kind has; `missing`: what must be there and is not, each
    as the code of a field or of several (`plate_or_vin`); `not_found`: what may be there and is not. `mapping`: the
    corrections in force, `remembered` where they come from an earlier file. `trouble`: why it cannot be imported as it
    is recognised. `batch`: the import that this very file went into before.
    """

    path: Path
    kind: Kind
    certainty: Certainty
    sheets: tuple[str, ...]
    read: tuple[str, ...]
    unread: tuple[str, ...]
    line: int
    columns: tuple[PreviewColumn, ...]
    fields: tuple[str, ...]
    missing: tuple[str, ...]
    not_found: tuple[str, ...]
    rows: tuple[LookedRow, ...]
    lines: tuple[str, ...]
    mapping: Mapped
    remembered: bool
    trouble: Said | None
    batch: int | None
    tops: Sequence[Top] = field(repr=False)

    def corrected(self, column: int, field: str | None) -> Mapped:
        """The mapping that makes this column hold a field, or nothing where it is None."""
        headings = [each.heading for each in self.columns]
        before = self.columns[column].field
        mapping = {
            name: place
            for name, place in self.mapping.items()
            if name not in {before, field} and _column_at(place, headings) != column
        }
        if field is not None:
            heading = headings[column]
            mapping[field] = heading if place_of(heading, headings) == column else column
        elif before is not None and columns_of(headings, self.kind).get(before) == column:
            mapping[before] = None
        return mapping


@use_case("look-into-file", Right.IMPORT)
def look_into(
    desk: Desk,
    path: Path | str,
    *,
    mapping: Mapped | None = None,
    kind: Kind | None = None,
    sheet: str | None = None,
    line: int | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Answer what a file seems to be, by its first rows, read in a process of its own as an import is.

    `mapping`, `kind` and `sheet` override what is recognised, `line` is the row of headings where none is; `cancelled`
    is asked while the file is read. Raises WrongUse and Damaged `import.*` where there is nothing to show.
    """
    file = Path(path)
    tops = read_tops(file, cancelled=cancelled)
    with desk.store.read() as conn:
        remembered = layouts(conn)
        before = imports_of(conn, digest_of(file))
    found = look(tops, desk.today, kind=kind, mapping=mapping, remembered=remembered, sheet=sheet, line=line)
    return _seen_by(desk, _preview(file, tops, found, remembered=mapping is None, batch=next(iter(before), None)))


@use_case("look-into-file", Right.IMPORT)
def look_again(
    desk: Desk,
    preview: Preview,
    *,
    mapping: Mapped | None = None,
    kind: Kind | None = None,
    sheet: str | None = None,
    line: int | None = None,
) -> Preview:
    """Answer what a file that was looked into seems to be with other corrections; it is not read again."""
    with desk.store.read() as conn:
        remembered = layouts(conn)
    found = look(preview.tops, desk.today, kind=kind, mapping=mapping, remembered=remembered, sheet=sheet, line=line)
    return _seen_by(desk, _preview(preview.path, preview.tops, found, remembered=mapping is None, batch=preview.batch))


def _seen_by(desk: Desk, preview: Preview) -> Preview:
    """A preview as the actor may see it: phones within it are masked without the right."""
    if Right.FULL_PHONE in desk.actor.rights:
        return preview
    return replace(
        preview,
        columns=tuple(one._replace(samples=tuple(map(mask_within, one.samples))) for one in preview.columns),
        rows=tuple(row._replace(cells=tuple(map(mask_within, row.cells))) for row in preview.rows),
        lines=tuple(map(mask_within, preview.lines)),
    )


def _preview(path: Path, tops: Sequence[Top], found: Look, *, remembered: bool, batch: int | None) -> Preview:
    head = found.head
    fields = tuple(WORDS[head.kind][0])
    needed = {field for group in found.missing for field in group}
    return Preview(
        path=path,
        kind=head.kind,
        certainty=found.certainty,
        sheets=tuple(top.name for top in tops),
        read=head.sheets,
        unread=head.unread,
        line=found.line,
        columns=tuple(_columns(found)),
        fields=fields,
        missing=tuple("_or_".join(group) for group in found.missing),
        not_found=tuple(field for field in fields if field not in head.columns and field not in needed),
        rows=found.rows,
        lines=_lines(next(top for top in tops if top.name == head.sheets[0])),
        mapping=head.mapping,
        remembered=remembered and bool(head.mapping),
        trouble=found.trouble,
        batch=batch,
        tops=tops,
    )


def _column_at(place: str | int | None, headings: Sequence[str]) -> int | None:
    return place_of(place, headings) if isinstance(place, str) else place


def _lines(top: Top) -> tuple[str, ...]:
    """The first rows of a sheet, each by its first cells that are filled."""
    return tuple(" | ".join(list(filter(None, map(shown, cells)))[:_SAMPLES]) for cells in top.rows)


def _columns(found: Look) -> list[PreviewColumn]:
    head = found.head
    by_column = {column: field for field, column in head.columns.items()}
    width = max((len(row.cells) for row in found.rows), default=0)
    width = max(width, len(head.headings), *(column + 1 for column in head.columns.values()), 0)
    return [
        PreviewColumn(
            head.headings[column] if column < len(head.headings) else "",
            _samples(found.rows, column),
            by_column.get(column),
            head.mapping.get(by_column.get(column, "")) is not None,
        )
        for column in range(width)
    ]


def _samples(rows: Sequence[LookedRow], column: int) -> tuple[str, ...]:
    """The first different values of a column that are not blank."""
    values = dict.fromkeys(row.cells[column] for row in rows if column < len(row.cells))
    return tuple(value for value in values if value)[:_SAMPLES]
