"""What a desk is busy with today: cars expected, complaints that are open, what waits for the manager."""

from __future__ import annotations

from collections import deque
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.services.invention import phrases
from dealerdesk.services.invention.chance import between, pick
from dealerdesk.services.invention.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.invented import InventedTalk
    from dealerdesk.services.invention.talk import About

STRETCH: Final = 1_500
"""Cars of a usual store: so many cars have the errands of one desk."""

_SELDOM: Final = 5
"""Of so many stretches of a large store one has complaints and flags: few stores wait for so many."""


class Errand(NamedTuple):
    """Something that is under way with one of the next cars: from which index on, what, and which of its kind."""

    place: int
    what: str
    nth: int = 0


_TODAY: Final = (time(9), time(9), time(10, 30), time(14, 30), time(16))
_AHEAD: Final = (time(9, 30), time(14), time(10), time(15, 30))
_EXPECTED: Final = len(_TODAY) + 12
_ERRANDS: Final = sorted(
    (
        *(Errand(40 + 80 * nth, "expected", nth) for nth in range(_EXPECTED)),
        Errand(150, "complaint", 0),
        Errand(310, "flag", 0),
        Errand(430, "complaint", 1),
        Errand(520, "complaint", 2),
        Errand(640, "flag", 1),
        Errand(760, "complaint", 3),
        Errand(910, "flag", 2),
        Errand(1_030, "complaint", 4),
        Errand(1_240, "complaint", 5),
    )
)


class Errands:
    """The errands of a store, handed to the first cars that they fit, in the order of the cars."""

    def __init__(self) -> None:
        self._open: deque[Errand] = deque()
        self._next = 0

    def pass_by(self, index: int) -> None:
        """Open the errands that begin at a car."""
        stretch, place = divmod(index, STRETCH)
        if place == 0:
            self._next = 0
            self._open.clear()
        while self._next < len(_ERRANDS) and _ERRANDS[self._next].place <= place:
            errand = _ERRANDS[self._next]
            self._next += 1
            if errand.what == "expected" or stretch % _SELDOM == 0:
                self._open.append(errand._replace(nth=errand.nth + stretch * _EXPECTED * (errand.what == "expected")))

    def first(self) -> Errand | None:
        """Answer the errand that has waited longest."""
        return self._open[0] if self._open else None

    def done(self) -> None:
        """Take that one away."""
        self._open.popleft()


def errand_for(about: About, errands: Errands) -> InventedTalk | None:
    """Answer the talk of a car that the waiting errand fits, which then is done; None where it does not fit."""
    errand = errands.first()
    if errand is None:
        return None
    car = about.car
    if car.departure is not None or car.source not in {"own", "other-store"} or not car.visits:
        return None
    since = about.today - car.visits[-1].date_in.toordinal()
    shortest, longest = _SINCE[errand.what]
    if not shortest <= since <= longest or car.visits[-1].state in {"arrived", "in-workshop", "void"}:
        return None
    errands.done()
    talk = Talk(about)
    _DO[errand.what](talk, errand.nth)
    return talk.whole()


def _expected(talk: Talk, nth: int) -> None:
    """A car that is expected today, or in the next days."""
    about, place = talk.about, nth % _EXPECTED
    later, days = place - len(_TODAY), about.days.ahead
    day, at = about.days.today, _TODAY[place % len(_TODAY)]
    if later >= 0 and days:
        day, at = days[later % len(days)], _AHEAD[later // len(days) % len(_AHEAD)]
    booked = about.days.before(about.today, between(about.cast, 1, 6))
    agreed = date.fromordinal(booked or about.today - 1)
    contact = talk.contact(agreed, "appointment-made", "maintenance")
    advisors = about.team.present
    talk.appointment(
        day, agreed, "booked", at=at, contact=contact, advisor=advisors[(nth + nth // _EXPECTED) % len(advisors)],
        purpose=pick(about.cast, phrases.PURPOSES),
    )  # fmt: skip


_FRESH: Final = 2
"""The complaints after the first, up to this one, came in yesterday."""


class _Grief(NamedTuple):
    """A complaint as it is told."""

    category: str
    happened: str
    wanted: str
    department: str
    solution: str


_GRIEFS: Final = (
    _Grief(
        "service-quality",
        "做完保养第二天仪表又亮保养灯，客户说来回跑了两趟",
        "希望免费检查并说明原因",
        "车间",
        "保养灯未复位，已上门复位并致歉",
    ),
    _Grief(
        "price",
        "结算时比电话里说的贵了一百多，事先没有人说明",
        "要求退差价",
        "前台",
        "核对工单，按电话报价退还差额",
    ),
    _Grief("product", "新换的雨刮有异响，下雨天看不清", "要求更换", "配件", "更换同型号雨刮，客户满意"),
    _Grief(
        "service-quality",
        "预约九点到店，等到十点半才接车",
        "希望预约能准时",
        "前台",
        "向客户致歉，赠送洗车一次",
    ),
    _Grief("other", "洗车时后视镜被划了一道", "要求补漆", "车间", "已免费补漆，客户确认"),
    _Grief("price", "套餐还有一次没用，前台说过期不能用", "要求延期使用", "前台", "经理同意延期三个月"),
)


def _complaint(talk: Talk, nth: int) -> None:
    """Complaints: the first is over its days, two are open, the others were solved in time."""
    about, grief = talk.about, _GRIEFS[nth % len(_GRIEFS)]
    advisors = about.team.present
    handler = advisors[nth % len(advisors)]
    told = {"category": grief.category, "happened": grief.happened, "wanted": grief.wanted}
    told["department"] = grief.department
    if nth == 0:
        day = date.fromordinal(about.days.before(about.today - 2, 1) or about.today - 3)
        contact = talk.contact(day, "complaint", "other", note=grief.happened, incoming=True)
        talk.complaint(contact, **told, state="handling", handler=handler)
    elif nth <= _FRESH:
        day, assigned = date.fromordinal(about.today - 1), nth == _FRESH
        contact = talk.contact(
            day, "complaint", "other", note=grief.happened, channel="reception", incoming=True, agent=handler
        )
        talk.complaint(
            contact, **told, state="assigned" if assigned else "received", handler=handler if assigned else None
        )
    else:
        _solved(talk, grief, handler)


def _solved(talk: Talk, grief: _Grief, handler: str) -> None:
    """A complaint that was solved the day after, and closed when the customer had confirmed it."""
    about = talk.about
    visit = about.car.visits[-1].date_in.toordinal()
    day = about.days.on_or_after(visit + 1)
    if day is None or day + 3 >= about.today:
        return
    contact = talk.contact(date.fromordinal(day), "complaint", "other", note=grief.happened, incoming=True)
    solved, told = date.fromordinal(day + 1), date.fromordinal(day + 2)
    talk.complaint(
        contact, category=grief.category, happened=grief.happened, wanted=grief.wanted, department=grief.department,
        state="closed", handler=handler, solution=grief.solution, solved_on=solved, told_on=told, confirmed_on=told,
        closed_on=told,
    )  # fmt: skip


_FLAGS: Final = (
    ("客户要求经理亲自回电，谈旧车置换的价格", None),
    ("客户有三台车，想谈一个车队保养的协议价", None),
    ("客户说上次答应的礼品一直没有给", "礼品已寄出，并致电说明"),
)


def _flag(talk: Talk, nth: int) -> None:
    """What the manager should see: two of them wait, one was solved."""
    about, (what, solution) = talk.about, _FLAGS[nth % len(_FLAGS)]
    steps = between(about.cast, 1, 3) if solution is None else between(about.cast, 20, 40)
    day = about.days.before(about.today, steps)
    if day is None:
        return
    contact = talk.contact(date.fromordinal(day), "completed", "maintenance", note=what)
    solved_on = None if solution is None else date.fromordinal(day) + timedelta(days=1)
    talk.flag(contact, what, solved_on=solved_on, solution=solution)


_SINCE: Final[Mapping[str, tuple[int, int]]] = {"expected": (150, 420), "complaint": (7, 120), "flag": (60, 400)}
_DO: Final[Mapping[str, Callable[[Talk, int], None]]] = {
    "expected": _expected,
    "complaint": _complaint,
    "flag": _flag,
}
