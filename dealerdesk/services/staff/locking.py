"""After how many idle minutes the desk is locked until its person signs in again."""

from __future__ import annotations

from dealerdesk.db.settings import set_setting, setting
from dealerdesk.domain.accounts import LOCK_MINUTES, check_lock_minutes
from dealerdesk.services.desk import Changed, Desk, Right, use_case

_NAME = "lock_minutes"


@use_case("read-lock-minutes", None)
def lock_minutes(desk: Desk) -> int:
    """After how many idle minutes to lock; 0 is never."""
    with desk.store.read() as conn:
        chosen = setting(conn, _NAME)
    return chosen if isinstance(chosen, int) else LOCK_MINUTES


@use_case("choose-lock-minutes", Right.STAFF)
def choose_lock_minutes(desk: Desk, minutes: int) -> Changed:
    """Lock after so many idle minutes; 0 is never. Raises WrongUse `accounts.bad_minutes`."""
    wanted = check_lock_minutes(minutes)
    with desk.store.write(desk.header("choose-lock-minutes")) as writer:
        changed = set_setting(writer, _NAME, wanted)
        return Changed(frozenset({"setting"}), writer.act_id) if changed else Changed()
