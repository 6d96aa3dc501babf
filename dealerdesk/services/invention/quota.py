"""How many visits each car of a block gets, so that a store has exactly as many as were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.services.invention.lives import Life

_PARTS: Final = 1000


def natural_counts(lives: Sequence[Life]) -> list[int]:
    """Answer as many visits as each story makes likely."""
    return [int(life.expected) if life.fixed else int(life.expected + life.cast.random()) for life in lives]


def exact_counts(lives: Sequence[Life], total: int) -> list[int]:
    """Answer counts that add up to `total`.

    Stories about a number (who left after the first or second service) keep it; the others share what is left by
    what each makes likely.
    """
    fixed = [life.fixed for life in lives]
    kept = sum(int(life.expected) for life in lives if life.fixed)
    weights = [0 if life.fixed else int(life.expected * _PARTS) for life in lives]
    if kept > total or not any(weights):
        return shared_out(total, [int(life.expected * _PARTS) + 1 for life in lives])
    shares = shared_out(total - kept, weights)
    return [int(life.expected) if fixed[at] else shares[at] for at, life in enumerate(lives)]


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Answer whole shares of `total` by weight, which add up to it exactly."""
    whole, before, given = sum(weights), 0, 0
    shares = []
    for weight in weights:
        before += weight
        upto = total * before // whole
        shares.append(upto - given)
        given = upto
    return shares
