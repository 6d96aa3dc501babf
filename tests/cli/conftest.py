"""Folders with and without a store, and an export, for the commands."""

from __future__ import annotations

import shutil

import pytest

from tests.commands import At


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """No setting of whoever runs the tests reaches the commands, and what they set does not stay."""
    for name in ("DEALERDESK_DATA_DIR", "DEALERDESK_TODAY", "DEALERDESK_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """An invented store that nobody writes to."""
    at = At(tmp_path_factory.mktemp("invented") / "store")
    made = at("demo", "--vehicles", 80)
    assert made.code == 0, made.err
    assert made.json == {"vehicles": 80, "visits": at.stored("SELECT count(*) FROM visit")[0][0]}
    return at


@pytest.fixture
def desk(invented, tmp_path):
    """A copy of the invented store, to write to."""
    shutil.copytree(invented.folder, tmp_path / "store")
    return At(tmp_path / "store")


@pytest.fixture
def nowhere(tmp_path):
    """A folder in which there is no store."""
    return At(tmp_path / "nothing")


@pytest.fixture
def orders(tmp_path):
    """An export of four orders: one good, one waived, one without a vehicle, one total line."""
    file = tmp_path / "orders.csv"
    file.write_text(
        "工单号,车牌号,车架号,客户名称,进厂日期,结算日期,进厂里程,维修类型,服务顾问,应收金额,优惠金额,实收金额,工单状态\n"
        "W1,琼A88888,,王明,2026-05-04,2026-05-04,12000,常规保养,李诚,300,0,300,已结算\n"
        "W2,琼A88888,,王明,2026-08-09,2026-08-10,15000,常规保养,李诚,300,300,0,已结算\n"
        "W3,,,王明,2026-08-09,2026-08-10,15000,常规保养,李诚,300,300,0,已结算\n"
        "合计,,,,,,,,,900,,300,\n",
        encoding="utf-8",
    )
    return file
