"""What of a text tells its news, and what stands around the words of a line."""

from __future__ import annotations

import pytest

from digest.editorial.telling import without_marks


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("– Deal done – at last – says mayor", "Deal done – at last – says mayor"),
        ("Rain, wind · and snow", "Rain, wind · and snow"),
        ("Sit-in | Foo | Bar ends", "Sit-in | Foo | Bar ends"),
    ],
)
def test_marks_are_taken_from_the_head_of_a_line_and_nothing_from_its_middle(line: str, left: str) -> None:
    assert without_marks(line) == left
