"""Every coded value of the rulebook and every column has a name in both languages."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from dealerdesk.domain.call_queue import NotOffered
from dealerdesk.domain.followup import Bucket, Disposition, PartOfDay, TaskState
from dealerdesk.domain.identity import PlateKind
from dealerdesk.domain.list_row import ListRow
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.phone import PhoneKind
from dealerdesk.domain.reminder import Ended, Reason
from dealerdesk.domain.rules import POLICIES, Status
from dealerdesk.domain.visit import Payer, VisitState
from dealerdesk.services.desk import Right
from dealerdesk.spreadsheets.heading_words import REQUIRED, WORDS
from dealerdesk.spreadsheets.row_cells import TABLES
from dealerdesk.words import Words
from dealerdesk.words.labels import AREAS, LABELS
from dealerdesk.words.sentences import SENTENCES

EN, ZH = Words("en"), Words("zh_CN")
GROUPS = {
    "status": Status,
    "list": ListName,
    "policy": POLICIES,
    "payer": Payer,
    "visit_state": VisitState,
    "reason": Reason,
    "ended": Ended,
    "not_offered": NotOffered,
    "bucket": Bucket,
    "disposition": Disposition,
    "part_of_day": PartOfDay,
    "task_state": TaskState,
    "right": Right,
    "plate_kind": get_args(PlateKind),
    "phone_kind": get_args(PhoneKind),
    "source": ("own", "other-store", "passing", "other-brand", "unknown"),
    "import_kind": WORDS,
    "field": [field for kind in WORDS.values() for names in kind for field in names],
    "column": [
        re.sub(r"_(fen|100)$", "", name) for name in ListRow._fields if name not in {"spend_24_fen", "vehicle_id"}
    ],
}


@pytest.mark.parametrize("group", GROUPS)
def test_every_coded_value_has_a_name(group):
    assert [f"{group}.{code}" for code in GROUPS[group] if f"{group}.{code}" not in LABELS] == []


def test_every_column_that_a_file_must_have_can_be_named():
    wanted = {"_or_".join(group) for groups in REQUIRED.values() for group in groups}
    assert {field for field in wanted if f"field.{field}" not in LABELS} == set()


@pytest.mark.parametrize("code", LABELS)
def test_every_name_is_there_in_both_languages(code):
    assert EN.label(code) == LABELS[code]
    assert ZH.label(code)
    assert code == "policy.6" or ZH.label(code) != EN.label(code)


def test_no_name_stands_in_two_areas():
    assert len(LABELS) == sum(len(area.LABELS) for area in AREAS)


@pytest.mark.parametrize(
    ("code", "chinese"),
    [
        ("status.active", "活跃"),
        ("status.watch", "预警"),
        ("status.at-risk", "流失风险"),
        ("status.lost", "流失"),
        ("status.no-history", "无记录"),
        ("list.about-to-be-lost", "即将流失"),
        ("list.second-visit", "二次进站"),
        ("list.quasi-lost", "准流失"),
        ("list.overdue", "应到未到"),
        ("list.birthdays", "生日关怀"),
        ("reason.survey", "流失回访"),
        ("reason.at-risk", "流失预警邀约"),
        ("column.reference", "计算基准日"),
        ("source.own", "自店销售"),
        ("disposition.refused", "拒访"),
    ],
)
def test_the_names_are_those_of_the_rulebook(code, chinese):
    assert ZH.label(code) == chinese


@pytest.mark.parametrize("kind", TABLES)
def test_every_flaw_that_reading_a_row_can_find_has_a_name_and_a_sentence(kind):
    cells = ("x", "-1", "", "2026-02-30", "琼A88888", "免单车号", -5.0)
    flaws = {read(cell).flaw for read in TABLES[kind].values() for cell in cells} - {None}
    assert {flaw for flaw in flaws if f"row.{flaw}" not in LABELS or f"import.{flaw}" not in SENTENCES} == set()
