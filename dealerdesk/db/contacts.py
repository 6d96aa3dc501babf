"""The history of contacts: which rows, in which order, and those that are being looked at."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all, stream
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql
from dealerdesk.db.search import tells_no_more_sql
from dealerdesk.db.tables import Call
from dealerdesk.domain.calendar import FOREVER
from dealerdesk.domain.contact_query import ContactRow, ContactSort
from dealerdesk.domain.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.contact_query import ContactsQuery

_WHO: Final = "coalesce((SELECT w.name FROM staff w WHERE w.id = y.agent_id), y.who)"
_LEADING: Final = """(SELECT k.vehicle_id FROM call_task b JOIN task k ON k.id = b.task_id
  WHERE b.call_id = y.id ORDER BY b.place LIMIT 1)"""
_OWN: Final = f"""(SELECT o.vehicle_id FROM ownership o WHERE o.customer_id = y.customer_id
  AND o.until_day = '{FOREVER.isoformat()}' ORDER BY o.vehicle_id LIMIT 1)"""
_CAR: Final = f"coalesce(y.vehicle_id, {_LEADING}, {_OWN})"
_IN_SCOPE: Final = f"""(:scope IS NULL OR EXISTS (SELECT 1 FROM ownership h WHERE h.customer_id = y.customer_id
  AND {in_scope_sql("h.vehicle_id", FIRST_VISIT.format("h.vehicle_id"), "day")}))"""
_KEYS: Final = {
    ContactSort.WHEN: "y.day",
    ContactSort.CHANNEL: "y.channel",
    ContactSort.CUSTOMER: f"(SELECT t.name_key FROM search_text t WHERE t.vehicle_id = {_OWN})",
    ContactSort.RESULT: "y.disposition",
    ContactSort.WHO: _WHO,
}
_ROWS: Final = f"""
SELECT y.id, y.revision, y.at, y.day, y.timed, y.channel, y.incoming, c.id, c.name, {_CAR},
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = {_CAR} AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  {_WHO}, y.disposition, (SELECT group_concat(k.reason) FROM call_task b JOIN task k ON k.id = b.task_id
    WHERE b.call_id = y.id ORDER BY b.place), y.topic, y.note, y.for_next, y.promised_on, y.promised_at,
  (SELECT i.script FROM interview i WHERE i.call_id = y.id LIMIT 1),
  coalesce((SELECT i.complete FROM interview i WHERE i.call_id = y.id LIMIT 1), 0)
FROM call y LEFT JOIN customer c ON c.id = y.customer_id WHERE y.id IN ({{ids}}) AND {_IN_SCOPE}
"""


def contact_ids(conn: Connection, query: ContactsQuery, day: date, scope: int | None, *, masked: bool) -> Iterator[int]:
    """The ids of the contacts that are asked for, in their order; `masked`: for whom numbers are not whole."""
    params: dict[str, Any] = {"day": day.isoformat(), "scope": scope}
    where = [*_by_text(query, params, masked=masked), *_by_call(query, params)]
    if scope is not None:
        where.append(_IN_SCOPE)
    key, way = _KEYS[query.sort], "DESC" if query.descending else "ASC"
    newest = "" if query.sort is ContactSort.WHEN else "y.day DESC, "
    sql = f"""SELECT y.id FROM call y WHERE {" AND ".join(where or ["1"])}
      ORDER BY {key} IS NULL, {key} {way}, {newest}y.at {_last(query)}, y.id {_last(query)}"""
    return (found for (found,) in stream(conn, sql, params))


def _last(query: ContactsQuery) -> str:
    """Which way contacts of one day stand: with the days, else the newest first."""
    return "ASC" if query.sort is ContactSort.WHEN and not query.descending else "DESC"


def _by_text(query: ContactsQuery, params: dict[str, Any], *, masked: bool) -> list[str]:
    """By what a car is found by, or by a customer's own name; a name is only of who has the car now."""
    text = fold_text(query.text)
    if not text:
        return []
    like = "".join(f"!{sign}" if sign in "%_!" else sign for sign in text)
    params |= {"like": f"%{like}%", "name": f"%{like}%"}
    held = "t.folded LIKE :like ESCAPE '!'"
    if text.isdigit():
        params["text"] = text
        if masked:
            held = f"({held} AND {tells_no_more_sql('v')})"
    now = "" if any(sign.isdigit() for sign in text) else f" AND h.until_day = '{FOREVER.isoformat()}'"
    return [
        f"""(y.customer_id IN (SELECT h.customer_id FROM search_text t JOIN vehicle v ON v.id = t.vehicle_id
          JOIN ownership h ON h.vehicle_id = v.id{now} WHERE {held})
        OR y.customer_id IN (SELECT n.id FROM customer n
          WHERE lower(replace(n.name, ' ', '')) LIKE :name ESCAPE '!'))"""
    ]


def _by_call(query: ContactsQuery, params: dict[str, Any]) -> Iterator[str]:
    for name, day, sign in (("first", query.first, ">="), ("last", query.last, "<=")):
        if day is not None:
            params[name] = day.isoformat()
            yield f"y.day {sign} :{name}"
    for column, values, name in (
        ("y.channel", query.channels, "channel"),
        ("y.disposition", query.results, "result"),
        (_WHO, query.who, "who"),
    ):
        if values:
            yield f"{column} IN ({_bound(name, values, params)})"
    if query.about:
        yield f"""EXISTS (SELECT 1 FROM call_task b JOIN task k ON k.id = b.task_id
          WHERE b.call_id = y.id AND k.reason IN ({_bound("about", query.about, params)}))"""
    if query.incoming is not None:
        params["incoming"] = query.incoming
        yield "y.incoming = :incoming"
    if query.noted is not None:
        yield f"coalesce(y.note, '') {'<>' if query.noted else '='} ''"
    if query.customer is not None:
        params["customer"] = query.customer
        yield "y.customer_id = :customer"


def _bound(name: str, values: Sequence[object], params: dict[str, Any]) -> str:
    names = [f"{name}_{place}" for place in range(len(values))]
    params |= {bound: str(value) for bound, value in zip(names, values, strict=True)}
    return ", ".join(f":{one}" for one in names)


def contact_rows(conn: Connection, ids: Iterable[int], day: date, scope: int | None) -> dict[int, ContactRow]:
    """These contacts by id, as far as they are there and in the row scope; plates as of the day."""
    listed = ", ".join(str(int(key)) for key in ids)
    params = {"day": day.isoformat(), "scope": scope}
    return {row[0]: _row(row) for row in fetch_all(conn, _ROWS.format(ids=listed), params)}


def _row(row: Sequence[Any]) -> ContactRow:
    (
        key, revision, at, day, timed, channel, incoming, customer_id, customer, vehicle_id, plate, who, result,
        reasons, topic, note, for_next, promised_on, promised_at, survey, complete,
    ) = row  # fmt: skip
    on = DAYS[day]
    if on is None:
        raise ValueError(key)
    return ContactRow(
        key, revision, datetime.fromisoformat(at), on, bool(timed), channel, bool(incoming), customer_id, customer,
        vehicle_id, plate, who, result, tuple(dict.fromkeys(reasons.split(","))) if reasons else (), topic, note,
        for_next, DAYS[promised_on], None if promised_at is None else time.fromisoformat(promised_at), survey,
        bool(complete),
    )  # fmt: skip


def contact_authors(conn: Connection) -> tuple[str, ...]:
    """Who spoke with customers, the busiest first."""
    sql = f"SELECT {_WHO} AS name, count(*) FROM call y GROUP BY name ORDER BY count(*) DESC, name"
    return tuple(name for name, _ in fetch_all(conn, sql, {}))


def change_note(writer: Writer, contact: int, revision: int, note: str | None) -> None:
    """Give a contact another note, where it still has the revision."""
    writer.update(Call, contact, {"note": note}, revision=revision)
