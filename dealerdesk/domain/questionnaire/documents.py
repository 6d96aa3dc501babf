"""A script out of a file's bytes or text: JSON in UTF-8, of a size that a script may have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire.reading import read_script
from dealerdesk.domain.questionnaire.sections import Doubled

if TYPE_CHECKING:
    from dealerdesk.domain.questionnaire.script import Script

MOST_BYTES: Final = 1_000_000


def script_from_bytes(content: bytes) -> Script:
    """The script in a file. Raises WrongUse, `script.*`, for one that cannot be used, with the place named."""
    if len(content) > MOST_BYTES:
        raise WrongUse("script.too_large", most=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse("script.not_utf8") from None
    return script_from_text(text)


def script_from_text(text: str) -> Script:
    """The script in a text. Raises WrongUse, `script.*`, for one that cannot be used, with the place named."""
    if len(text) > MOST_BYTES:
        raise WrongUse("script.too_large", most=MOST_BYTES)
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as wrong:
        raise WrongUse("script.not_json", line=wrong.lineno, column=wrong.colno) from None
    except (RecursionError, ValueError):  # brackets in brackets without end, or a number of thousands of digits
        raise WrongUse("script.too_deep") from None
    return read_script(data)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """What stands between braces; a key that stands there twice is kept, to be refused where its place is known."""
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
    return dict(pairs) if twice is None else Doubled(pairs, twice)
