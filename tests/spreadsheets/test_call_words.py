"""Words of old call records."""

from __future__ import annotations

import pytest

from dealerdesk.domain.contact import Channel
from dealerdesk.domain.followup import Disposition
from dealerdesk.spreadsheets import call_words
from dealerdesk.spreadsheets.call_words import channel_of, incoming_of, result_of


@pytest.mark.parametrize(
    ("word", "result"),
    [
        ("接通", "completed"),
        ("无人接听", "no-answer"),
        ("空号", "wrong-number"),
        ("停机", "out-of-service"),
        ("Busy", "busy"),
        ("已预约", "appointment-made"),
        ("拒访", "refused"),
        ("No answer", "no-answer"),
    ],
)
def test_results(word: str, result: str) -> None:
    assert result_of(word) == result


def test_every_disposition_and_channel_has_words_of_its_own() -> None:
    assert set(call_words._RESULTS.values()) == {str(one) for one in Disposition}
    assert set(call_words._CHANNELS.values()) == {str(one) for one in Channel}
    assert "" not in call_words._RESULTS


def test_directions_and_unknown_words() -> None:
    assert [incoming_of(word) for word in ("呼入", "呼出", "Outbound", "")] == [True, False, False, None]
    for read in (channel_of, result_of, incoming_of):
        assert read(None) is None
        with pytest.raises(ValueError, match="甲乙"):
            read("甲乙")
