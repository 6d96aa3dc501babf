"""The audit trail: who did what, when and from where, from which old value to which new; asked, shown, written out."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.audit import Names, acts_asked, acts_read, choices, kinds_of, lines_read, names_of
from dealerdesk.domain.audit import AuditChoices, AuditDetail, AuditLine, AuditQuery, FieldOf, RecordChange
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.money import yuan
from dealerdesk.domain.phone import FREE_TEXT, mask_phone, mask_within
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint, who
from dealerdesk.words import Words
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dealerdesk.db.audit import ActRead, LineRead
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.errors import Param

    Progress = Callable[[int, int], object]

__all__ = ["AuditChoices", "AuditDetail", "AuditLine", "AuditQuery", "FieldOf", "RecordChange"]

AT_A_TIME: Final = 100
"""How many acts, and how many records of one act, come at a time."""

_NAMED: Final = 3
"""How many names a line has room for."""

_LOOKED_AT: Final = 30
"""How many rows of an act are looked at for them."""

_GROUPED: Final = 20_000
"""An act of more rows than this is told by its first ones: nobody waits for an import to be counted."""

_HIDDEN: Final = frozenset({"id", "revision", "birthday_month", "hash", "digest", "order_tail", "sha256", "first_due"})
_DIGITS: Final = frozenset({"digits"})
_NAMES: Final[Mapping[str, str]] = {
    "customer_id": "customer", "vehicle_id": "vehicle", "staff_id": "staff", "agent_id": "staff",
    "advisor_id": "staff", "delivered_by": "staff", "wechat_by": "staff", "other_id": "customer", "task_id": "task",
    "sheet_id": "sheet", "handler_id": "staff",
}  # fmt: skip
_FLAGS: Final = frozenset({
    "wechat", "needs_file", "preferred", "maintenance", "counts", "met_advisor", "incoming", "timed", "complete",
    "open",
})  # fmt: skip
_CODED: Final[Mapping[tuple[str, str], str]] = {
    ("customer", "sex"): "sex", ("customer", "customer_type"): "customer_type",
    ("customer", "preferred_channel"): "channel", ("vehicle", "source"): "source", ("vehicle", "use"): "use",
    ("vehicle", "drive"): "drive", ("phone", "quality"): "phone_quality", ("visit", "state"): "visit_state",
    ("visit", "payer"): "payer", ("departure", "reason"): "departed_reason", ("product", "kind"): "product",
    ("product", "interest"): "interest", ("task", "reason"): "reason", ("task", "state"): "task_state",
    ("task", "ended_why"): "ended", ("task", "part_of_day"): "part_of_day", ("task", "list_name"): "list",
    ("call", "disposition"): "disposition", ("account", "role"): "role", ("batch", "kind"): "import_kind",
    ("batch", "state"): "import_state", ("staff", "job"): "job", ("disclosure", "kind"): "disclosure",
    ("batch", "existing"): "existing", ("tie", "kind"): "tie", ("visit_kind", "workshop"): "workshop",
    ("complaint", "state"): "complaint_state", ("complaint", "category"): "category",
    ("complaint", "channel"): "channel", ("call", "channel"): "channel", ("task", "last_try"): "disposition",
    ("interview", "proposed"): "disposition", ("appointment", "state"): "appointment",
}  # fmt: skip
_SECRET_WORDS: Final = ("key", "secret", "salt", "logo")


@use_case("audit", Right.AUDIT)
def audit_ids(desk: Desk, query: AuditQuery) -> tuple[int, ...]:
    """The ids of the acts that answer a query, the newest first."""
    with desk.store.read() as conn:
        return tuple(acts_asked(conn, query))


@use_case("audit", Right.AUDIT)
def audit_lines(desk: Desk, ids: Iterable[int]) -> tuple[AuditLine, ...]:
    """Acts as lines, in the order of the ids; those that there are."""
    wanted = list(ids)
    with desk.store.read() as conn:
        names = Names(conn)
        found = {act.id: _line(conn, act, names) for act in acts_read(conn, wanted)}
    return tuple(found[key] for key in wanted if key in found)


@use_case("audit", Right.AUDIT)
def audit_detail(desk: Desk, act: int, start: int = 0) -> AuditDetail:
    """What an act did to each record, some records at a time. Raises Refused `act.unknown`."""
    with desk.store.read() as conn:
        found = acts_read(conn, [act])
        if not found:
            raise Refused("act.unknown", act=act)
        names = Names(conn)
        changes = tuple(_change(line, names) for line in lines_read(conn, found[0], start, AT_A_TIME))
        return AuditDetail(_line(conn, found[0], names), changes, start, found[0].rows)


@use_case("audit", Right.AUDIT)
def audit_choices(desk: Desk) -> AuditChoices:
    """What can be asked for."""
    with desk.store.read() as conn:
        people, cases, sources = (choices(conn, column) for column in ("who", "use_case", "source"))
    return AuditChoices(people, cases, sources, RECORDS)


RECORDS: Final = (
    "customer", "phone", "do_not_call", "vehicle", "plate", "ownership", "visit", "task", "call", "sheet", "account",
    "disclosure", "setting", "batch", "erasure", "appointment", "complaint", "interview", "flag",
)  # fmt: skip
"""The kinds of records that can be asked for, as tables."""


@use_case("export-audit", Right.AUDIT)
def export_audit(desk: Desk, query: AuditQuery, file: Path, progress: Progress | None = None) -> int:
    """Write the trail to a file (.xlsx, .csv, .json), a row for each record changed; answers how many rows.

    It is taken down as an act. Raises Refused `export.*`.
    """
    ids = audit_ids(desk, query)
    disclose(desk, "export-audit", "export", f"trail.exported {file.suffix.casefold()}", len(ids))
    from dealerdesk.spreadsheets.column import Column
    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.writing import write_csv, write_xlsx

    words = Words(desk.lang)
    headings = (
        words.text("No."), words.text("When"), words.text("Who"), words.text("From where"), words.text("What"),
        words.text("Record"), words.text("Name"), words.text("Change"), words.text("Old → new"),
    )  # fmt: skip
    columns = [Column(headings[0], "integer"), *(Column(heading) for heading in headings[1:-1])]
    columns.append(Column(headings[-1], width=60))
    rows = _rows(desk, ids, progress)
    title = words.text("Audit trail")
    if file.suffix.casefold() == ".json":
        return _write_json(file, rows, imprint(desk))
    if file.suffix.casefold() == ".csv":
        made = imprint(desk)
        origin = Column(words.text("Origin of this row"))
        return write_csv(file, [*columns, origin], ([*row, made] for row in rows))
    about = About(words.text("About this file"), title, who(desk), desk.clock(), (("", imprint(desk)),))
    return write_xlsx(file, title, columns, rows, about)


def _write_json(file: Path, rows: Iterable[Sequence[Any]], made: str) -> int:
    names = ("act", "at", "who", "source", "what", "record", "name", "change", "fields")
    listed = [dict(zip(names, row, strict=True)) for row in rows]
    write_whole(file, json.dumps({"written": made, "rows": listed}, ensure_ascii=False, indent=1).encode())
    return len(listed)


def _rows(desk: Desk, ids: Sequence[int], progress: Progress | None = None) -> Iterator[list[Any]]:
    """A row for each record that these acts changed, as they are read."""
    from dealerdesk.words.audit import change_line, source_name, use_case_name, who_name

    words = Words(desk.lang)
    for start in range(0, len(ids), AT_A_TIME):
        some = ids[start : start + AT_A_TIME]
        with desk.store.read() as conn:
            names = Names(conn)
            for act in reversed(acts_read(conn, some)):
                at = words.moment(datetime.fromisoformat(act.at).astimezone())
                head = [act.id, at, who_name(words, act.who), source_name(words, act.source)]
                head.append(use_case_name(words, act.use_case))
                if not act.rows:
                    yield [*head, None, None, None, None]
                for change in _all_changes(conn, act, names):
                    yield [*head, *change_line(words, change)]
        if progress is not None:
            progress(start + len(some), len(ids))


def _all_changes(conn: Reading, act: ActRead, names: Names) -> Iterator[RecordChange]:
    for start in range(0, act.rows, 1_000):
        for line in lines_read(conn, act, start, 1_000):
            yield _change(line, names)


def _line(conn: Reading, act: ActRead, names: Names) -> AuditLine:
    kinds = kinds_of(conn, act) if act.rows <= _GROUPED else ()
    about = names_of(names, lines_read(conn, act, most=_LOOKED_AT), _NAMED)
    return AuditLine(
        act.id, datetime.fromisoformat(act.at), act.who, act.source, act.use_case, act.rows, kinds, about, act.undoes,
        act.undone,
    )  # fmt: skip


def _change(line: LineRead, names: Names) -> RecordChange:
    what = "changed"
    if line.erased:
        what = "erased"
    elif line.before is None or line.after is None:
        what = "added" if line.before is None else "deleted"
    before, after = line.before or {}, line.after or {}
    shown = [
        name for name in dict.fromkeys((*before, *after)) if name not in _HIDDEN and before.get(name) != after.get(name)
    ]
    fields = (
        ()
        if _is_secret(line)
        else tuple(_field(line.table, name, before.get(name), after.get(name), names) for name in shown)
    )
    return RecordChange(line.act, line.table, line.key, names.of_line(line) or "", what, fields)


def _is_secret(line: LineRead) -> bool:
    """Whether nobody is to read what a line holds: a setting that is no text for people."""
    named = str((line.after or line.before or {}).get("name", ""))
    return line.table in {"erased", "source_row", "layout"} or (
        line.table == "setting" and any(word in named for word in _SECRET_WORDS)
    )


def _field(table: str, name: str, old: Any, new: Any, names: Names) -> FieldOf:  # noqa: ANN401
    return FieldOf(table, name, _said(table, name, old, names), _said(table, name, new, names))


def _said(table: str, name: str, value: Any, names: Names) -> Param:  # noqa: ANN401, PLR0911 - one line a kind
    """A value as it was taken down, as it is said; None where there is none."""
    if value is None or value == "":
        return None
    if name == "what" and table == "disclosure":
        return _disclosed(str(value))
    if name in _DIGITS:
        return mask_phone(str(value))
    if name in FREE_TEXT and isinstance(value, str):
        value = mask_within(value)
    if name in _NAMES:
        return names.of(_NAMES[name], value) or f"#{value}"
    if name in _FLAGS and value in {0, 1}:
        return said(f"label.answer.{'yes' if value else 'no'}")
    if name.endswith("_fen"):
        return f"¥{yuan(value)}"
    if (group := _CODED.get((table, name))) is not None:
        return said(f"label.{group}.{value}") if known_label(f"{group}.{value}") else str(value)
    return _plain(value)


def _disclosed(what: str) -> Param:
    """What left the desk: a list by its name, with its month and file."""
    code, _, rest = what.partition(" ")
    return (said(f"label.{code}"), *filter(None, rest.split(" "))) if known_label(code) else what


def _plain(value: Any) -> Param:  # noqa: ANN401
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == len("2026-01-01") else value
        except ValueError:
            return value
    if isinstance(value, int):
        return str(value)
    return _listed(value)


def _listed(value: Any) -> str:  # noqa: ANN401 - whatever a setting holds
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_listed(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_listed, value))
    return "" if value is None else str(value)


def known_label(code: str) -> bool:
    """Whether a coded value has a name: what an older program took down may have none any more."""
    return code in LABELS
