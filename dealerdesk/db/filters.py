"""What vehicles can be filtered by in this store: the models and advisors that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.reading import fetch_all

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MODELS = """SELECT model, count(*) FROM vehicle WHERE model IS NOT NULL AND model <> ''
GROUP BY model ORDER BY count(*) DESC, model"""
_ADVISORS = """SELECT w.id, w.name FROM staff w WHERE w.job = 'advisor'
  OR EXISTS (SELECT 1 FROM responsibility r WHERE r.staff_id = w.id)
ORDER BY w.left_on IS NOT NULL, w.name, w.id"""


def models(conn: Connection) -> dict[str, int]:
    """The models that there are, with how many vehicles each has, the most frequent first."""
    return dict(fetch_all(conn, _MODELS))


def advisors(conn: Connection) -> dict[int, str]:
    """Those who may be responsible for vehicles, by id: who is still here first, by name."""
    return dict(fetch_all(conn, _ADVISORS))
