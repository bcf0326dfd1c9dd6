"""A line that only names another story is no part of the text it stands in."""

from __future__ import annotations

import pytest

from digest.editorial.pointers import without_pointers


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Zoo closes",
        "Lesen Sie auch: Zoo schließt",
        "  À lire aussi : Le zoo ferme",
        "LEIA TAMBÉM » Zoo fecha",
    ],
)
def test_a_line_that_points_elsewhere_is_left_out(line):
    assert without_pointers(f"A ferry sank.\n\n{line}\n\nNobody died.").split() == [
        "A",
        "ferry",
        "sank.",
        "Nobody",
        "died.",
    ]


@pytest.mark.parametrize("text", ["Read more: a plea for libraries", "A ferry sank.\n\nRead more books, she said."])
def test_the_first_line_and_what_only_begins_alike_stay(text):
    assert without_pointers(text) == text
