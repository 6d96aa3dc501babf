"""What callers want the manager to see: raised with one key, listed, solved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dealerdesk.db.customer_file import is_erased, is_in_scope, owner_of
from dealerdesk.db.flags import change_flag, flag_of, flags_of, insert_flag, task_of_flag
from dealerdesk.domain.errors import Refused, Said, WrongUse, said
from dealerdesk.domain.flag import FIELDS, Flag
from dealerdesk.domain.record_fields import checked
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading

KINDS: Final = frozenset({"flag"})


@dataclass(frozen=True)
class FlagKept:
    """A flag that was raised or solved; or, with nothing changed, what is wrong with each field."""

    id: int | None = None
    changed: Changed = field(default_factory=Changed)
    errors: Mapping[str, Said] = field(default_factory=dict)


@use_case("raise-flag", Right.CALL)
def raise_flag(desk: Desk, customer: int | None, vehicle: int | None, task: int | None, what: str) -> FlagKept:
    """Let the manager see something about a customer, car or task; `errors` by field.

    Raises Refused `customers.gone`, `customers.erased_already`, `outcome.task_gone`.
    """
    if errors := _wrong(desk, what):
        return FlagKept(errors=errors)
    with desk.store.write(desk.header("raise-flag")) as writer:
        if task is not None:
            about = task_of_flag(writer.conn, task)
            if about is None:
                raise Refused("outcome.task_gone")
            customer, vehicle = (
                customer if customer is not None else about[0],
                vehicle if vehicle is not None else about[1],
            )
        _must_be_seen(writer.conn, desk, customer, vehicle)
        key = flag_within(writer, desk, what, customer=customer, vehicle=vehicle, task=task)
        return FlagKept(key, Changed(KINDS, writer.act_id))


def flag_within(
    writer: Writer,
    desk: Desk,
    what: str,
    *,
    customer: int | None,
    vehicle: int | None,
    task: int | None = None,
    call_id: int | None = None,
    agent_id: int | None = None,
    by: str | None = None,
) -> int:
    """Raise a flag within an act; answers its id. `by`: the name of who called, else of who acts.

    Raises WrongUse `flag.empty` where nothing is said.
    """
    text = checked(FIELDS, {"what": what}, desk.today)
    if text.errors or text.values["what"] is None:
        raise WrongUse("flag.empty")
    about = {"customer_id": customer, "vehicle_id": vehicle, "task_id": task, "call_id": call_id}
    who = {"raised_by": by or desk.actor.name, "agent_id": agent_id if agent_id is not None else desk.actor.staff}
    return insert_flag(writer, {**about, **who, "what": text.values["what"], "raised_on": desk.today})


@use_case("look-at-flags", Right.SEE)
def flags(desk: Desk, *, solved: bool = False) -> tuple[Flag, ...]:
    """What is to be seen by the manager, or (`solved`) was, the newest first."""
    with desk.store.read() as conn:
        return tuple(flags_of(conn, desk.today, desk.actor.scope.advisor_id, solved=solved))


@use_case("solve-flag", Right.PLAN)
def solve_flag(desk: Desk, key: int, revision: int, solution: str = "") -> FlagKept:
    """Mark a flag as solved today by who acts, with what was done about it if that is said.

    Raises Refused `flag.gone`, `flag.solved_already`, `record.changed_meanwhile`.
    """
    entered = checked(FIELDS, {"solution": solution}, desk.today)
    if entered.errors:
        return FlagKept(key, errors=entered.errors)
    with desk.store.write(desk.header("solve-flag")) as writer:
        present = flag_of(writer.conn, key, desk.today, desk.actor.scope.advisor_id)
        if present is None:
            raise Refused("flag.gone")
        if present.solved_on is not None:
            raise Refused("flag.solved_already", who=present.solved_by or "", day=present.solved_on)
        done = {**entered.values, "solved_on": desk.today, "solved_by": desk.actor.name}
        change_flag(writer, key, done, revision)
        return FlagKept(key, Changed(KINDS, writer.act_id))


def _wrong(desk: Desk, what: str) -> Mapping[str, Said]:
    found = checked(FIELDS, {"what": what}, desk.today)
    return found.errors or ({} if found.values["what"] is not None else {"what": said("edit.required")})


def _must_be_seen(conn: Reading, desk: Desk, customer: int | None, vehicle: int | None) -> None:
    scope = desk.actor.scope.advisor_id
    if customer is not None and not is_in_scope(conn, customer, desk.today, scope):
        raise Refused("customers.gone")
    if vehicle is not None and owner_of(conn, vehicle, desk.today, scope) is None:
        raise Refused("customers.gone")
    if customer is not None and is_erased(conn, customer):
        raise Refused("customers.erased_already")
