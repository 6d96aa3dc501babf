"""What the command-line library says itself is translated, in the version that is installed."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest

from dealerdesk.words.command_line import MESSAGES
from dealerdesk.words.mark import Plural

NEVER_SHOWN = {"_termui_impl.py", "_winconsole.py", "shell_completion.py", "testing.py", "utils.py"}
FOR_PROGRAMMERS = (
    "Arguments take exactly one",
    "Boolean option",
    "Choice(",
    "Could not determine name",
    "DeprecationWarning",
    "Name '",
    "No options defined",
    "Unknown color",
    "{value!r} is not a valid UUID",
)


def said_by_click():
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        if path.name in NEVER_SHOWN:
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}:
                literals = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
                if literals and not literals[0].startswith(FOR_PROGRAMMERS):
                    yield tuple(literals)


@pytest.mark.parametrize("msgids", sorted(set(said_by_click())), ids=lambda msgids: msgids[0])
def test_every_message_of_the_library_is_translated(msgids):
    ours = {(message.one, message.many) if isinstance(message, Plural) else (message,) for message in MESSAGES}
    assert msgids in ours
