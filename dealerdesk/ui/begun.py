"""What a page has begun and not finished, as it hands it over to be kept, and as it comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.services.drafts import Draft


class Slot(NamedTuple):
    """By what a half-filled form is known: its kind, and the record or part that it is about."""

    kind: str
    key: str


@dataclass(frozen=True)
class Begun:
    """A half-filled form: how a person calls it, what it holds as JSON can hold it, which customers it is about."""

    slot: Slot
    title: str
    held: Mapping[str, Any]
    about: tuple[int, ...] = field(default=())

    def to_data(self) -> list[Any]:
        """All of it, as JSON can hold it."""
        return [list(self.slot), self.title, dict(self.held), list(self.about)]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> Self:
        """What `to_data` told."""
        slot, title, held, about = data
        return cls(Slot(*slot), title, held, tuple(about))

    def content(self, page: str) -> dict[str, Any]:
        """The content of the draft that keeps it."""
        return {"page": page, "title": self.title, "about": list(self.about), "held": dict(self.held)}


def begun_of(draft: Draft) -> Begun:
    """What a draft keeps."""
    content = draft.content
    return Begun(Slot(draft.kind, draft.key), content["title"], content["held"], tuple(content.get("about", ())))
