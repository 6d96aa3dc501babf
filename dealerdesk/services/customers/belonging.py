"""What sorts customers and holds them together: tags, and who is of the same household or company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.db.belonging import set_tags_of, tie_together, tied, untie
from dealerdesk.db.customer_file import is_erased, is_in_scope
from dealerdesk.domain.errors import Refused, said
from dealerdesk.services.customers.editing import Edited
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.reading import Reading

TIES: Final = ("household", "company")
MOST_TAGS: Final = 20
LONGEST_TAG: Final = 20
_KINDS: Final = frozenset({"customer"})


@use_case("set-tags", Right.ENTER)
def set_tags(desk: Desk, customer: int, tags: Iterable[str]) -> Edited:
    """Let a customer have these tags and no others, each once. Raises Refused `customers.gone`."""
    names = tuple(dict.fromkeys(name for tag in tags if (name := " ".join(tag.split()))))
    if len(names) > MOST_TAGS or any(len(name) > LONGEST_TAG for name in names):
        return Edited(errors={"tags": said("edit.tags", most=MOST_TAGS, longest=LONGEST_TAG)})
    with desk.store.write(desk.header("set-tags")) as writer:
        _must_be_seen(writer.conn, desk, customer)
        changed = set_tags_of(writer, customer, names)
        return Edited(Changed(_KINDS, writer.act_id)) if changed else Edited()


@use_case("tie-customers", Right.ENTER)
def tie_customers(desk: Desk, customer: int, other: int, kind: str) -> Edited:
    """Let two customers belong together, as one household or one company. Raises Refused `customers.gone`."""
    if kind not in TIES:
        return Edited(errors={"kind": said("edit.bad_choice")})
    if customer == other:
        return Edited(errors={"other": said("edit.tied_to_self")})
    with desk.store.write(desk.header("tie-customers")) as writer:
        _must_be_seen(writer.conn, desk, customer)
        _must_be_seen(writer.conn, desk, other)
        if tied(writer.conn, customer, other):
            return Edited(errors={"other": said("edit.tied_already")})
        tie_together(writer, customer, other, kind)
        return Edited(Changed(_KINDS, writer.act_id))


@use_case("untie-customers", Right.ENTER)
def untie_customers(desk: Desk, customer: int, other: int) -> Edited:
    """Let two customers belong together no more. Raises Refused `customers.gone`."""
    with desk.store.write(desk.header("untie-customers")) as writer:
        _must_be_seen(writer.conn, desk, customer)
        return Edited(Changed(_KINDS, writer.act_id)) if untie(writer, customer, other) else Edited()


def _must_be_seen(conn: Reading, desk: Desk, customer: int) -> None:
    if not is_in_scope(conn, customer, desk.today, desk.actor.scope.advisor_id):
        raise Refused("customers.gone")
    if is_erased(conn, customer):
        raise Refused("customers.erased_already")
