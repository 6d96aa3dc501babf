"""Who may do what, as the help tells it: every use case of the services with its right, by role.

Run from the project's folder to write the tables anew: `uv run python tests/rights_table.py`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import NamedTuple

import dealerdesk.services
from dealerdesk.domain.rights import OWNER, RIGHTS_OF, Right, Role
from dealerdesk.paths import resource
from dealerdesk.services.desk import UseCase
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES

ROLES = (*Role, "owner")
HEADINGS = {"en": "## Every use case", "zh_CN": "## 全部操作"}
ANYBODY = {"en": "Anybody", "zh_CN": "任何人"}
YES, NO = "✓", "—"


class Found(NamedTuple):
    """A use case as it is declared: the function that is called, and whether it is handed a doorstep."""

    name: str
    right: Right | None
    function: object
    at_doorstep: bool


def use_cases():
    """Every declared use case of the services, wherever it stands."""
    found = {}
    for info in pkgutil.walk_packages(dealerdesk.services.__path__, "dealerdesk.services."):
        for function in vars(importlib.import_module(info.name)).values():
            declared = getattr(function, "use_case", None)
            if isinstance(declared, UseCase):
                place = next(iter(inspect.signature(function.__wrapped__).parameters.values())).annotation
                found[function] = Found(declared.name, declared.right, function, place == "Doorstep")
    return sorted(found.values(), key=lambda one: (one.name, one.function.__module__, one.function.__qualname__))


def rights_of_role(role):
    """The rights that come with a role; the owner of a store without accounts has them all."""
    return OWNER.rights if role == "owner" else RIGHTS_OF[role]


def rows(lang):
    """The rows of the table: the use cases that ask for the same right stand together."""
    words = Words(lang)
    order = [None, *Right]
    declared = sorted({(order.index(one.right), one.name) for one in use_cases()})
    for place, name in declared:
        right = order[place]
        marks = [YES if right is None or right in rights_of_role(role) else NO for role in ROLES]
        yield [f"`{name}`", ANYBODY[lang] if right is None else words.label(f"right.{right}"), *marks]


def table(lang):
    """The whole table as Markdown."""
    words = Words(lang)
    titles = [
        "",
        words.label("column.right"),
        *(words.label(f"role.{role}") for role in Role),
        words.label("actor.owner"),
    ]
    lines = [titles, ["---", "---", *[":-:"] * len(ROLES)], *rows(lang)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def file_of(lang):
    """The text of the help that holds the table."""
    return resource("help", lang, "rights.md")


def told(lang):
    """What the help says: by use case, its right in words and the mark of each role."""
    _text, _heading, listed = file_of(lang).read_text(encoding="utf-8").partition(HEADINGS[lang])
    lines = [line.strip("| \n").split(" | ") for line in listed.splitlines() if line.startswith("| `")]
    return {name.strip("`"): (right, dict(zip(ROLES, marks, strict=True))) for name, right, *marks in lines}


def main():
    """Write the tables anew, behind what the help says itself."""
    for lang in LANGUAGES:
        text, heading, _old = file_of(lang).read_text(encoding="utf-8").partition(HEADINGS[lang])
        file_of(lang).write_text(f"{text}{heading}\n\n{table(lang)}", encoding="utf-8")


if __name__ == "__main__":
    main()
