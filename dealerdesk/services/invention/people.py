"""Invented persons and companies: names, birthdays, phones, addresses, and what they wish."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.invented import InventedCustomer
from dealerdesk.services.invention.chance import between, deck, pick
from dealerdesk.services.invention.identities import customer_number, landline, mobile, short_mobile

if TYPE_CHECKING:
    from random import Random

SURNAMES: Final = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_RARE_SURNAMES: Final = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "令狐",
    "尉迟",
    "皇甫",
    "慕容",
    "逄",
    "亓",
    "佘",
    "麴",
    "乜",
    "仉",
    "禤",
    "符",
    "逯",
    "郗",
    "爨",
)
_MALE: Final = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭宁龙林阳建国志文东海峰晨睿泽喆犇"
_FEMALE: Final = "芳娜敏静丽艳娟霞秀燕玲婷雪慧莹洁琳倩颖怡欣佳梅兰英红萍蕾薇瑶璐晴岚淼"
_RARE_GIVEN: Final = ("𠮷", "镕", "堃", "翀", "昇", "祎", "龑", "彧")
_TOWNS: Final = ("海南", "海口", "琼岛", "南海", "三亚", "琼州")
_FIRMS: Final = (
    "金鹏",
    "恒达",
    "宏远",
    "华晟",
    "顺丰达",
    "椰风",
    "鑫海",
    "博远",
    "泰禾源",
    "海岳",
    "中琼",
    "万里行",
    "瑞泽",
    "联创",
    "佳航",
)
_TRADES: Final = ("商贸", "科技", "物流", "建筑工程", "旅游服务", "农业开发", "装饰工程", "咨询服务")
_OPERATORS: Final = ("出租汽车", "汽车租赁", "网约车服务", "驾驶培训")
_DISTRICTS: Final = deck(
    ("龙华区", 30), ("美兰区", 25), ("琼山区", 20), ("秀英区", 15), ("澄迈县", 5), ("文昌市", 3), ("定安县", 2)
)
_ROADS: Final = (
    "海府路",
    "滨海大道",
    "人民路",
    "长江路",
    "国贸路",
    "龙昆南路",
    "椰海大道",
    "白龙路",
    "和平大道",
    "新华路",
    "解放路",
    "琼州大道",
)
_TYPES: Final = deck(("普通客户", 80), ("重点客户", 10), ("老客户介绍", 7), ("员工亲友", 3))
_CHANNELS: Final[tuple[str | None, ...]] = deck(("call", 55), ("wechat", 28), ("message", 8), (None, 9))
_OCCUPATIONS: Final = deck(
    ("企业职员", 30),
    ("个体经营", 20),
    ("教师", 8),
    ("公务员", 8),
    ("医生", 5),
    ("司机", 5),
    ("工程师", 10),
    ("退休", 6),
    (None, 8),
)
_REFUSALS: Final = ("客户要求不再来电", "客户投诉电话打扰", "多次拒访", "客户在国外，不便接听")
_PERSON_PHONES: Final = deck(
    (("good",), 840),
    (("good", "good"), 60),
    (("good", "landline"), 20),
    (("bad", "good"), 20),
    (("bad",), 20),
    (("short",), 8),
    (("landline",), 12),
    ((), 20),
)
_COMPANY_PHONES: Final = deck((("good", "landline"), 40), (("good",), 35), (("landline",), 20), (("bad", "good"), 5))
_PHONES_A_CUSTOMER: Final = 4


def invent_person(cast: Random, index: int, which: int, today: date) -> InventedCustomer:
    """Answer the person who is the first (0) or second (1) owner of this car."""
    male = cast.random() < 0.56
    phones, bad_phones = _phones(cast, index, which, _PERSON_PHONES)
    district, address = _home(cast)
    channel = pick(cast, _CHANNELS)
    return InventedCustomer(
        number=customer_number(index, which),
        name=person_name(cast, male=male),
        kind="person",
        sex=None if cast.random() < 0.03 else "male" if male else "female",
        birthday=_birthday(cast, today),
        phones=phones,
        bad_phones=bad_phones,
        address=address,
        district=district,
        customer_type=pick(cast, _TYPES),
        preferred_channel=channel,
        occupation=pick(cast, _OCCUPATIONS),
        wechat=channel == "wechat" or cast.random() < 0.45,
        referrals=between(cast, 1, 4) if cast.random() < 0.06 else 0,
        do_not_call=_refusal(cast, today),
    )


def invent_company(cast: Random, index: int, today: date, *, operating: bool) -> InventedCustomer:
    """Answer the company that owns this car and perhaps the next ones."""
    phones, bad_phones = _phones(cast, index, 0, _COMPANY_PHONES)
    district, address = _home(cast)
    trade = pick(cast, _OPERATORS if operating else _TRADES)
    return InventedCustomer(
        number=customer_number(index, 0),
        name=f"{pick(cast, _TOWNS)}{pick(cast, _FIRMS)}{trade}有限公司",
        kind="company",
        sex=None,
        birthday=None,
        phones=phones,
        bad_phones=bad_phones,
        address=address,
        district=district,
        customer_type="大客户",
        preferred_channel="call",
        occupation=None,
        wechat=cast.random() < 0.6,
        referrals=0,
        do_not_call=_refusal(cast, today) if cast.random() < 0.3 else None,
    )


def person_name(cast: Random, *, male: bool) -> str:
    """Answer an invented name; one in forty has a rare surname, one in a hundred a rare character."""
    surname = pick(cast, _RARE_SURNAMES if cast.random() < 0.025 else SURNAMES)
    given = _MALE if male else _FEMALE
    first = pick(cast, _RARE_GIVEN) if cast.random() < 0.01 else pick(cast, given)
    return surname + first + (pick(cast, given) if cast.random() < 0.6 else "")


def _birthday(cast: Random, today: date) -> date | None:
    chance = cast.random()
    year = today.year - between(cast, 22, 68)
    if chance < 0.17:
        return None
    if chance < 0.175:
        return date(year - year % 4, 2, 29) if (year - year % 4) % 100 else date(year - year % 4 + 4, 2, 29)
    return date(year, 1, 1) + timedelta(days=between(cast, 0, 364))


def _phones(
    cast: Random, index: int, which: int, plans: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    phones: list[str] = []
    bad: list[str] = []
    for nth, plan in enumerate(pick(cast, plans)):
        number = (2 * index + which) * _PHONES_A_CUSTOMER + nth
        if plan == "landline":
            phones.append(landline(number))
            continue
        phones.append(short_mobile(cast, number) if plan == "short" else mobile(cast, number))
        if plan == "bad":
            bad.append(phones[-1])
    return tuple(phones), tuple(bad)


def _home(cast: Random) -> tuple[str, str]:
    district = pick(cast, _DISTRICTS)
    return district, f"{district}{pick(cast, _ROADS)}{between(cast, 1, 298)}号"


def _refusal(cast: Random, today: date) -> tuple[date, str] | None:
    if cast.random() >= 0.018:
        return None
    return today - timedelta(days=between(cast, 0, 900)), pick(cast, _REFUSALS)
