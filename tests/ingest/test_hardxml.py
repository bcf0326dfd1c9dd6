"""Hostile and broken XML becomes a small safe tree, or is refused at no cost."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.errors import IngestError
from digest.ingest import hardxml

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "document",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "lol">{LAUGHS}]><rss><t>&a11;</t></rss>',
        f'<!-- <rss> --><!DOCTYPE rss [<!ENTITY a0 "lol">{LAUGHS}]><rss><t x="&a11;"/></rss>',
        '<!DOCTYPE rss [<!ENTITY a "' + "a" * 100_000 + '">]><rss><t>' + "&a;" * 100_000 + "</t></rss>",
        "<rss>" + "<a>" * 100_000,
        "<rss>" + "<a>" * 2_000_000,
        "<rss>" + "<a/>" * 500_000 + "</rss>",
        "<rss " + " ".join(f'a{n}="x"' for n in range(20_000)) + "/>",
        "<rss " + " ".join(f'xmlns:a{n}="x"' for n in range(20_000)) + "/>",
        "<" * 1_000_000,
        "hello",
        "",
    ],
    ids=lambda document: f"{document[:24]}...{len(document)}",
)
def test_what_no_honest_document_holds_is_refused_at_once(document):
    started = time.monotonic()
    with pytest.raises(IngestError):
        hardxml.tree(document)
    assert time.monotonic() - started < 5


def test_default_attributes_of_a_document_type_do_not_multiply():
    started = time.monotonic()
    with pytest.raises(IngestError, match="not safe to read"):
        hardxml.tree('<!DOCTYPE a [<!ATTLIST b x CDATA "' + "x" * 100_000 + '">]><a>' + "<b/>" * 10_000 + "</a>")
    assert time.monotonic() - started < 5


def test_no_file_is_read_for_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    root = hardxml.tree(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>')
    assert "secret" not in "".join(root.itertext(with_tail=True)).replace(secret.as_uri(), "")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("AT&T &amp; more", "AT&T & more"),
        ("caf&eacute;&nbsp;bar &hellip;", "café\xa0bar …"),
        ("&unknown; word", "&unknown; word"),
        ("a < b", "a < b"),
        ("a?x=1&y=2", "a?x=1&y=2"),
        ("&#233;", "é"),
    ],
)
def test_what_careless_programs_forget_to_escape_is_mended(inside, text):
    assert "".join(hardxml.tree(f"<rss><t>{inside}</t></rss>").itertext()) == text


def test_a_document_cut_off_in_the_middle_keeps_what_there_is():
    root = hardxml.tree("<rss><channel><item><title>One</title></item><item><title>Tw")
    assert root.findtext("channel/item/title") == "One"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="latin-1"?><a>\xc3\xa9</a>', ""),
        ('\n <?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), ""),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), "text/xml; charset=utf-8"),
        ("<a>é</a>".encode("latin-1"), 'text/xml; charset="ISO-8859-1"'),
        ("<a>\x00é\x0b</a>".encode(), ""),
    ],
)
def test_the_text_is_decoded_without_declaration_and_forbidden_characters(data, content_type):
    assert hardxml.text(data, content_type=content_type) == "<a>é</a>"


@given(st.text(alphabet="<>&;/!?[]'\"=- abCDATA#x0:\x00\ud800é"))
@example("<A:")
@example("<::")
def test_no_text_breaks_it(document):
    with suppress(IngestError):
        assert hardxml.name_of(hardxml.tree(hardxml.text(document.encode(errors="replace"))))


@pytest.mark.parametrize("number", ["#xD800", "#55296", "#x0DFFF", "#0", "#x1F", "#xFFFE", "#x110000", "#9999999"])
def test_a_reference_to_what_is_no_character_takes_nothing_else_along(number):
    root = hardxml.tree(f'<rss a="&{number};b"><t>Ferry &{number};strike &#x1F6A2; &#233;</t></rss>')
    assert (root[0].text, root.get("a")) == ("Ferry strike \U0001f6a2 é", "b")
