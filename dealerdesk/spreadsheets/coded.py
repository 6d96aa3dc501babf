"""The words that exports use for coded values: states, payers, sources, uses, customer types, sex, yes and no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.folding import fold_text
from dealerdesk.domain.visit import Payer, VisitState
from dealerdesk.spreadsheets.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.spreadsheets.sheet import Cell


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {fold_text(word): str(code) for code, listed in words.items() for word in listed.split()}


_STATES: Final = _table(
    {
        VisitState.SETTLED: """
        已结算 已完工结算 结算 完工结算 已结账 已结帐 已结清 已收款 已收银 已付款 已支付 已完成 完成 已关单
        已关闭 关闭 已结案 结案 挂账 已挂账 结算完成 已结算完成 正常结算 settled closed paid completed
        complete done invoiced
    """,
        VisitState.HANDED_OVER: """
        已出厂 出厂 已交车 交车 已离厂 离厂 已提车 已出站 已离店 已取车 handed-over handedover delivered
        checkedout
    """,
        VisitState.IN_WORKSHOP: """
        在修 未结算 待结算 维修中 在修中 在厂 施工中 作业中 已派工 派工 已完工 完工 待质检 质检中 已质检
        待料 停工 待交车 未完工 待收款 未收款 未结清 预结算 已提交结算 洗车中 inworkshop open inprogress
        unsettled pending wip
    """,
        VisitState.ARRIVED: """
        已接车 接车 接车中 已开单 开单 已登记 登记 待派工 已进厂 进厂 已进站 已预检 预检 新建 待维修 待施工
        arrived received new
    """,
        VisitState.VOID: """
        作废 已取消 取消 已作废 废单 已废弃 撤销 已撤销 已撤单 已删除 删除 已冲销 冲销 红冲 已红冲 冲红
        已冲红 退单 已退单 无效 void voided cancelled canceled
    """,
    }
)
_PAYERS: Final = _table(
    {
        Payer.OWNER: """
        客户 车主 自费 个人 客户付费 客户自费 客户自付 车主付费 车主自费 车主自付 自付 自费维修 顾客 用户
        用户付费 单位 客户支付 owner customer client self retail
    """,
        Payer.MANUFACTURER: """
        厂家 主机厂 索赔 厂方 厂商 保修 质保 三包 保修索赔 厂家索赔 厂家付费 厂家承担 厂家支付 主机厂付费
        主机厂索赔 索赔付费 免费保养 首保 厂家首保 首保索赔 生产厂家 manufacturer warranty factory oem
    """,
        Payer.INSURER: """
        保险 保险公司 保险付费 保险理赔 保险公司付费 保险公司支付 车险 理赔 事故保险 保险索赔 insurer
        insurance
    """,
        Payer.PACKAGE: """
        套餐 定保 保养套餐 套餐卡 定保套餐 套餐抵扣 套餐核销 套餐付费 保养卡 保养套餐卡 package prepaid
    """,
        Payer.STORED_VALUE: """
        储值 储值卡 会员卡 充值卡 预存 预存款 储值抵扣 余额 会员储值 预付卡 stored-value storedvalue balance
    """,
        Payer.VOUCHER: "券 代金券 优惠券 卡券 抵用券 抵扣券 现金券 服务券 保养券 voucher coupon",
        Payer.INTERNAL: """
        内部 内部结算 内部付费 内结 内部承担 本店 本店承担 店内 店内承担 自店 公司内部 公司承担 销售部
        售后部 internal inhouse
    """,
    }
)
_SOURCES: Final = _table(
    {
        "own": """
        自店销售 本店销售 自店 本店 自销 本店购车 自店购车 店内销售 本店客户 本店新车 自有客户 本店售出
        自店销售车 自售 own ownsale
    """,
        "other-store": """
        他店销售 外店销售 他店 外店 外店购车 他店购车 其他店 其它店 其他店销售 异地购车 外销 非本店销售
        非自店销售 非本店 外地购车 外店客户 他店客户 other-store otherstore otherdealer
    """,
        "passing": "过路车 过路 路过 过路客户 路过客户 散客 临时客户 流动客户 passing",
        "other-brand": """
        外品牌 他品牌 其他品牌 其它品牌 非本品牌 异品牌 外品牌车 外品牌车辆 other-brand otherbrand
    """,
        "unknown": "未知 不详 不明 unknown",
    }
)
_USES: Final = _table(
    {
        "private": """
        私家车 私家 家用 家庭自用 非营运 非运营 个人 私用 自用 私人 营转非 私车 家用车 private personal
    """,
        "company": """
        公务 公务用车 公务车 单位 单位用车 公司 公司用车 企业 企业用车 企业非营业 机关 机关用车 商务
        商务用车 公车 党政机关 company business corporate
    """,
        "operating": """
        营运 运营 营业 出租 出租车 的士 网约车 网约 租赁 租赁车 驾校 教练车 教练 货运 客运 出租客运 预约出租
        预约出租客运 公路客运 旅游客运 operating taxi ridehailing rental drivingschool commercial
    """,
    }
)
_CUSTOMER_TYPES: Final = _table(
    {
        "person": "个人 私人 个人客户 私人客户 自然人 个体 person individual private",
        "company": """
        单位 公司 企业 单位客户 公司客户 企业客户 集团 集团客户 大客户 团体 机构 法人 政府 机关 事业单位
        政府机关 company corporate business fleet government
    """,
    }
)
_SEXES: Final = _table({"male": "男 男性 先生 男士 m male man 1", "female": "女 女性 女士 小姐 f female woman 2"})
_SEX_UNKNOWN: Final = _table({"unknown": "未知 不详 保密 其他 未填 单位 公司 企业 unknown 0 无"})
_YES_NO: Final = _table(
    {
        "yes": """
        是 有 已 已加 已添加 已加微信 已添加微信 添加 y yes true t 1 √ ✓ ✔ 对 已关注 已绑定 on 好友
    """,
        "no": """
        否 无 未 未加 未添加 没有 未加微信 未添加微信 没加 n no false f 0 × x ✗ ✘ 不是 未关注 未绑定 off
    """,
    }
)
_INSURERS: Final = re.compile(r"保险|财险|产险|人保|平安|太平洋|太保|国寿|阳光|大地|中华联合")
_OPERATING: Final = re.compile(r"出租|网约|租赁|驾校|教练|货运|客运")


def state_of(cell: Cell) -> str | None:
    """Answer the VisitState of a state (Rulebook 3.1); None where empty. Raises ValueError for unknown words."""
    return _coded(cell, _STATES)


def payer_of(cell: Cell) -> str | None:
    """Answer the Payer, an insurer by its name too; None where empty. Raises ValueError for unknown words."""
    text = text_of(cell)
    if text is not None and fold_text(text) not in _PAYERS and _INSURERS.search(text):
        return Payer.INSURER.value
    return _coded(cell, _PAYERS)


def source_of(cell: Cell) -> str | None:
    """Answer the source code (Rulebook 3.7); None where empty. Raises ValueError for unknown words."""
    return _coded(cell, _SOURCES)


def use_of(cell: Cell) -> str | None:
    """Answer the use as coded (Rulebook 3.10); None where empty. Raises ValueError for unknown words."""
    text = text_of(cell)
    if text is not None and fold_text(text) not in _USES and _OPERATING.search(text):
        return "operating"
    return _coded(cell, _USES)


def customer_type_of(cell: Cell) -> str | None:
    """Answer `person` or `company`, or the store's own word as it stands; None where empty."""
    text = text_of(cell)
    return None if text is None else _CUSTOMER_TYPES.get(fold_text(text), text)


def sex_of(cell: Cell) -> str | None:
    """Answer `male` or `female`; None where empty or said to be unknown. Raises ValueError for other words."""
    text = text_of(cell)
    return None if text is None or fold_text(text) in _SEX_UNKNOWN else _coded(cell, _SEXES)


def yes_no_of(cell: Cell) -> bool | None:
    """Answer whether the cell says yes; None where empty. Raises ValueError for other words."""
    answer = _coded(cell, _YES_NO)
    return None if answer is None else answer == "yes"


def _coded(cell: Cell, table: Mapping[str, str]) -> str | None:
    text = text_of(cell)
    if text is None:
        return None
    code = table.get(fold_text(text))
    if code is None:
        raise ValueError(text)
    return code
