"""Which language the desk speaks."""

from __future__ import annotations

import locale

import pytest

from dealerdesk.words import chosen_language, system_language


@pytest.fixture
def system(monkeypatch):
    """Say what the environment and the system name as their language."""

    def name(lang="", named=None, **variables):
        for variable in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.setenv(variable, variables.get(variable, ""))
        monkeypatch.setenv("LANG", lang)
        monkeypatch.setattr(locale, "getlocale", lambda: (named, None))

    return name


@pytest.mark.parametrize(
    ("lang", "named", "expected"),
    [
        ("zh_CN.UTF-8", None, "zh_CN"),
        ("zh_TW.UTF-8", None, "zh_CN"),
        ("en_GB.UTF-8", None, "en"),
        ("de_DE.UTF-8", None, None),
        ("C", "en_US", None),
        ("", "Chinese (Simplified)_China", "zh_CN"),
        ("", "English_United States", "en"),
        ("", None, None),
    ],
)
def test_the_systems_language_counts_if_it_is_chinese_or_english(system, lang, named, expected):
    system(lang, named)
    assert system_language() == expected


def test_a_more_particular_variable_comes_first(system):
    system("en_US.UTF-8", LC_ALL="zh_CN.UTF-8")
    assert system_language() == "zh_CN"


def test_the_option_comes_before_the_setting_and_the_setting_before_the_system(system):
    system("zh_CN.UTF-8")
    assert chosen_language("en", "zh_CN") == "en"
    assert chosen_language(None, "en") == "en"
    assert chosen_language(None) == "zh_CN"


def test_chinese_is_spoken_where_the_system_speaks_another_language(system):
    system("de_DE.UTF-8")
    assert chosen_language(None) == "zh_CN"


def test_a_language_that_the_desk_does_not_speak_is_refused():
    with pytest.raises(ValueError, match="fr"):
        chosen_language("fr")
