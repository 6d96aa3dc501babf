"""What is done at a visit, what it costs, and who pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.services.invention.chance import between, deck, pick

if TYPE_CHECKING:
    from random import Random

YUAN: Final = 100

FIRST: Final = 0
"""The first maintenance after delivery."""
SERVICE: Final = 1
"""A maintenance."""
OTHER: Final = 2
"""Whatever else brings a car: repair, accident, claim, free job, inspection on site, accessories."""
GOODWILL: Final = 3
"""A visit without charge of somebody who had stopped coming."""


class Job(NamedTuple):
    """A job of an order. Amounts in fen; `days` in the workshop."""

    kind: str
    items: str
    labour_fen: int
    parts_fen: int
    due_fen: int
    discount_fen: int
    paid_fen: int
    redeemed_fen: int | None
    payer: str
    note: str
    days: int = 0


@dataclass(slots=True)
class Terms:
    """What decides on a price: the car, its owner, and until which days (ordinals) its warranty and products hold."""

    electric: bool
    company: bool
    warranty_until: int
    bound_from: int
    package_until: int
    stored_until: int
    voucher_until: int


_FREE_ITEMS: Final = ("更换灯泡", "更换保险丝", "紧固卡箍", "轮胎补气")
_SMALL: Final = deck(("更换机油机滤", 60), ("机油机滤空滤", 30), ("机油机滤空滤空调滤", 10))
_LARGE: Final = deck(("大保养", 6), ("机油三滤火花塞", 3), ("刹车油更换及四滤", 2))
_ELECTRIC: Final = deck(("三电系统检查", 5), ("三电检查、空调滤芯", 4), ("冷却液更换", 1))
_REPAIRS: Final = (
    "更换刹车片",
    "轮胎更换",
    "空调检修",
    "异响检查",
    "更换蓄电池",
    "更换雨刮片",
    "底盘检修",
    "四轮定位",
    "更换大灯总成",
    "变速箱油更换",
)
_BODY: Final = ("钣金喷漆", "前保险杠更换喷漆", "更换前挡玻璃", "左侧车门钣喷", "后杠修复喷漆")
_CLAIMS: Final = ("召回/保修件更换", "保修更换水泵", "保修更换天窗电机", "保修更换氧传感器", "软件升级及保修件更换")
_ACCESSORIES: Final = ("脚垫", "行车记录仪", "车窗贴膜", "座套")
_OTHERS: Final = deck(
    ("repair", 44),
    ("body", 15),
    ("claim", 12),
    ("free", 13),
    ("inspection", 10),
    ("accessories", 3),
    ("rework", 1),
    ("internal", 1),
)


def first_service(cast: Random, terms: Terms) -> Job:
    """Answer a first maintenance, paid by the manufacturer."""
    labour, parts = (120 * YUAN, 60 * YUAN) if terms.electric else (120 * YUAN, 260 * YUAN)
    items = "首保检查" if terms.electric else "更换机油机滤"
    return _paid_by(
        "manufacturer", "首次保养", items, labour, parts, note="" if cast.random() < 0.97 else "首保手册后补"
    )


def service(cast: Random, terms: Terms, day: int, nth: int) -> Job:
    """Answer a maintenance: every fourth is a large one; a package, stored value or voucher may pay."""
    if terms.electric:
        items, labour, parts = pick(cast, _ELECTRIC), between(cast, 10, 22) * 1000, between(cast, 4, 30) * 1000
    elif nth % 4 == 0:
        items, labour, parts = pick(cast, _LARGE), between(cast, 20, 36) * 1000, between(cast, 55, 140) * 1000
    else:
        items, labour, parts = pick(cast, _SMALL), between(cast, 10, 18) * 1000, between(cast, 23, 48) * 1000
    if day >= terms.bound_from:
        payer = _redeems(cast, terms, day)
        if payer is not None:
            due = labour + parts
            note = {"package": "套餐核销", "stored-value": "储值抵扣", "voucher": "代金券抵扣"}[payer]
            return Job("常规保养", items, labour, parts, due, 0, 0, due, payer, note)
    return _paid_by_owner(cast, terms, "常规保养", items, labour, parts)


def other(cast: Random, terms: Terms, day: int) -> Job:
    """Answer what brings a car between two maintenances."""
    sort = pick(cast, _OTHERS)
    if sort == "claim" and day <= terms.warranty_until:
        labour, parts = between(cast, 8, 24) * 1000, between(cast, 20, 160) * 1000
        return _paid_by("manufacturer", "保修索赔", pick(cast, _CLAIMS), labour, parts)
    if sort == "body":
        return _body(cast, terms)
    if sort == "accessories":
        return _paid_by_owner(cast, terms, "精品销售", pick(cast, _ACCESSORIES), 0, between(cast, 8, 180) * 1000)
    if sort in {"claim", "repair"}:
        return repair(cast, terms)
    return _without_charge(cast, sort)


def _without_charge(cast: Random, sort: str) -> Job:
    if sort == "rework":
        return Job("一般维修", "返修检查", 0, 0, 0, 0, 0, None, "owner", "返修")
    if sort == "internal":
        return Job("内部维修", "交车前整备", 8000, between(cast, 2, 30) * 1000, 0, 0, 0, None, "internal", "内部结算")
    return goodwill(cast, inspection=sort == "inspection")


def repair(cast: Random, terms: Terms) -> Job:
    """Answer a repair that is charged."""
    job = _paid_by_owner(
        cast, terms, "一般维修", pick(cast, _REPAIRS), between(cast, 8, 30) * 1000, between(cast, 11, 95) * 1000
    )
    return job if cast.random() < 0.8 else job._replace(days=1)


def goodwill(cast: Random, *, inspection: bool) -> Job:
    """Answer a job without charge: our inspector at the customer's, or a bulb, a fuse, a clamp."""
    if inspection:
        return Job("上门检测", "上门检测", 0, 0, 0, 0, 0, None, "owner", "")
    return Job("一般维修", pick(cast, _FREE_ITEMS), 0, 0, 0, 0, 0, None, "owner", "免费")


def _body(cast: Random, terms: Terms) -> Job:
    labour, parts = between(cast, 40, 350) * 1000, between(cast, 30, 900) * 1000
    if cast.random() < 0.82:
        job = _paid_by("insurer", "事故车维修", pick(cast, _BODY), labour, parts)
    else:
        job = _paid_by_owner(cast, terms, "事故车维修", pick(cast, _BODY), labour, parts // 3)
    return job._replace(days=between(cast, 1, 10))


def _paid_by(payer: str, kind: str, items: str, labour: int, parts: int, note: str = "") -> Job:
    due = labour + parts
    return Job(kind, items, labour, parts, due, 0, due, None, payer, note)


def _paid_by_owner(cast: Random, terms: Terms, kind: str, items: str, labour: int, parts: int) -> Job:
    due = labour + parts
    chance = cast.random()
    if chance < 0.008:
        return Job(kind, items, labour, parts, due, due, 0, None, "owner", "免单")
    if terms.company and chance < 0.09:
        return Job(kind, items, labour, parts, due, 0, 0, None, "owner", "挂账")
    discount = int(due * (5 + chance * 20)) // 10_000 * YUAN if chance < 0.4 else 0
    return Job(kind, items, labour, parts, due, discount, due - discount, None, "owner", "")


def _redeems(cast: Random, terms: Terms, day: int) -> str | None:
    """Answer which product pays this maintenance, or None for the owner."""
    chance = cast.random()
    if day <= terms.package_until:
        return "package" if chance < 0.85 else None
    if day <= terms.stored_until:
        return "stored-value" if chance < 0.6 else None
    return "voucher" if day <= terms.voucher_until and chance < 0.4 else None
