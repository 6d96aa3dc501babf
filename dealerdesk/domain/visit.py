"""One visit: what it charged, and whether it proves that the customer is still ours (Rulebook 3.1, 3.4)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dealerdesk.domain.rules import Rules

    Prover = Callable[[str | None, str, str | None, bool | None, bool | None, int], "Proof"]


class VisitState(StrEnum):
    """The life of a visit."""

    ARRIVED = "arrived"
    IN_WORKSHOP = "in-workshop"
    SETTLED = "settled"
    HANDED_OVER = "handed-over"
    VOID = "void"


SETTLED_STATES = frozenset({"settled", "handed-over"})
OPEN_STATES = frozenset({"arrived", "in-workshop"})


class Payer(StrEnum):
    """Who pays an order."""

    OWNER = "owner"
    MANUFACTURER = "manufacturer"
    INSURER = "insurer"
    PACKAGE = "package"
    STORED_VALUE = "stored-value"
    VOUCHER = "voucher"
    INTERNAL = "internal"


REDEEMING: Final = frozenset({Payer.PACKAGE.value, Payer.STORED_VALUE.value, Payer.VOUCHER.value})
"""Who pays by what was paid before."""


class Visit(NamedTuple):
    """What the rules need to know of one repair order. Amounts in fen, odometer in km.

    `maintenance` is a person's mark, which outweighs what the kind's name says; `counts` is False for a visit that
    never counts, whatever it charged (Rulebook 2.4).
    """

    id: int
    day: date
    order_no: str | None = None
    odometer: int | None = None
    kind: str | None = None
    state: str = VisitState.SETTLED.value
    payer: str | None = None
    due_fen: int | None = None
    discount_fen: int | None = None
    paid_fen: int | None = None
    redeemed_fen: int | None = None
    maintenance: bool | None = None
    counts: bool | None = None


class KindFacts(NamedTuple):
    """What the name of a kind of visit says by itself."""

    maintenance: bool
    inspection: bool
    internal: bool
    counter: bool


class Proof(NamedTuple):
    """What a visit proves, whatever its charge is beyond being one, none or a negative one."""

    settled: bool
    counting: bool
    evidence: bool
    maintenance: bool
    owner_pays: bool


class Weighed(NamedTuple):
    """What a visit weighs: its charge and the owner's part of it in fen, and what it proves."""

    charge_fen: int
    owner_paid_fen: int
    settled: bool
    counting: bool
    evidence: bool
    maintenance: bool


def charge_of(visit: Visit) -> int:
    """The charge in fen: due less discount where both are known, else what was paid (Rulebook 3.1).

    What a package, stored value or voucher redeemed is part of the due amount, though a discount may have hidden it;
    it comes on top of what was paid.
    """
    due, discount, paid, redeemed = visit.due_fen, visit.discount_fen, visit.paid_fen, visit.redeemed_fen or 0
    if due is not None and discount is not None:
        charge = due - discount
    elif paid is not None:
        return paid + redeemed
    else:
        charge = due or 0
    return charge if abs(charge) >= abs(redeemed) else redeemed


@lru_cache(maxsize=16)
def kinds_reader(rules: Rules) -> Callable[[str | None], KindFacts]:
    """The reader of kinds' names by the store's words for maintenance, inspections, internal and counter work."""
    lists = [
        tuple(word.casefold() for word in words)
        for words in (rules.maintenance_words, rules.inspection_words, rules.internal_words, rules.counter_words)
    ]

    @lru_cache(maxsize=4096)
    def read(kind: str | None) -> KindFacts:
        name = (kind or "").casefold()
        return KindFacts(*(any(word in name for word in words) for words in lists))

    return read


@lru_cache(maxsize=16)
def prover(rules: Rules) -> Prover:
    """What a visit proves by its kind's name, state, payer, marks and the sign of its charge.

    Visits ask the same few hundred of these questions millions of times: each is answered once.
    """
    read = kinds_reader(rules)

    @lru_cache(maxsize=4096)
    def prove(
        kind: str | None, state: str, payer: str | None, maintenance: bool | None, counts: bool | None, sign: int
    ) -> Proof:
        return _proof(read(kind), rules, state, payer, (maintenance, counts), sign)

    return prove


def kind_facts(kind: str | None, rules: Rules) -> KindFacts:
    """What a kind's name says, by the store's words."""
    return kinds_reader(rules)(kind)


def weighed(visit: Visit, kind: KindFacts, rules: Rules) -> Weighed:
    """Weigh a visit, given what its kind's name says (Rulebook 3.1, 3.4, 5.1).

    The owner paid what was not redeemed of a charge that no other pays; an unknown payer is the owner.
    """
    charge = charge_of(visit)
    proof = _proof(
        kind, rules, visit.state, visit.payer, (visit.maintenance, visit.counts), (charge > 0) - (charge < 0)
    )
    owner_paid = charge - (visit.redeemed_fen or 0) if proof.owner_pays else 0
    return Weighed(charge, owner_paid, proof.settled, proof.counting, proof.evidence, proof.maintenance)


def _proof(
    kind: KindFacts, rules: Rules, state: str, payer: str | None, marks: tuple[bool | None, bool | None], sign: int
) -> Proof:
    """What a visit proves; `marks`: whether it is maintenance, and whether it counts, as a person or import said.

    A reversal is no maintenance: it takes one back.
    """
    maintenance, counts = marks
    settled = state in SETTLED_STATES
    external = settled and not kind.internal and payer != "internal"
    may_count = (counts is None or bool(counts)) and (payer != "manufacturer" or rules.manufacturer_counts)
    return Proof(
        settled,
        counting=external and sign > 0 and may_count and not kind.counter,
        evidence=external and sign == 0 and (kind.inspection or rules.free_jobs_are_evidence),
        maintenance=settled and sign >= 0 and (kind.maintenance if maintenance is None else bool(maintenance)),
        owner_pays=payer is None or payer == "owner",
    )


def is_settled(visit: Visit) -> bool:
    """Whether the order was settled; void and open ones are not."""
    return visit.state in SETTLED_STATES


def is_reversal(visit: Visit) -> bool:
    """Whether the order takes back a charge: kept and flagged, it never counts."""
    return charge_of(visit) < 0


def is_maintenance(visit: Visit, rules: Rules) -> bool:
    """Whether a visit is of a maintenance kind: by its mark, else by its kind's name (Rulebook 5.1)."""
    return kind_facts(visit.kind, rules).maintenance if visit.maintenance is None else visit.maintenance


def is_counting(visit: Visit, rules: Rules) -> bool:
    """Whether the visit proves that the customer is still ours (Rulebook 3.1)."""
    return weighed(visit, kind_facts(visit.kind, rules), rules).counting


def is_evidence(visit: Visit, rules: Rules) -> bool:
    """Whether an uncharged visit shows that the owner still talks to us (Rulebook 3.4).

    That is an on-site inspection, by setting any free job; never a void or internal order.
    """
    return weighed(visit, kind_facts(visit.kind, rules), rules).evidence


def owner_paid(visit: Visit, rules: Rules) -> int:
    """The owner's part of the charge in fen (Rulebook 5.4)."""
    return weighed(visit, kind_facts(visit.kind, rules), rules).owner_paid_fen
