"""How names are spelled: surnames read as such, company names and what is not Chinese."""

from __future__ import annotations

import pytest

from dealerdesk.db.pinyin import spelled


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("王小明", "wangxiaoming", "wxm"),
        ("曾 伟", "zengwei", "zw"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("重庆A2汽车公司", "chongqinga2qichegongsi", "cqaqcgs"),
        ("Ｍüller GmbH", "müllergmbh", "m"),
        ("𠮷田", "𠮷tian", "𠮷t"),
        ("", "", ""),
    ],
)
def test_a_name_is_spelled_in_full_and_by_initials(name, full, initials):
    assert spelled(name)[:2] == (full, initials)


def test_names_sort_by_their_syllables():
    names = ["Adam", "安平", "李四", "张三"]
    assert sorted([*names[2:], *names[:2]], key=lambda name: spelled(name).key) == names
