"""Reading the audit trail: which acts answer a question, an act with its rows, and what the rows were called."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.columns import instant_text
from dealerdesk.db.reading import fetch_all
from dealerdesk.domain.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from dealerdesk.domain.audit import AuditQuery

    Values = Mapping[str, Any]

_OF_VEHICLE: Final = (
    "plate", "ownership", "responsibility", "departure", "product", "visit", "told", "task",
)  # fmt: skip
_OF_CUSTOMER: Final = ("phone", "do_not_call", "ownership", "task", "call", "disclosure")
_MOST_FOUND: Final = 20
"""How many cars, and customers, a text may mean before it is looked for as text alone."""

_ACTS: Final = """SELECT a.id, a.at, a.who, a.source, a.use_case, a.rows, a.first_row, a.undoes,
    EXISTS (SELECT 1 FROM act u WHERE u.undoes = a.id) FROM act a
    WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id"""
_KINDS: Final = 'SELECT "table", count(*) FROM act_row WHERE id >= ? AND id < ? GROUP BY "table" ORDER BY count(*) DESC'
_LINES: Final = """SELECT id, act_id, "table", key, before, after, nonce IS NULL FROM act_row
    WHERE id >= ? AND id < ? ORDER BY id LIMIT ? OFFSET ?"""
_CHOICES: Final = "SELECT DISTINCT {} FROM act ORDER BY 1"
_LAST_KNOWN: Final = """SELECT before, after FROM act_row WHERE "table" = ? AND key = ? AND nonce IS NOT NULL
    ORDER BY id DESC"""


class ActRead(NamedTuple):
    """An act as it is kept."""

    id: int
    at: str
    who: str
    source: str
    use_case: str
    rows: int
    first_row: int
    undoes: int | None
    undone: bool


class LineRead(NamedTuple):
    """A row that an act changed, with what is known of it before and after."""

    id: int
    act: int
    table: str
    key: int
    before: Values | None
    after: Values | None
    erased: bool


def acts_asked(conn: Connection, query: AuditQuery) -> list[int]:
    """The ids of the acts that answer a query, the newest first."""
    where, params = ["1"], {}
    bounds = (("since", "a.at >= :since", query.since), ("until", "a.at < :until", query.until))
    for name, condition, moment in bounds:
        if moment is not None:
            where.append(condition)
            params[name] = instant_text(moment.astimezone(UTC))
    for name in ("who", "use_case", "source"):
        if value := getattr(query, name):
            where.append(f"a.{name} = :{name}")
            params[name] = value
    rows = []
    if query.record:
        rows.append('r."table" = :record')
        params["record"] = query.record
    if query.text.strip():
        rows.append(f"({_text_condition(conn, query.text, params)})")
    if rows:
        where.append(f"a.id IN (SELECT r.act_id FROM act_row r WHERE {' AND '.join(rows)})")
    return [
        row[0]
        for row in fetch_all(conn, f"SELECT a.id FROM act a WHERE {' AND '.join(where)} ORDER BY a.id DESC", params)
    ]


def _text_condition(conn: Connection, text: str, params: dict[str, Any]) -> str:
    """The lines that hold a text, and those of the cars and customers that are found by it."""
    params["text"], params["folded"] = text.strip(), fold_text(text)
    found = [
        "instr(r.before, :text) OR instr(r.after, :text)",
        "instr(r.before, :folded) OR instr(r.after, :folded)" if params["folded"] else "0",
    ]
    cars = _found(conn, "SELECT vehicle_id FROM search_text WHERE instr(folded, ?) LIMIT ?", params["folded"])
    people = _found(conn, "SELECT id FROM customer WHERE instr(name, ?) LIMIT ?", params["text"])
    for table, children, lead, keys in (
        ("vehicle", _OF_VEHICLE, "vehicle_id", cars),
        ("customer", _OF_CUSTOMER, "customer_id", people),
    ):
        if not keys:
            continue
        listed = ",".join(map(str, keys))
        found.append(f"(r.\"table\" = '{table}' AND r.key IN ({listed}))")
        found += [
            f"(r.\"table\" = '{child}' AND r.key IN (SELECT id FROM {child} WHERE {lead} IN ({listed})))"
            for child in children
        ]
        found += [f"instr(r.before, '\"{lead}\":{key},') OR instr(r.after, '\"{lead}\":{key},')" for key in keys]
    return " OR ".join(found)


def _found(conn: Connection, sql: str, text: str) -> list[int]:
    """What a text means, if that is not too much."""
    found = [row[0] for row in fetch_all(conn, sql, (text, _MOST_FOUND + 1))] if text else []
    return found if len(found) <= _MOST_FOUND else []


def acts_read(conn: Connection, ids: Iterable[int]) -> list[ActRead]:
    """These acts, oldest first."""
    found = [ActRead(*row) for row in fetch_all(conn, _ACTS, (json.dumps(list(ids)),))]
    return [act._replace(undone=bool(act.undone)) for act in found]


def kinds_of(conn: Connection, act: ActRead) -> tuple[tuple[str, int], ...]:
    """How many rows of which tables an act changed, the most first."""
    return tuple((table, n) for table, n in fetch_all(conn, _KINDS, (act.first_row, act.first_row + act.rows)))


def lines_read(conn: Connection, act: ActRead, start: int = 0, most: int = 500) -> list[LineRead]:
    """Some of the rows that an act changed, in the order in which it did."""
    found = fetch_all(conn, _LINES, (act.first_row, act.first_row + act.rows, most, start))
    return [
        LineRead(key, by, table, row, _read(before), _read(after), bool(erased))
        for key, by, table, row, before, after, erased in found
    ]


def choices(conn: Connection, column: str) -> tuple[str, ...]:
    """What the acts hold in a column of theirs."""
    return tuple(row[0] for row in fetch_all(conn, _CHOICES.format(column)))


def _read(text: str | None) -> Values | None:
    return None if text is None else json.loads(text)


class Names:
    """What rows are called: cars by plate or VIN, customers and staff by name, tasks and sheets by code.

    Rows that are gone are called what they were when they were deleted; erased ones have no name.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[tuple[str, int], str | None] = {}

    def of(self, table: str, key: int) -> str | None:
        """The name of a row, or None where it has none."""
        place = (table, key)
        if place not in self._known:
            self._known[place] = self._named(table, key)
        return self._known[place]

    def of_line(self, line: LineRead) -> str | None:
        """What a line is about: a customer, a car, or whatever else has a name."""
        if line.table in _SELVES:
            return self.of(line.table, line.key)
        values = {**(line.before or {}), **(line.after or {})}
        if not values.keys() & _LEADS.keys():
            values = {**self._row(line.table, line.key), **values}
        named = (self.of(_LEADS[lead], values[lead]) for lead in _LEADS if values.get(lead) is not None)
        return next((name for name in named if name), None) or _own_name(values)

    def _named(self, table: str, key: int) -> str | None:
        if table == "vehicle":
            plates = fetch_all(
                self._conn,
                "SELECT plate FROM plate WHERE vehicle_id = ? ORDER BY from_day DESC, id DESC LIMIT 1",
                (key,),
            )
            return plates[0][0] if plates else self._plate_once(key) or self._row(table, key).get("vin")
        return _own_name(self._row(table, key))

    def _plate_once(self, vehicle: int) -> str | None:
        """The plate of a car that is gone, from what its deletion took down."""
        within = f'%"vehicle_id":{vehicle},%'
        found = fetch_all(
            self._conn,
            """SELECT before FROM act_row WHERE "table" = 'plate' AND after IS NULL AND before LIKE ?
            ORDER BY id DESC LIMIT 1""",
            (within,),
        )
        return json.loads(found[0][0]).get("plate") if found else None

    def _row(self, table: str, key: int) -> Values:
        """What is known of a row: as it is, or as it last was."""
        if table not in _NAMED_BY:
            return {}
        columns = ", ".join(_NAMED_BY[table])
        found = fetch_all(self._conn, f'SELECT {columns} FROM "{table}" WHERE id = ?', (key,))
        if found:
            return dict(zip(_NAMED_BY[table], found[0], strict=True))
        for before, after in fetch_all(self._conn, _LAST_KNOWN, (table, key)):
            values = _read(after) or _read(before) or {}
            if values.keys() & set(_NAMED_BY[table]):
                return values
        return {}


_SELVES: Final = frozenset({"customer", "vehicle", "staff"})
_LEADS: Final[Mapping[str, str]] = {
    "vehicle_id": "vehicle", "customer_id": "customer", "staff_id": "staff", "sheet_id": "sheet", "task_id": "task",
    "call_id": "call",
}  # fmt: skip
_NAMED_BY: Final[Mapping[str, Sequence[str]]] = {
    "customer": ("name",),
    "vehicle": ("vin", "model"),
    "staff": ("name",),
    "account": ("staff_id",),
    "plate": ("vehicle_id",),
    "ownership": ("vehicle_id",),
    "responsibility": ("vehicle_id",),
    "departure": ("vehicle_id",),
    "product": ("vehicle_id",),
    "visit": ("vehicle_id",),
    "told": ("vehicle_id",),
    "task": ("vehicle_id", "customer_id", "code"),
    "phone": ("customer_id",),
    "do_not_call": ("customer_id",),
    "call": ("customer_id",),
    "sheet": ("code",),
    "setting": ("name",),
    "batch": ("file_name",),
}


def _own_name(values: Values) -> str | None:
    """The name that a row itself has."""
    for field in ("name", "file_name", "code", "vin", "model"):
        if values.get(field):
            return str(values[field])
    return None


def names_of(names: Names, lines: Sequence[LineRead], most: int) -> tuple[str, ...]:
    """What some lines are about, each once, at most so many."""
    found: dict[str, None] = {}
    for line in lines:
        if line.table in _NAMELESS:
            continue
        name = names.of_line(line)
        if name:
            found[name] = None
        if len(found) == most:
            break
    return tuple(found)


_NAMELESS: Final[Collection[str]] = frozenset({"setting", "rule_book", "erasure", "source_row", "layout", "disclosure"})
