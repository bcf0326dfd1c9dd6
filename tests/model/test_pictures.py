"""Which pictures every mail program shows, and which of several is taken."""

from __future__ import annotations

import pytest

from digest.model.pictures import best, unseen


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://pictures.example/ferry.webp", True),
        ("https://pictures.example/ferry.WebP?w=600&h=.jpg", True),
        ("https://pictures.example/ferry.avif#top", True),
        ("https://pictures.example/ferry.jpg?like=a.webp", False),
        ("https://pictures.example/ferry.webp.jpg", False),
        ("https://pictures.example/webp", False),
        ("", False),
    ],
)
def test_a_picture_is_known_by_how_its_file_is_named(address: str, expected: bool) -> None:
    assert unseen(address) is expected


def test_the_first_that_every_program_shows_is_taken_else_the_first_that_there_is() -> None:
    webp, jpeg, png = ("a.webp", "A"), ("b.jpg", "B"), ("c.png", "C")
    assert best(webp, jpeg, png) == jpeg
    assert best(("", "A"), webp, ("d.avif", "D")) == webp
    assert best(("", "A"), ("", "B")) == ("", "A")
