"""The staff that a file names: known by name until accounts exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.services.importing.draft import Draft


class Staffing:
    """Staff by name, as they will be."""

    def __init__(self, draft: Draft, known: Mapping[str, int]) -> None:
        self._draft = draft
        self._by_name = dict(known)
        self._names = {key: name for name, key in known.items()}

    def named(self, name: str) -> int:
        """Answer the person of this name, who is new if nobody has it."""
        key = self._by_name.get(name)
        if key is None:
            key = self._draft.add("staff", {"name": name, "job": "advisor"})["id"]
            self._by_name[name] = key
            self._names[key] = name
        return key

    def name_of(self, key: int | None) -> str | None:
        """Answer the name of a person."""
        return None if key is None else self._names[key]
