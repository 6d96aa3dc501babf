"""How a customer is spoken to: the channels of a contact (Rulebook 1)."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """By what a customer is reached."""

    CALL = "call"
    WECHAT = "wechat"
    MESSAGE = "message"
    LETTER = "letter"
    HOUSE_VISIT = "house-visit"
    RECEPTION = "reception"
