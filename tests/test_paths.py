"""Resources and the data folder are found in every way that the program is run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dealerdesk import paths


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch):
    monkeypatch.delenv("DEALERDESK_DATA_DIR", raising=False)


def test_resources_of_a_source_checkout():
    assert paths.resource("locale", "zh_CN", "LC_MESSAGES", "dealerdesk.mo").is_file()


def test_resources_of_an_installed_wheel(monkeypatch, tmp_path):
    (tmp_path / "resources" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert paths.resource("fonts") == tmp_path / "resources" / "fonts"


def test_resources_of_a_built_program(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("fonts", "x.ttf") == tmp_path / "resources" / "fonts" / "x.ttf"


def test_the_option_names_the_data_folder_before_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("DEALERDESK_DATA_DIR", str(tmp_path / "environment"))
    assert paths.data_dir(str(tmp_path / "option")) == tmp_path / "option"
    assert paths.data_dir() == tmp_path / "environment"


def test_an_empty_variable_names_nothing(monkeypatch):
    monkeypatch.setenv("DEALERDESK_DATA_DIR", "")
    assert paths.data_dir().name == "DealerDesk"


def test_the_data_folder_is_absolute_and_nothing_is_made(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert paths.data_dir("store") == tmp_path / "store"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_home_may_be_written_with_a_tilde(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert paths.data_dir("~/store") == tmp_path / "store"


def test_logs_and_backups_lie_within_the_data_folder(tmp_path):
    assert paths.log_dir(tmp_path).parent == paths.backup_dir(tmp_path).parent == tmp_path
