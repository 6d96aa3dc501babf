"""The walls of the house, as sentences."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "dealerdesk").rglob("*.py"))
WRITTEN = [file for file in SOURCES if "versions" not in file.parts]


def test_rules_point_one_way():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_starting_the_command_line_loads_nothing_heavy():
    heavy = ["alembic", "babel", "chinese_calendar", "lxml", "openpyxl", "pandas", "pypinyin", "python_calamine"]
    heavy += ["reportlab", "sqlalchemy"]
    code = f"import sys, dealerdesk.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_functions_are_of_a_size_to_be_read(file):
    text = file.read_text("utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_most_files_and_functions_are_short():
    lengths = sorted(file.read_text("utf-8").count("\n") for file in WRITTEN)
    assert lengths[len(lengths) // 2] <= 150
    sizes = [
        (node.end_lineno or 0) - node.lineno + 1
        for file in WRITTEN
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum(size <= 30 for size in sizes) >= 0.9 * len(sizes)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_module_opens_with_a_sentence_saying_what_it_is_for(file):
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].rstrip().endswith((".", ",", ":"))


def test_no_room_is_named_for_nothing():
    assert not [file for file in SOURCES if file.stem in {"utils", "helpers", "manager", "common", "misc"}]


def test_every_public_service_function_that_takes_a_desk_declares_its_use_case():
    missing = []
    for file in sorted((ROOT / "dealerdesk" / "services").glob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            first = node.args.args[0].annotation if node.args.args else None
            takes_desk = isinstance(first, ast.Name) and first.id in {"Desk", "Doorstep"}
            declared = any(
                isinstance(d, ast.Call) and getattr(d.func, "id", "") == "use_case" for d in node.decorator_list
            )
            if takes_desk and not declared:
                missing.append(f"{file.stem}.{node.name}")
    assert missing == []
