"""Reading what acts took down: who changed a row, when, from what to what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dealerdesk.db.shape import table_of
from dealerdesk.db.tables import Act, ActRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection


@dataclass(frozen=True)
class ActOf:
    """One change of one row. `before` is None where it was made, `after` where it was deleted.

    Values are as stored: days as text, amounts in fen, truth as 0 and 1.
    """

    act_id: int
    at: datetime
    who: str
    source: str
    use_case: str
    day: date
    undoes: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    erased: bool
    """Whether the values were erased: then neither is known, whatever happened."""


def acts_of(conn: Connection, table: Any, key: int) -> list[ActOf]:  # noqa: ANN401
    """Answer the changes of one row, oldest first."""
    wanted = (
        select(
            Act.id,
            Act.at,
            Act.who,
            Act.source,
            Act.use_case,
            Act.day,
            Act.undoes,
            ActRow.before,
            ActRow.after,
            ActRow.nonce.is_(None),
        )
        .join(ActRow, ActRow.act_id == Act.id)
        .where(ActRow.table == table_of(table).name, ActRow.key == key)
        .order_by(ActRow.id)
    )
    return [
        ActOf(act, at, who, source, use_case, day, undoes, _read(before), _read(after), bool(erased))
        for act, at, who, source, use_case, day, undoes, before, after, erased in conn.execute(wanted)
    ]


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
