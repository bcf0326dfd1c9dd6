from __future__ import annotations

from datetime import UTC, datetime

from digest.render.personal import reason
from tests.contracts.issues import HERALD, SAHIL

JOINED = datetime(2026, 5, 2, 23, 30, tzinfo=UTC)


def test_the_reason_names_the_list_and_the_day_in_the_publications_zone() -> None:
    assert reason("Daily", JOINED, publication=HERALD) == "You get this because you joined Daily on 3 May 2026."


def test_the_reason_speaks_the_publications_language() -> None:
    assert reason("الموجز", JOINED, publication=SAHIL) == "تصلك هذه الرسالة لأنك اشتركت في الموجز بتاريخ 3 مايو 2026."


def test_the_reason_breaks_only_where_a_line_is_full_whatever_the_list_is_called() -> None:
    assert "\n" not in reason("Daily\r\nBcc: all {0}", JOINED, publication=HERALD)
    title = "Harbour, islands and the far shore before breakfast"
    assert reason(title, JOINED, publication=HERALD).splitlines() == [
        "You get this because you joined Harbour, islands and the far shore",
        "before breakfast on 3 May 2026.",
    ]
