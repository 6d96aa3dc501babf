"""Lines of an export that are no data: totals below the rows, and what a printout repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.folding import fold_width
from dealerdesk.spreadsheets.sheet import is_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerdesk.spreadsheets.sheet import Cell

_TOTAL: Final = re.compile(
    r"(?:本页|本单|全部|所有|当前页|报表)?(?:合计|总计|小计|累计|总合计|共计)(?:[::(\d].*)?"
    r"|(?:共|总共|合计|总计|共计|共有)\d+(?:条|台|单|行|笔|辆|页|项|次|台次|个).*"
    r"|总(?:台次|条数|记录数|行数|金额)[::]?\d*"
    r"|记录数[::]?\d*"
    r"|第\d+页.*|页码[::].*"
    r"|(?:打印|导出|制表|制单|查询)(?:时间|日期|人|人员|员)[::].*"
    r"|(?:grand|sub)?-?totals?[::]?.*"
    r"|\d+(?:rows?|records?)",
    re.IGNORECASE,
)


def says_total(cells: Sequence[Cell]) -> bool:
    """Answer whether the row's first filled cell says that it is a total or a footer, not data."""
    first = next((cell for cell in cells if not is_empty(cell)), None)
    return isinstance(first, str) and _TOTAL.fullmatch("".join(fold_width(first).split())) is not None
