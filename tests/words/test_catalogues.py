"""The catalogues are complete, in step with the texts of the program, and the same on every machine."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogues():
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".ci" / "catalogues.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["catalogues"]


@pytest.fixture
def project(catalogues, tmp_path):
    """A small program whose catalogues are written and whose one plural and one text are translated."""
    source = tmp_path / "dealerdesk" / "speaks.py"
    source.parent.mkdir()
    source.write_text(
        'A = N_("Lost {day} "\n       "ago")\nB = NN_("{n} car", "{n} cars")\n'
        'words.text("Save")\npaper.text("no text")\nwords.text(A)\n',
        encoding="utf-8",
    )
    catalogues.write(tmp_path, catalogues.extracted(source.parent))
    translate(tmp_path, {"Lost {day} ago": "{day}前流失", "Save": "保存"}, plural="{n}辆车")
    return tmp_path


def translate(root, chinese, *, plural=None):
    path = root / "resources/locale/zh_CN/LC_MESSAGES/dealerdesk.po"
    text = path.read_text(encoding="utf-8")
    for english, translation in chinese.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"')
    if plural:
        text = text.replace('msgstr[0] ""', f'msgstr[0] "{plural}"')
    path.write_text(text, encoding="utf-8")


def problems(catalogues, root):
    texts = catalogues.extracted(root / "dealerdesk")
    return catalogues.untranslated(root, texts) + catalogues.outdated(root, texts)


def test_nothing_is_missing_fuzzy_obsolete_or_out_of_date(catalogues):
    assert problems(catalogues, ROOT) == []


def test_texts_are_found_where_they_are_marked_or_said(catalogues, project):
    assert set(catalogues.extracted(project / "dealerdesk").used_in) == {
        "Lost {day} ago",
        "Save",
        ("{n} car", "{n} cars"),
    }


def test_a_compiled_catalogue_that_is_older_than_its_text_is_said(catalogues, project):
    assert problems(catalogues, project) == ["zh_CN: dealerdesk.mo is out of date: run .ci/catalogues.py"]


def test_writing_brings_everything_up_to_date_and_keeps_the_translations(catalogues, project):
    catalogues.write(project, catalogues.extracted(project / "dealerdesk"))
    assert problems(catalogues, project) == []
    assert "保存" in (project / "resources/locale/zh_CN/LC_MESSAGES/dealerdesk.po").read_text(encoding="utf-8")


def test_writing_twice_gives_the_same_bytes(catalogues, project):
    files = [
        project / f"resources/locale/{language}/LC_MESSAGES/dealerdesk.{end}"
        for language in ("en", "zh_CN")
        for end in ("po", "mo")
    ]
    runs = []
    for _ in range(2):
        catalogues.write(project, catalogues.extracted(project / "dealerdesk"))
        runs.append([file.read_bytes() for file in files])
    assert runs[0] == runs[1]


def test_other_placeholders_than_the_english_are_said(catalogues, project):
    path = project / "resources/locale/zh_CN/LC_MESSAGES/dealerdesk.po"
    path.write_text(path.read_text(encoding="utf-8").replace("{day}前流失", "{date}前流失"), encoding="utf-8")
    assert "zh_CN: other placeholders than its English: {date}前流失" in problems(catalogues, project)


def test_a_text_without_translation_is_said(catalogues, project):
    source = project / "dealerdesk" / "speaks.py"
    source.write_text(source.read_text(encoding="utf-8") + 'words.text("Print")\n', encoding="utf-8")
    assert "zh_CN: not translated: Print" in problems(catalogues, project)


def test_a_fuzzy_translation_is_said(catalogues, project):
    path = project / "resources/locale/zh_CN/LC_MESSAGES/dealerdesk.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'), encoding="utf-8"
    )
    assert "zh_CN: fuzzy: Save" in problems(catalogues, project)


def test_a_translation_of_a_text_that_is_gone_is_said(catalogues, project):
    source = project / "dealerdesk" / "speaks.py"
    source.write_text(source.read_text(encoding="utf-8").replace('words.text("Save")\n', ""), encoding="utf-8")
    assert "zh_CN: obsolete: Save" in problems(catalogues, project)


def test_a_text_that_is_put_together_is_refused(catalogues, project):
    source = project / "dealerdesk" / "speaks.py"
    source.write_text(source.read_text(encoding="utf-8") + 'words.text(f"Save {A}")\n', encoding="utf-8")
    assert "dealerdesk/speaks.py:7: not a literal, so it cannot be translated" in problems(catalogues, project)
