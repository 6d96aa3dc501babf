"""What a start says of the window before: how it ended, what became of its works, and which forms are there again."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.domain.errors import Said, said
from dealerdesk.ui.begun import Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dealerdesk.services.drafts import Draft
    from dealerdesk.services.sittings import Died
    from dealerdesk.ui.drafting import Drafting
    from dealerdesk.ui.session import Session


class Returning(QObject):
    """One line at the start, with the way to the form that was written last; then one for each that is left."""

    def __init__(self, session: Session, drafting: Drafting) -> None:
        super().__init__(drafting)
        self._session, self._drafting = session, drafting
        self._left: list[Draft] = []

    def tell(self, died: Died | None, drafts: Sequence[Draft]) -> None:
        """Say what happened and what is there again; nothing where there is nothing to say."""
        self._left = list(drafts)
        told = self._how(died) if died is not None else []
        if drafts:
            titles = tuple(draft.content["title"] for draft in drafts)
            told.append(said("draft.are_back", n=len(titles), titles=titles))
        elif died is not None and not died.works:
            told.append(said("died.nothing_lost"))
        if told:
            words = self._session.words
            sentences = [self._session.say(one) for one in told]
            text = reduce(lambda one, other: words.text("{one} {other}", one=one, other=other), sentences)
            self._session.note(text, act=self._way_on(), stays=died is not None)

    def _how(self, died: Died) -> list[Said]:
        moment = died.last_seen.astimezone()
        at, day = f"{moment:%H:%M}", moment.date()
        when = said("died.today", at=at) if day == self._session.desk.today else said("died.before", day=day, at=at)
        return [when, *(ending.told for ending in died.works)]

    def _way_on(self) -> tuple[str, Callable[[], object]] | None:
        return (self._session.words.text("Open"), self._open) if self._left else None

    def go_on(self) -> None:
        """Go to the next form that is there again, also where the note is gone."""
        if self._left:
            self._open()
        else:
            self._session.note(self._session.words.text("Nothing from before is half filled in."))

    def _open(self) -> None:
        """Go to the form that was written last, and offer the next."""
        draft = self._left.pop(0)
        page, slot = draft.content["page"], Slot(draft.kind, draft.key)
        self._session.open(page)
        self._drafting.take_up(slot)
        self._drafting.go_to(page, slot)
        if self._left:
            told = self._session.say(said("draft.another", title=self._left[0].content["title"]))
            self._session.note(told, act=self._way_on())
