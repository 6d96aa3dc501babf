"""The words that old call records use: by which channel, in which direction, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.folding import fold_text
from dealerdesk.domain.followup import Disposition
from dealerdesk.spreadsheets.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.spreadsheets.sheet import Cell


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {fold_text(word): str(code) for code, listed in words.items() for word in listed.split()}


_CHANNELS: Final = _table(
    {
        Channel.CALL: "电话 手机 电话回访 电话跟踪 去电 来电 座机 致电 call phone telephone",
        Channel.WECHAT: "微信 企微 企业微信 微信回访 wechat",
        Channel.MESSAGE: "短信 短消息 信息 短信回访 sms message text",
        Channel.LETTER: "信函 信件 邮寄 书信 信函回访 letter mail post",
        Channel.HOUSE_VISIT: "上门 上门拜访 家访 拜访 上门回访 housevisit",
        Channel.RECEPTION: "到店 面谈 当面 店内 前台 接待 现场 reception inperson",
    }
)
_RESULTS: Final = _table(
    {
        Disposition.COMPLETED: """
        完成 已完成 成功 回访成功 已回访 回访完成 接通 已接通 正常 有效 有效回访 满意 无异常 正常接听 已接听 接听
        completed complete done success reached connected answered ok
    """,
        Disposition.INTERESTED: "有意向 意向 有兴趣 考虑 考虑中 再考虑 会考虑 考虑来店 interested",
        Disposition.APPOINTMENT: """
        已预约 预约 预约成功 预约到店 同意来店 预约进店 预约进站 appointment booked appointmentmade
    """,
        Disposition.CALL_LATER: """
        改约 稍后 稍后回访 稍后联系 再联系 下次再打 不方便 不便接听 暂不方便 忙稍后 约定回访 再次回访 待回访
        callback callbacklater calllater later
    """,
        Disposition.COMPLAINT: "投诉 抱怨 客户投诉 有投诉 不满 不满意 complaint",
        Disposition.NOT_DUE: "里程未到 未到里程 未到期 未到保养 未到保养期 公里数未到 未到保养里程 notdue notdueyet",
        Disposition.SERVICED_ELSEWHERE: """
        已在外保养 在外保养 外面保养 已外保 外修 已在他店保养 他店保养 已保养 在外维修 servicedelsewhere
    """,
        Disposition.USED_ELSEWHERE: "异地使用 异地 外地 车在外地 外地使用 不在本地 usedelsewhere moved",
        Disposition.CAR_SOLD: "车辆转让 已转让 车已卖 已卖 已卖车 卖车 过户 已过户 车辆已售 置换 已置换 carsold sold",
        Disposition.REFUSED: "拒访 拒绝 拒绝回访 不愿回访 拒接 不愿意 拒绝接受 拒绝来访 refused declined",
        Disposition.HUNG_UP: "挂断 挂机 中途挂断 接通挂断 hungup hangup",
        Disposition.WRONG_PERSON: "非本人 非车主 非车主本人 不是本人 他人接听 wrongperson",
        Disposition.NO_ANSWER: """
        无人接听 未接 未接听 没人接 没人接听 无应答 未接通 无法接通 未通 打不通 无人接 不接 noanswer unanswered
        notreached notconnected
    """,
        Disposition.POWERED_OFF: "关机 已关机 poweredoff phoneoff off",
        Disposition.BUSY: "占线 忙线 通话中 正在通话 忙音 正忙 用户忙 busy engaged",
        Disposition.OUT_OF_SERVICE: "停机 已停机 欠费 欠费停机 暂停服务 outofservice suspended",
        Disposition.WRONG_NUMBER: "空号 错号 号码错误 错误号码 电话错误 号码不存在 无此号码 wrongnumber invalidnumber",
    }
)
_INCOMING: Final = frozenset(map(fold_text, "呼入 来电 打入 接入 incoming inbound in".split()))  # noqa: SIM905
_OUTGOING: Final = frozenset(map(fold_text, "呼出 去电 拨出 打出 外呼 outgoing outbound out".split()))  # noqa: SIM905


def channel_of(cell: Cell) -> str | None:
    """Answer the code of a channel; None where the cell is empty. Raises ValueError for a word that nobody knows."""
    return _coded(cell, _CHANNELS)


def result_of(cell: Cell) -> str | None:
    """Answer the disposition that a word means; None where the cell is empty. Raises ValueError for an unknown one."""
    return _coded(cell, _RESULTS)


def incoming_of(cell: Cell) -> bool | None:
    """Answer whether the customer rang; None where the cell is empty. Raises ValueError for a word nobody knows."""
    text = text_of(cell)
    if text is None:
        return None
    folded = fold_text(text)
    if folded in _INCOMING or folded in _OUTGOING:
        return folded in _INCOMING
    raise ValueError(text)


def _coded(cell: Cell, table: Mapping[str, str]) -> str | None:
    text = text_of(cell)
    if text is None:
        return None
    code = table.get(fold_text(text))
    if code is None:
        raise ValueError(text)
    return code
