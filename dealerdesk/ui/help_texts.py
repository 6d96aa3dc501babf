"""The texts of the help: which topics there are, and how they are read with their pictures for one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QImage

from dealerdesk.domain.folding import fold_text
from dealerdesk.paths import resource
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.words import Words

SHORTCUTS: Final = "shortcuts"
"""The topic that has no file: it is made from the table of actions."""

TOPICS: Final[tuple[tuple[str, str], ...]] = (
    ("overview", N_("First steps")),
    ("today", N_("Today")),
    ("reception", N_("Reception")),
    ("customers", N_("Customers")),
    ("calls", N_("Call desk")),
    ("appointments", N_("Appointments")),
    ("lists", N_("Lists")),
    ("complaints", N_("Complaints")),
    ("contacts", N_("Contacts")),
    ("import", N_("Import")),
    ("settings", N_("Settings")),
    ("signing-in", N_("Signing in and people")),
    ("rights", N_("Who may do what")),
    ("statuses", N_("Words and statuses")),
    (SHORTCUTS, N_("Shortcuts")),
)
"""Every topic and its title, in the order of the contents."""

_OF_PAGES: Final = {"first-run": "overview"}
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_MARKS: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[#*`|>\[\]]")


@dataclass(frozen=True)
class HelpTexts:
    """The help in one language: the text of each topic as Markdown, and the pictures by the names that texts use."""

    texts: Mapping[str, str]
    pictures: Mapping[str, QImage]

    def found(self, wanted: str) -> frozenset[str]:
        """The topics whose text has these words in it, whatever their width and case; all for nothing."""
        parts = [fold_text(part) for part in wanted.split()]
        return frozenset(
            topic for topic, text in self.texts.items() if all(part in fold_text(_plain(text)) for part in parts)
        )


def topic_of(page: str) -> str:
    """The topic that tells of a page."""
    known = _OF_PAGES.get(page, page)
    return known if known in dict(TOPICS) else "overview"


def pictures_in(text: str) -> list[str]:
    """The names of the pictures that a text shows."""
    return _PICTURE.findall(text)


def read_help(words: Words, shortcuts: Iterable[tuple[str, str, str]]) -> HelpTexts:
    """Read the help in a language. `shortcuts`: where, keys and words of each action."""
    folder = resource("help", words.language)
    texts = {
        topic: folder.joinpath(f"{topic}.md").read_text(encoding="utf-8") for topic, _ in TOPICS if topic != SHORTCUTS
    }
    texts[SHORTCUTS] = shortcuts_text(words, shortcuts)
    names = {name for text in texts.values() for name in pictures_in(text)}
    return HelpTexts(texts, {name: QImage(str(folder / name)) for name in names})


def shortcuts_text(words: Words, shortcuts: Iterable[tuple[str, str, str]]) -> str:
    """The list of shortcuts as Markdown, a table for each place where they work."""
    lines = [f"# {words.text('Shortcuts')}", ""]
    lines += [words.text("Everything can be done with the keyboard. Ctrl+Shift+P finds any action by its name."), ""]
    place = ""
    for where, keys, what in shortcuts:
        if where != place:
            place = where
            head = f"| {words.text('Keys')} | {words.text('What it does')} |"
            lines += ["", f"## {where}", "", head, "|---|---|"]
        lines.append(f"| **{keys.replace('|', '&#124;')}** | {what} |")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text without the marks of Markdown."""
    return _MARKS.sub("", text)
