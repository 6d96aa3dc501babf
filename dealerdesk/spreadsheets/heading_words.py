"""The headings that dealerships' systems use, for each field of a vehicle, a visit and a call.

A heading is written in its normal form (see `headings.heading_keys`): no spaces, punctuation, or units. The first
word of a field that a file has is the field's column. Words after the bar are weak: they are taken only where no
column is the field's by a strong word, and no other field's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.spreadsheets.sheet import Kind

_PLATE: Final = """
    车牌号 车牌号码 车牌 牌照号 牌照号码 牌照 车号 号牌号码 号牌 车辆牌照 牌号 车牌照 车牌照号 车辆号牌
    plateno plate platenumber licenseplate licenceplate licenseplateno licenceplateno regno registrationno
    registrationnumber
"""
_VIN: Final = """
    vin 车架号 vin码 vin号 vin车架号 车架号vin 车架号码 底盘号 底盘号码 车辆识别代号 车辆识别码 车辆识别号
    车辆识别代码 车辆识别代号vin 大架号 车身号 识别码 底盘号vin 车架号底盘号 vin底盘号 vinno vinnumber
    vincode chassisno chassisnumber chassis frameno framenumber
"""
_NAME: Final = """
    客户名称 客户姓名 车主 车主姓名 车主名称 客户名 车主名 用户姓名 用户名称 顾客姓名 顾客名称 会员姓名
    车主客户名称 单位名称 公司名称 customername customer owner ownername clientname client | 姓名 名称 客户
    用户 顾客 送修人 name
"""
_PHONE: Final = """
    联系电话 手机 移动电话 手机号 手机号码 电话 电话号码 联系手机 车主电话 车主手机 客户电话 客户手机
    联系方式 联系号码 移动电话号码 手机1 电话1 联系电话1 车主联系电话 客户联系电话 手机电话 联系人电话
    联系人手机 送修人电话 mobile mobileno mobilephone phone phoneno phonenumber telephone tel cellphone
    contactphone contactnumber
"""
_NOTE: Final = "备注 备注说明 备注信息 说明 附注 note notes remark remarks comment comments memo"

_VEHICLES: Final = {
    "customer_number": """
        客户编号 客户代码 客户号 客户编码 客户id 车主编号 车主代码 会员编号 会员号 客户档案号 档案号
        档案编号 用户编号 顾客编号 customernumber customerno customerid customercode clientno | 编号
    """,
    "customer_name": _NAME,
    "sex": "性别 客户性别 车主性别 sex gender",
    "birthday": "生日 出生日期 出生年月 出生年月日 客户生日 车主生日 birthday dateofbirth birthdate dob",
    "phone": _PHONE,
    "address": """
        地址 联系地址 客户地址 车主地址 通讯地址 通信地址 家庭地址 住址 详细地址 家庭住址 邮寄地址 单位地址
        address
    """,
    "district": "区域 区县 所在区 所在区域 行政区 地区 所属区域 区 县区 市区县 district area region county",
    "customer_type": """
        客户类型 客户类别 客户性质 车主性质 车主类型 车主类别 用户性质 用户类型 客户分类 单位个人 个人单位
        customertype ownertype | 类型 类别 性质 type
    """,
    "plate": _PLATE,
    "vin": _VIN,
    "model": """
        车型 车系 车型名称 车系名称 车辆型号 品牌车型 车型车系 车款 车型描述 品牌型号 厂牌型号 车辆车型
        model vehiclemodel carmodel series | 型号 车型代码 品牌
    """,
    "drive": """
        动力类型 能源类型 燃料类型 动力 燃料种类 燃油类型 能源种类 动力形式 驱动类型 燃料 drive fuel
        fueltype powertrain energy energytype
    """,
    "delivered": """
        购车日期 交车日期 销售日期 交付日期 提车日期 购车时间 交车时间 销售时间 购买日期 交付时间 提车时间
        购车日 交车日 delivered deliverydate delivereddate datedelivered purchasedate saledate salesdate |
        开票日期 发票日期 购车发票日期
    """,
    "registered": """
        上牌日期 登记日期 初次登记日期 初登日期 注册日期 车辆注册日期 首次登记日期 上牌时间 行驶证登记日期
        初次登记 registered registrationdate firstregistration dateregistered
    """,
    "source": """
        客户来源 车辆来源 来源 车源 来源类型 销售来源 购车来源 销售渠道 客户来源类型 车辆来源类型 购车渠道
        source vehiclesource customersource | 渠道
    """,
    "advisor": """
        责任服务顾问 责任sa 服务顾问 专属服务顾问 专属顾问 专属sa 责任顾问 所属服务顾问 归属服务顾问
        服务专员 维护顾问 售后顾问 所属顾问 responsibleadvisor serviceadvisor advisor adviser sa
    """,
    "use": "使用性质 车辆用途 用途 车辆性质 使用类型 车辆使用性质 营运性质 use usage vehicleuse",
    "warranty_end": """
        质保到期日 质保到期日期 质保到期 保修截止日期 保修到期日 保修到期日期 保修到期 质保截止日期 质保截止
        质保终止日期 质保期至 保修期至 保修截止日 质保截止日 保修结束日期 质保结束日期 三包到期日
        三包到期日期 质保止期 保修止期 warrantyend warrantyenddate warrantyexpiry warrantyuntil
    """,
    "insurance_end": """
        保险到期日 保险到期日期 保险止期 保险到期 保险截止日期 保险终止日期 保险期至 商业险到期日
        商业险到期日期 商业险到期 商业险止期 保险截止 保险结束日期 续保日期 续保到期日 车险到期日
        车险到期日期 insuranceend insuranceenddate insuranceexpiry insuranceuntil | 交强险到期日
        交强险到期日期 交强险到期 交强险止期
    """,
    "insurance_company": "保险公司 承保公司 投保公司 保险公司名称 承保保险公司 insurancecompany insurer",
    "inspection_end": """
        年检到期日 年检到期日期 年审日期 年检日期 年检到期 年审到期日 年审到期日期 年审到期 验车到期日
        检验有效期 检验有效期至 年检有效期 年检截止日期 年审截止日期 年检期至 年检止期 inspectionend
        inspectionenddate inspectionexpiry inspectiondue motdue
    """,
    "wechat": """
        是否加微信 微信 是否添加微信 已加微信 加微信 是否有微信 是否企微 企业微信 是否加企微 是否添加企微
        企微 微信添加 微信状态 是否关注微信 wechat wechatadded onwechat
    """,
    "extended_warranty_end": """
        延保到期日 延保到期日期 延保截止 延保到期 延保截止日期 延保止期 延保终止日期 延保期至 延保结束日期
        延长保修到期日 延长保修到期日期 extendedwarrantyend extendedwarranty extendedwarrantyexpiry
        extendedwarrantyuntil | 延保
    """,
    "prepaid_end": """
        保养套餐到期日 保养套餐到期日期 定保截止 定保到期日 定保到期日期 套餐到期日 套餐到期日期 套餐到期
        套餐截止日期 定保到期 定保截止日期 定保止期 保养套餐截止日期 套餐截止 套餐止期 保养套餐到期
        套餐有效期 套餐有效期至 prepaidend prepaidmaintenanceend packageend packageexpiry | 定保 保养套餐
    """,
    "stored_value": """
        储值余额 储值金额 储值卡余额 会员卡余额 卡余额 预存余额 充值余额 储值 账户余额 会员余额 storedvalue
        balance prepaidbalance | 余额
    """,
    "occupation": "职业 客户职业 车主职业 行业 occupation profession job",
    "note": _NOTE,
}

_VISITS: Final = {
    "order_no": """
        工单号 委托书号 派工单号 结算单号 工单编号 委托书编号 维修工单号 维修单号 施工单号 委托单号
        维修委托书号 维修工单 订单号 单据号 单据编号 接车单号 任务委托书号 ro号 ro单号 修理单号 作业单号
        服务单号 派工单编号 结算单编号 业务单号 维修编号 施工单编号 委托单编号 作业单编号 服务工单号 orderno
        ordernumber repairorder repairorderno repairordernumber rono ronumber ro workorder workorderno jobno
        jobnumber jobcard jobcardno invoiceno | 单号 工单 委托书 编号 流水号 order
    """,
    "plate": _PLATE,
    "vin": _VIN,
    "customer_name": _NAME,
    "phone": _PHONE,
    "date_in": """
        进厂日期 进店日期 进站日期 来厂日期 接车日期 接车时间 进厂时间 开单日期 开单时间 维修日期 到店日期
        来店日期 进店时间 进站时间 来厂时间 送修日期 送修时间 到厂日期 入厂日期 入厂时间 到店时间 来店时间
        到站日期 工单日期 委托日期 委托书日期 派工日期 派工时间 登记日期 登记时间 工单开单日期 工单创建时间
        工单创建日期 开工日期 维修时间 服务日期 业务日期 datein checkin checkindate arrivaldate arrived
        datearrived opendate dateopened openingdate receiveddate visitdate servicedate orderdate | 日期 时间
        单据日期 制单日期 创建日期 创建时间 date
    """,
    "date_settled": """
        结算日期 结算时间 结账日期 结账时间 结帐日期 结帐时间 收款日期 收款时间 收银日期 收银时间
        完工结算日期 完工结算时间 结清日期 datesettled settled settlementdate settleddate dateclosed
        closeddate closedate invoicedate
    """,
    "date_out": """
        出厂日期 出厂时间 离厂日期 离厂时间 出站日期 出站时间 交车日期 交车时间 提车日期 提车时间 离店日期
        离店时间 出店日期 取车日期 取车时间 实际交车时间 实际交车日期 dateout checkout checkoutdate
        departuredate handoverdate handedover
    """,
    "odometer": """
        进厂里程 行驶里程 公里数 表底里程 里程 里程数 进站里程 进店里程 行驶公里 行驶公里数 表显里程
        里程表读数 本次里程 当前里程 来厂里程 入厂里程 行驶里程数 公里 进厂公里数 到店里程 维修里程 接车里程
        进厂里程数 本次进厂里程 里程表 odometer odometerin odometerreading mileage mileagein kilometers
        kilometres km | 出厂里程
    """,
    "kind": """
        维修类型 业务类型 维修类别 工单类型 修理类型 服务类型 维修种类 业务类别 维修性质 作业类型 委托类型
        修理类别 工单类别 服务类别 维修业务类型 修理性质 单据类型 repairtype servicetype ordertype jobtype
        worktype kind | 类型 类别 type
    """,
    "advisor": """
        服务顾问 接车员 接待顾问 责任sa 接待人 接待员 服务接待 业务接待 业务接待员 接车人 接车顾问 sa
        前台接待 维修顾问 服务顾问姓名 接待人员 接车sa 开单人 服务顾问名称 接待 advisor adviser
        serviceadvisor receptionist receivedby | 责任服务顾问 制单人 经办人
    """,
    "items": """
        维修项目 项目 维修内容 作业项目 维修项目名称 项目名称 施工项目 服务项目 作业内容 修理项目 工时项目
        项目明细 维修项目明细 维修项目内容 施工内容 服务内容 主要维修项目 items jobs work workdone
        description jobdescription | 故障描述 内容 客户描述 报修内容
    """,
    "labour": """
        工时费 工时金额 工时费用 维修工时费 人工费 工费 工时费合计 工时费金额 工时费小计 工时收入 工时产值
        labour labor labourcost laborcost labouramount laboramount labourcharge laborcharge | 工时 人工
    """,
    "parts": """
        材料费 配件费 配件金额 材料金额 零件费 配件费用 备件费 备件金额 零件金额 材料费用 配件材料费
        材料费合计 配件费合计 零件费用 备件费用 料费 配件收入 配件产值 物料费 parts partscost partsamount
        material materials materialcost partscharge | 配件 材料 零件 备件
    """,
    "due": """
        应收金额 应收 应收合计 应收款 应收总额 应收总金额 应收费用 总金额 合计金额 费用合计 金额合计
        工单金额 工单总金额 维修金额 总费用 维修费合计 维修总金额 应收费 应付金额 折前金额 优惠前金额 原价
        原价合计 产值 due amountdue totaldue grossamount gross subtotal | 合计 总计 总额 结算金额 total
    """,
    "discount": """
        优惠金额 折扣 优惠 折扣金额 减免金额 让利金额 折让金额 优惠合计 折让 减免 让利 优惠总额 折扣合计
        优惠额 折扣额 优惠折扣 抹零优惠 discount discountamount discounts rebate | 抹零 抹零金额
    """,
    "paid": """
        实收金额 实收 结算金额 收款金额 实收合计 实收款 实付金额 实收总额 已收金额 收款合计 结算总额
        结算合计 实际收款 实际金额 实收总金额 结算总金额 实际收费 收费金额 收款额 实结金额 折后金额
        优惠后金额 paid amountpaid paidamount totalpaid received amountreceived netamount net | 金额 费用
        收费 付款金额 amount
    """,
    "payer": """
        付款方 结算对象 付款对象 付费对象 结算方 付费方 付款单位 结算单位 付款类型 付费类型 收费对象
        收费类别 收费区分 付款人 支付方 费用承担方 费用承担 账类 结算类型 付费类别 收费类型 付费性质
        结算性质 支付对象 费用类型 费用归属 payer paidby billto paytype payertype | 付费方式 结算客户
    """,
    "redeemed": """
        核销金额 抵扣金额 储值抵扣 套餐抵扣 卡券抵扣 代金券金额 抵用金额 套餐核销金额 卡券核销金额
        储值抵扣金额 套餐抵扣金额 卡券抵扣金额 储值支付 会员卡支付 券抵扣 代金券抵扣 优惠券抵扣 卡券金额
        套餐金额 储值卡支付 redeemed redeemedvalue voucher voucheramount
    """,
    "state": """
        工单状态 状态 结算状态 单据状态 委托书状态 维修状态 订单状态 单据状态名称 施工状态 业务状态 state
        status orderstatus orderstate
    """,
    "internal": "是否内部 内部工单 是否内部工单 是否内部结算 内部 内部单 internal isinternal",
    "note": _NOTE + " | 结算备注 维修备注 工单备注",
}

_CALLS: Final = {
    "called": """
        回访日期 回访时间 通话日期 通话时间 拨打日期 拨打时间 呼叫日期 呼叫时间 呼出时间 联系日期 联系时间
        致电日期 致电时间 跟踪日期 跟踪时间 访问日期 跟进日期 跟进时间 实际回访日期 实际回访时间 calldate calltime
        calledon calledat contactdate contacttime dateofcall datecalled
    """,
    "hour": "时刻 通话时刻 回访时刻 拨打时刻 timeofday hour",
    "plate": _PLATE,
    "vin": _VIN,
    "customer_name": _NAME,
    "phone": _PHONE,
    "agent": """
        回访人 回访人员 回访员 回访专员 客服 客服专员 客服人员 坐席 坐席姓名 话务员 拨打人 拨打人员 通话人
        跟踪人 跟踪人员 跟进人 跟进人员 联系人员 致电人 agent caller calledby careagent operator | 经办人 操作人 录入人
    """,
    "channel": "回访方式 沟通方式 跟踪方式 跟进方式 联系渠道 沟通渠道 回访渠道 channel contactmethod | 渠道 方式",
    "incoming": "呼叫方向 通话方向 呼入呼出 呼叫类型 direction calldirection",
    "result": """
        回访结果 通话结果 呼叫结果 拨打结果 联系结果 跟踪结果 跟进结果 接通情况 接通状态 通话状态 回访状态 呼叫状态
        callresult calloutcome disposition outcome | 结果 result
    """,
    "topic": """
        回访类型 回访类别 回访目的 回访主题 任务类型 通话类型 跟踪类型 跟踪目的 回访项目 purpose calltype topic reason |
        类型 类别 主题
    """,
    "note": """
        回访内容 通话内容 沟通内容 跟踪内容 跟进内容 通话记录 回访记录 跟踪记录 客户反馈 客户意见 反馈内容 回访备注
        通话备注 conversation feedback callnote callnotes | 备注 备注说明 备注信息 说明 附注 内容 note notes
        remark remarks comment comments memo
    """,
}


def _parted(table: Mapping[str, str]) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Part each field's words at the bar."""
    parts = {field: words.partition("|") for field, words in table.items()}
    strong = {field: tuple(before.split()) for field, (before, _, _) in parts.items()}
    return strong, {field: tuple(after.split()) for field, (_, _, after) in parts.items()}


WORDS: Final[Mapping[Kind, tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]]] = {
    "vehicles": _parted(_VEHICLES),
    "visits": _parted(_VISITS),
    "calls": _parted(_CALLS),
}
"""For each kind, the strong and the weak words of each field."""

REQUIRED: Final[Mapping[Kind, tuple[tuple[str, ...], ...]]] = {
    "vehicles": (("plate", "vin"),),
    "visits": (("order_no",), ("date_in",), ("plate", "vin")),
    "calls": (("called",), ("plate", "vin", "phone"), ("result", "note")),
}
"""What a file must have to be read at all: of each group, one field."""
