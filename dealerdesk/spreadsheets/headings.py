"""Finding the row of headings in a sheet, the kind of its rows, and the column of each field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from dealerdesk.domain.errors import Said, WrongUse
from dealerdesk.spreadsheets.heading_words import REQUIRED, WORDS
from dealerdesk.spreadsheets.sheet import Kind, Mapped, Pick, SheetHead, Top, is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.spreadsheets.sheet import Cell

Remembered: TypeAlias = Callable[[str], Mapped | None] | Mapping[str, Mapped]
"""Mappings by hand of former files, by layout."""

_FEWEST: Final = 3
PLAIN: Final = frozenset({"visits", "calls"})
"""The kinds that have headings which no other kind has."""

_UNIT: Final = re.compile(
    r"[(\[{<【〔]\s*(?:元|人民币|rmb|cny|¥|￥|万元|km|公里|千米|kms|必填|选填|可选|必填项|\*|yyyy.{0,8}|文本|日期|数字|小时|h|含税|不含税)\s*[)\]}>】〕]"
)
_BRACKET: Final = re.compile(r"[(\[{<【〔].*?[)\]}>】〕]")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_TRAILING_UNIT: Final = re.compile(r"(?<=[额费收付款价])元$")


class Candidate(NamedTuple):
    """A row that may be the headings, read as a kind; `sheet` and `row` counted from 0."""

    kind: Kind
    sheet: int
    row: int
    layout: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    mapping: Mapped

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """What such a file must have and this one lacks: of each group, one field."""
        return tuple(g for g in REQUIRED[self.kind] if not any(f in self.columns for f in g))


def heading_keys(heading: object) -> tuple[str, ...]:
    """Answer the normal forms of a heading, the most exact first: width, case, punctuation and units folded."""
    return _keys(heading) if isinstance(heading, str) else ()


@lru_cache(maxsize=4096)
def _keys(heading: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", heading).casefold()
    without_unit = _UNIT.sub("", folded)
    exact = _TRAILING_UNIT.sub("", _NOT_WORD.sub("", without_unit))
    short = _NOT_WORD.sub("", _BRACKET.sub("", without_unit))
    return tuple(dict.fromkeys(key for key in (exact, short) if key))


def layout_of(headings: Sequence[object], kind: Kind) -> str:
    """Answer the signature that files with these headings share."""
    keys = ["".join(heading_keys(heading)[:1]) for heading in headings]
    while keys and not keys[-1]:
        keys.pop()
    return sha256("\x1f".join((kind, *keys)).encode()).hexdigest()[:16]


def columns_of(headings: Sequence[object], kind: Kind) -> dict[str, int]:
    """Answer the column of each field that the headings name, counted from 0."""
    places: dict[str, int] = {}
    for rank in (0, 1):
        for column, heading in enumerate(headings):
            keys = heading_keys(heading)
            if len(keys) > rank:
                places.setdefault(keys[rank], column)
    strong, weak = WORDS[kind]
    found: dict[str, int] = {}
    for words in (strong, weak):
        for field, names in words.items():
            free = (places[name] for name in names if name in places and places[name] not in found.values())
            chosen = None if field in found else next(free, None)
            if chosen is not None:
                found[field] = chosen
    return found


def recognise(
    tops: Sequence[Top],
    *,
    kind: Kind | None = None,
    mapping: Mapped | None = None,
    remembered: Remembered | None = None,
    sheet: str | None = None,
) -> tuple[SheetHead, tuple[Pick, ...]]:
    """Choose the sheets of a file that are read, and say what their columns are.

    The best of the sheets with recognised headings is read, and those with the very same headings after it; a `sheet`
    that is named is read alone. Raises WrongUse `import.no_headings`, `import.missing_column`, `import.wrong_kind`,
    `import.unknown_column` or `import.unknown_field`.
    """
    for field in mapping or ():
        if not any(field in WORDS[each][0] for each in _kinds(kind)):
            raise WrongUse("import.unknown_field", field=field)
    best = candidates(tops, kind=kind, mapping=mapping, remembered=remembered)
    offered = [each for each in best if sheet in {None, tops[each.sheet].name}]
    asked = [top for top in tops if sheet in {None, top.name}]
    chosen = likeliest(offered)
    if kind and not (chosen and chosen.mapping):
        _check_kind(asked, kind, chosen)
    if chosen is None:
        raise _nothing(asked, mapping)
    if chosen.missing:
        field = "_or_".join(chosen.missing[0])
        raise WrongUse("import.missing_column", field=Said(f"label.field.{field}"), headings=_listed(chosen.headings))
    read = [c for c in offered if c.kind == chosen.kind and c.layout == chosen.layout]
    head = SheetHead(
        kind=chosen.kind,
        layout=chosen.layout,
        headings=chosen.headings,
        columns=chosen.columns,
        mapping=chosen.mapping,
        sheets=tuple(tops[c.sheet].name for c in read),
        unread=tuple(tops[c.sheet].name for c in best if c not in read and not c.missing),
    )
    return head, tuple(Pick(c.sheet, c.row) for c in read)


def candidates(
    tops: Sequence[Top],
    *,
    kind: Kind | None = None,
    mapping: Mapped | None = None,
    remembered: Remembered | None = None,
) -> list[Candidate]:
    """Answer of each sheet the row that reads best as headings, in the order of the sheets; none where none does."""
    found = (_best(place, top, kind, mapping, remembered) for place, top in enumerate(tops))
    return [candidate for candidate in found if candidate is not None]


def likeliest(found: Sequence[Candidate]) -> Candidate | None:
    """Answer which of several sheets is read: one that can be, with the most columns, the earliest."""
    return max(found, key=_choice, default=None)


def could_be_headings(cells: Sequence[Cell]) -> bool:
    """Answer whether a row has at least two cells of text that is not a number."""
    words = (c for c in cells if isinstance(c, str) and not c.strip().replace(".", "").isdigit() and not is_blank((c,)))
    return next(words, None) is not None and next(words, None) is not None


def place_of(heading: str, cells: Sequence[Cell]) -> int | None:
    """Answer the first column with this heading, None where there is none."""
    wanted = heading_keys(heading)[:1]
    return next((i for i, cell in enumerate(cells) if heading_keys(cell)[:1] == wanted and wanted), None)


def _choice(candidate: Candidate) -> tuple[bool, int, int]:
    return (not candidate.missing, len(candidate.columns), -candidate.sheet)


def _check_kind(tops: Sequence[Top], kind: Kind, chosen: Candidate | None) -> None:
    """Raise WrongUse `import.wrong_kind` where the file plainly holds the other kind."""
    found = [found for i, top in enumerate(tops) if (found := _best(i, top, None, None, None)) and not found.missing]
    plain = max(found, key=_choice, default=None)
    if plain and plain.kind != kind and (plain.kind in PLAIN or chosen is None or chosen.missing):
        kinds = {name: Said(f"label.import_kind.{each}") for name, each in (("found", plain.kind), ("wanted", kind))}
        raise WrongUse("import.wrong_kind", **kinds)


def _nothing(tops: Sequence[Top], mapping: Mapped | None) -> WrongUse:
    """What to say where no row could be read as headings."""
    if all(is_blank(cells) for top in tops for cells in top.rows):
        return WrongUse("import.empty")
    cells = [cell for top in tops for row in top.rows for cell in row]
    for place in (mapping or {}).values():
        if isinstance(place, str) and _place(place, cells) is None:
            return WrongUse("import.unknown_column", heading=place)
    return WrongUse("import.no_headings")


def _best(
    sheet: int, top: Top, kind: Kind | None, mapping: Mapped | None, remembered: Remembered | None
) -> Candidate | None:
    """The row of a sheet that reads best as headings; None where none does."""
    found = [
        candidate
        for row, cells in enumerate(top.rows)
        if could_be_headings(cells)
        for each in _kinds(kind)
        if (candidate := _candidate(sheet, row, cells, each, mapping, remembered)) is not None
    ]
    return max(found, key=_worth, default=None)


def _kinds(kind: Kind | None) -> tuple[Kind, ...]:
    return (kind,) if kind else ("visits", "calls", "vehicles")


def _worth(candidate: Candidate) -> tuple[bool, bool, int, bool, int]:
    """Orders and calls are known by what they alone have, whatever else they tell; an earlier row wins a tie."""
    return (
        bool(candidate.mapping),
        not candidate.missing and candidate.kind in PLAIN,
        len(candidate.columns),
        not candidate.missing,
        -candidate.row,
    )


def _candidate(
    sheet: int, row: int, cells: Sequence[Cell], kind: Kind, mapping: Mapped | None, remembered: Remembered | None
) -> Candidate | None:
    layout = layout_of(cells, kind)
    by_hand = mapping if mapping is not None else _recall(remembered, layout)
    columns = columns_of(cells, kind)
    if by_hand:
        columns = _overridden(columns, by_hand, cells, kind)
    if len(columns) < (_FEWEST if not by_hand else 1):
        return None
    headings = tuple("" if cell is None else str(cell).strip() for cell in cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    return Candidate(kind, sheet, row, layout, headings, columns, dict(by_hand or {}))


def _recall(remembered: Remembered | None, layout: str) -> Mapped | None:
    if remembered is None:
        return None
    return remembered(layout) if callable(remembered) else remembered.get(layout)


def _overridden(columns: dict[str, int], by_hand: Mapped, cells: Sequence[Cell], kind: Kind) -> dict[str, int]:
    """Let a mapping by hand win: its columns are no other field's. Empty where the row has no such heading."""
    if not by_hand.keys() <= WORDS[kind][0].keys():
        return {}
    given: dict[str, int] = {}
    for field, place in by_hand.items():
        column = _place(place, cells)
        if column is None and place is not None:
            return {}
        if column is not None:
            given[field] = column
    kept = {f: c for f, c in columns.items() if f not in by_hand and c not in given.values()}
    return kept | given


def _place(place: str | int | None, cells: Sequence[Cell]) -> int | None:
    if place is None:
        return None
    if isinstance(place, int):
        return place if 0 <= place < len(cells) else None
    return place_of(place, cells)


def _listed(headings: Sequence[str]) -> str:
    """The headings as a person sees them, the first twenty."""
    shown = [heading for heading in headings if heading]
    return " | ".join(shown[:20]) + (" …" if len(shown) > 20 else "")
