"""What stands at an address that somebody wants to add as a source."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.errors import IngestError
from digest.ingest.probe import Probe, probe
from digest.model.source import SourceKind

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def look(url, settings):
    return probe(url, settings=settings, user_agent="test/1", now=NOW)


def test_a_feed_is_a_feed_at_the_place_it_moved_to(site, settings):
    url = site.give("/feed", b'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Herald</title></feed>')
    site.give("/old", status=308, Location="/feed")
    assert look(site.url + "/old", settings) == Probe(kind=SourceKind.FEED, title="The Herald", location=url)


def test_a_page_that_offers_a_feed_is_that_feed(site, settings):
    page = b'<title>The &amp; Herald</title><link rel=alternate type="application/atom+xml" href="news.atom">'
    expected = Probe(kind=SourceKind.FEED, title="The & Herald", location=site.url + "/news.atom")
    assert look(site.give("/", page), settings) == expected


def test_a_page_that_offers_none_is_a_page(site, settings):
    url = site.give("/about", b"<html><head><title>About us</title></head><body>Hello</body></html>")
    assert look(url, settings) == Probe(kind=SourceKind.PAGE, title="About us", location=url)


@pytest.mark.parametrize(
    ("answer", "error"), [({"status": 403}, "answered 403; see it"), ({"body": b"GIF89a"}, "is no feed")]
)
def test_anything_else_is_refused(site, settings, answer, error):
    with pytest.raises(IngestError, match=error):
        look(site.give("/x", **answer), settings)
