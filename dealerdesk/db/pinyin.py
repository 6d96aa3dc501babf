"""How Chinese names are spelled in pinyin: for finding them by keyboard, and for sorting them."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import Final, NamedTuple

from dealerdesk.domain.folding import fold_text

_SURNAMES: Final = {
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "盖": "ge",
    "朴": "piao", "翟": "zhai", "缪": "miao", "员": "yun", "冼": "xian", "覃": "qin", "尉": "wei", "华": "hua",
    "宁": "ning", "燕": "yan", "谌": "chen", "逄": "pang", "晁": "chao", "钭": "tou", "郗": "xi", "佴": "nai",
    "乜": "nie", "卜": "bu", "重": "chong",
}  # fmt: skip
"""Characters that are read otherwise when they are a surname."""

_COMPOUND: Final = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"),
    "宇文": ("yu", "wen"),
}

_CHINESE: Final = re.compile("[㐀-鿿豈-\ufaff𠀀-\U00033fff]")
_PIECE: Final = re.compile(f"{_CHINESE.pattern}|[^{_CHINESE.pattern[1:]}+")
"""A Chinese character, or all that stands between two of them."""


class Spelled(NamedTuple):
    """A name in pinyin: in full, by its initials, and the key by which names are sorted; and as it is, folded."""

    full: str
    initials: str
    key: str
    folded: str


@lru_cache(maxsize=1 << 16)
def spelled(name: str) -> Spelled:
    """Answer how a name is spelled; what is not Chinese stands as it is, folded."""
    folded = fold_text(name)
    syllables = _syllables(folded)
    initials = "".join(syllable[:1] for syllable in syllables)
    return Spelled("".join(syllables), initials, " ".join((*syllables, folded)), folded)


def _syllables(folded: str) -> tuple[str, ...]:
    pieces = _PIECE.findall(folded)
    compound = _COMPOUND.get(folded[:2])
    if compound is not None:
        return (*compound, *map(_syllable, pieces[2:]))
    return (*(_SURNAMES.get(piece) or _syllable(piece) for piece in pieces[:1]), *map(_syllable, pieces[1:]))


@lru_cache(maxsize=1 << 15)
def _syllable(piece: str) -> str:
    if not _CHINESE.fullmatch(piece):
        return piece
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # one character at a time needs none, and they take long to load
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(piece)).casefold() or piece
