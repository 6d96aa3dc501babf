"""How numbers, money, kilometres and days are written in each language; by hand, since Babel is slow to load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from dealerdesk.domain.calendar import Month
    from dealerdesk.words.language import Language

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_WEEKDAYS: Final = "一二三四五六日"
_SIZES: Final = ("bytes", "KB", "MB", "GB", "TB")


class Formats:
    """What both languages write alike: numbers, money in yuan, shares, sizes of files."""

    unknown: Final = "—"
    """What stands where nothing is known."""

    def number(self, number: int | Decimal) -> str:
        """Write a number with its thousands grouped."""
        return f"{number:,}"

    def money(self, fen: int) -> str:
        """Write an amount, given in fen, in yuan with two places."""
        yuan, rest = divmod(abs(fen), 100)
        return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"

    def share(self, part: int, whole: int) -> str:
        """Write part of a whole in per cent with one place, rounded half up; unknown where the whole is none."""
        if whole <= 0:
            return self.unknown
        tenths = (2000 * part + whole) // (2 * whole)
        return f"{tenths // 10}.{tenths % 10}%"

    def size(self, count: int) -> str:
        """Write the size of a file, given in bytes."""
        amount, unit = float(count), 0
        while amount >= 1000 and unit < len(_SIZES) - 1:
            amount, unit = amount / 1000, unit + 1
        return f"{amount:.1f} {_SIZES[unit]}" if unit else f"{count} {_SIZES[0]}"

    def clock(self, moment: datetime) -> str:
        """Write the time of day."""
        return f"{moment.hour:02d}:{moment.minute:02d}"

    def moment(self, moment: datetime) -> str:
        """Write a day and the time on it."""
        return f"{self.day(moment)} {self.clock(moment)}"

    def day(self, day: date) -> str:
        """Write a day."""
        raise NotImplementedError

    def full_day(self, day: date) -> str:
        """Write a day with its day of the week."""
        raise NotImplementedError

    def month(self, month: Month) -> str:
        """Write a month of a year."""
        raise NotImplementedError

    def km(self, km: int) -> str:
        """Write a distance in kilometres."""
        raise NotImplementedError

    def enumeration(self, items: Iterable[str]) -> str:
        """Write several things one after another."""
        raise NotImplementedError

    def inline(self, label: str) -> str:
        """Write a label as it stands within a sentence."""
        raise NotImplementedError


class EnglishFormats(Formats):
    """As a service manager writes English in China: 28 Feb 2026, ¥1,234.50."""

    def day(self, day: date) -> str:
        """Write `28 Feb 2026`."""
        return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"

    def full_day(self, day: date) -> str:
        """Write `Saturday, 28 February 2026`."""
        return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def month(self, month: Month) -> str:
        """Write `February 2026`."""
        return f"{_MONTHS[month.month - 1]} {month.year}"

    def km(self, km: int) -> str:
        """Write `61,240 km`."""
        return f"{km:,} km"

    def enumeration(self, items: Iterable[str]) -> str:
        """Join with commas."""
        return ", ".join(items)

    def inline(self, label: str) -> str:
        """Begin with a small letter, except abbreviations and names such as VIN and WeChat."""
        first_word = label.split(" ", 1)[0]
        return label if first_word[1:] != first_word[1:].lower() else label[:1].lower() + label[1:]


class ChineseFormats(Formats):
    """As a dealership in China writes: 2026年2月28日, ¥1,234.50."""

    def day(self, day: date) -> str:
        """Write `2026年2月28日`."""
        return f"{day.year}年{day.month}月{day.day}日"

    def full_day(self, day: date) -> str:
        """Write `2026年2月28日(星期六)` with Chinese brackets."""
        return f"{self.day(day)}（星期{_CHINESE_WEEKDAYS[day.weekday()]}）"

    def month(self, month: Month) -> str:
        """Write `2026年2月`."""
        return f"{month.year}年{month.month}月"

    def km(self, km: int) -> str:
        """Write `61,240公里`."""
        return f"{km:,}公里"

    def enumeration(self, items: Iterable[str]) -> str:
        """Join with the Chinese enumeration comma."""
        return "、".join(items)

    def inline(self, label: str) -> str:
        """Change nothing: Chinese has no capitals."""
        return label


FORMATS: Final[Mapping[Language, Formats]] = {"en": EnglishFormats(), "zh_CN": ChineseFormats()}
