"""The store's settings by name, as values that JSON can hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dealerdesk.db.tables import Setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer


def setting(conn: Connection, name: str) -> Any:  # noqa: ANN401
    """The value of a setting, or None where it was never set."""
    row = conn.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else json.loads(row[0])


def set_setting(writer: Writer, name: str, value: Any) -> bool:  # noqa: ANN401
    """Set a setting; answers whether it was different before."""
    row = writer.conn.exec_driver_sql("SELECT id FROM setting WHERE name = ?", (name,)).fetchone()
    if row is None:
        writer.insert(Setting, [{"name": name, "value": value}])
        return True
    return writer.update(Setting, row[0], {"value": value})
