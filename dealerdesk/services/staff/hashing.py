"""Passwords and PINs as argon2id keeps them: trying one costs time and memory, and nothing leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from dealerdesk.domain.accounts import HashingCost


def hashed(secret: str, cost: HashingCost) -> str:
    """What is kept of a secret."""
    return _hasher(cost).hash(secret)


def fits(kept: str | None, secret: str) -> bool:
    """Whether a secret is the one that was kept; each says itself what trying it costs."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    if kept is None:
        return False
    try:
        return PasswordHasher().verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str, cost: HashingCost) -> bool:
    """Whether a secret was kept at another cost than one would keep it today."""
    return _hasher(cost).check_needs_rehash(kept)


def _hasher(cost: HashingCost) -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=1)
