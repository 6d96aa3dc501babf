"""The store's logo as papers carry it: small enough for every backup, sharp enough for print."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

LARGEST: Final = (720, 216)
"""Pixels that a logo keeps at most, wide and high: 360 to the inch at the size in which a heading shows it."""

MOST_PIXELS: Final = 50_000_000
"""Pixels of a picture that is still read: a small file can claim to hold far more."""

_KINDS: Final = ("PNG", "JPEG")


def logo_for_paper(data: bytes) -> bytes:
    """Answer a PNG or JPEG picture as a PNG on white of at most `LARGEST`; raise ValueError for anything else."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd profiles and sizes, which are looked at here
            with Image.open(BytesIO(data), formats=_KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise ValueError(opened.size)
                picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    plain = white.convert("RGB")
    plain.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    small = BytesIO()
    plain.save(small, "PNG", optimize=True)
    return small.getvalue()
