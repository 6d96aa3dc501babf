"""What care agents write down after calls, as they would: short, about the car, and about nobody real."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.services.invention.chance import pick

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_NOTES: Final[Mapping[str, tuple[str | None, ...]]] = {
    "completed": ("已提醒保养，客户说有时间就过来", "客户了解了，表示感谢", "已介绍本月工时优惠", None),
    "care-after-service": (
        "客户对服务满意，车子没有问题",
        "车况正常，提醒了下次保养时间",
        "客户说洗车不够干净，其他都满意",
        "客户满意，反映等待时间稍长",
        None,
    ),
    "interested": (
        "客户有意向，想先看看套餐价格",
        "对保养套餐感兴趣，已发微信资料",
        "想周末带家人一起来，等通知活动时间",
        "问了刹车片的价格，说再考虑一下",
    ),
    "appointment-made": ("已预约到店，提醒带好行驶证", "客户要求等待区休息，预计一个半小时取车", "已确认时间", None),
    "call-later": (
        "客户在开车，约好改天再打",
        "正在开会，请下午再联系",
        "客户在外地，回来再说",
        "带孩子不方便，晚点再打",
    ),
    "not-due": ("公里数还没到，到了再提醒", "车开得少，下个月再联系", "刚做过检查，里程未到"),
    "serviced-elsewhere": (
        "在小区旁边的修理厂做的保养，觉得近、方便",
        "在外面快修店做过了，说价格便宜一半",
        "朋友开的修理厂，一直在那里保养",
        "已在同品牌另一家店保养，离单位近",
    ),
    "used-elsewhere": ("车给孩子在外地开", "客户调到外地工作，车也开过去了", "车长期在老家用"),
    "car-sold": ("客户说车已经卖了", "车已置换，请不要再提醒"),
    "refused": ("客户说不需要，不愿多谈", "客户说太忙，不想接受回访", "客户表示有需要会自己联系"),
    "hung-up": ("刚介绍完就挂断了", None),
    "do-not-call": ("客户明确要求以后不要再来电，已登记",),
    "wrong-person": ("接电话的是家人，机主换了号码", "对方说不是车主"),
    "no-answer": (None, None, "响铃无人接听", "连打两遍没有人接"),
    "powered-off": (None, "关机"),
    "busy": (None, "占线"),
    "out-of-service": ("提示已停机",),
    "wrong-number": ("空号，需要更正号码", "打过去是别人，号码不对"),
    "incoming": (
        "客户来电问保养价格，已报价",
        "来电咨询续保，已转保险专员",
        "问新车年检怎么办，已说明流程",
        "来电问轮胎有没有货，已回复有现货",
        "客户来电问取车时间",
    ),
    "birthday": ("已发送生日祝福", "祝客户生日快乐，附保养券一张"),
}
_FOR_NEXT: Final = (
    "下午五点后打比较方便",
    "请打普通话，客户听不太清楚",
    "客户关心价格，先说优惠再邀约",
    "加微信后联系更方便",
    "周末才有空到店",
    "车一般是爱人在开，保养的事问爱人",
)
_MINDED: Final = 0.05

PURPOSES: Final = (
    "常规保养",
    "常规保养",
    "常规保养",
    "更换刹车片",
    "空调检查",
    "底盘异响检查",
    "更换轮胎",
    "保养并四轮定位",
)
OFFERS: Final = (None, None, "工时八折", "免费洗车", "赠送玻璃水一瓶")
CANCELLED: Final = ("客户临时出差", "家里有事，改天再约", "车被家人开走了", "天气不好，不来了")

_BECAUSE: Final[Mapping[str, str]] = {
    "attitude": "嫌接待态度不热情",
    "quality": "对上次维修质量不放心",
    "price": "觉得价格偏高",
    "distance": "嫌离家远",
    "waiting": "嫌等待时间长",
    "assigned": "单位指定在别处保养",
    "other": "有其他原因",
}


def note(cast: Random, about: str) -> str | None:
    """Answer what the agent wrote down about a call of that sort, or nothing."""
    return pick(cast, _NOTES[about])


def for_next(cast: Random) -> str | None:
    """Answer what the next caller should know, if anything."""
    return pick(cast, _FOR_NEXT) if cast.random() < _MINDED else None


def survey_note(reasons: tuple[str, ...]) -> str:
    """Answer the note on a survey, by the reasons that were given in it."""
    told = "，".join(_BECAUSE[reason] for reason in reasons if reason in _BECAUSE)
    return f"客户{told}，已邀请回店" if told else "已说明定期保养的好处，邀请到店"
