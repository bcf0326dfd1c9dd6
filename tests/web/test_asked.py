"""What an address of the desk asks for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web.asked import Asked, Pictures, Scheme, Subject, View


def read(url: str) -> Asked:
    return Asked.of(dict(parse_qsl(urlsplit(url).query)))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.sampled_from(View), st.none() | st.sampled_from(Scheme), st.sampled_from(Pictures), WORDS, WORDS, WORDS)
def test_an_address_asks_for_what_it_was_made_of(view, scheme, pictures, issue, theme, variant):
    asked = Asked(view, scheme, pictures, issue, theme, variant)
    assert read(asked.url()) == asked


def test_what_is_usual_does_not_stand_in_the_address():
    assert Asked().url() == "/"
    assert Asked(view=View.WHY).url(view=View.SIDE) == "/"


def test_what_is_not_understood_is_as_if_it_were_not_there():
    assert read("/?view=upside-down&scheme=red&pictures=moving&nonsense=1") == Asked()


def test_the_mail_asked_for_is_apart_from_how_it_is_shown():
    assert read("/?view=phone&issue=daily%233&theme=x&variant=y").subject == Subject("daily#3", "x", "y")


@pytest.mark.parametrize(
    ("url", "frames"),
    [
        ("/", ["desktop-light", "phone-dark"]),
        ("/?scheme=light", ["desktop-light", "phone-light"]),
        ("/?view=phone", ["phone-light"]),
        ("/?view=phone&scheme=both", ["phone-light", "phone-dark"]),
        ("/?view=desktop&scheme=dark", ["desktop-dark"]),
        ("/?view=text", []),
    ],
)
def test_a_view_has_frames_in_the_colours_asked_for(url: str, frames: list[str]):
    assert [frame.name for frame in read(url).frames] == frames
