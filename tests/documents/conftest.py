"""Papers of an invented store, and how their texts are read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject

from dealerdesk.documents.call_sheet import CallEntry, CallSheet
from dealerdesk.documents.script import lost_customer_script
from dealerdesk.words import Words

STORE = "海口恒信汽车销售服务有限公司"
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Read:
    """A paper as its reader sees it: the text of each page."""

    pages: list[str]
    reader: PdfReader

    @property
    def text(self):
        return "\n".join(self.pages)

    def fonts(self):
        """The embedded fonts: name → whether a font file comes with it."""
        found = {}
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                descriptor = font.get_object().get("/FontDescriptor", {})
                found[font.get_object()["/BaseFont"]] = "/FontFile2" in descriptor
        return found


def read(pdf: bytes, *, stamps: bool = True) -> Read:
    """Read a paper; without its stamps (headings, boxes, legend) a long one is read twenty times faster."""
    reader = PdfReader(BytesIO(pdf))
    if not stamps:
        for page in reader.pages:
            page[NameObject("/Resources")] = DictionaryObject({**page["/Resources"], "/XObject": DictionaryObject()})
    return Read([page.extract_text() for page in reader.pages], reader)


def entry(number: int, **changes) -> CallEntry:
    values = {
        "number": number,
        "codes": (f"T{number:05d}",),
        "customer": f"王小明{number}",
        "phone": f"138 1234 {number:04d}",
        "plate": f"琼A{number:05d}",
        "model": "明锐",
        "status": "流失",
        "months": 12,
        "last_visit": date(2025, 11, 3),
        "last_km": 61240,
        "why_now": "再过 7 天满 12 个月",
        "reasons": ("流失回访", "保养提醒"),
    }
    return CallEntry(**(values | changes))


def sheet(entries, lang="zh_CN", **changes) -> CallSheet:
    values = {
        "store": STORE,
        "code": "S26B3K",
        "day": DAY,
        "agent": "周倩",
        "made_at": datetime(2026, 11, 22, 17, 30),
        "entries": tuple(entries),
        "script": lost_customer_script(Words(lang)),
        "key_in_by": date(2026, 11, 24),
    }
    return CallSheet(**(values | changes))


@pytest.fixture(params=["zh_CN", "en"])
def words(request):
    return Words(request.param)
