from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from digest.render.sitemap import MOST_PAGES, Place, robots, sitemap


def test_a_sitemap_names_pages_in_order_and_when_they_changed() -> None:
    places = [
        Place("https://herald.example/archive"),
        Place("https://h.example/a?b&c", datetime(2026, 11, 23, tzinfo=UTC)),
    ]
    root = etree.fromstring(sitemap(places))
    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
    assert [[each.text for each in url] for url in root] == [
        ["https://herald.example/archive"],
        ["https://h.example/a?b&c", "2026-11-23T00:00:00+00:00"],
    ]


def test_it_names_no_more_pages_than_a_sitemap_may() -> None:
    assert len(etree.fromstring(sitemap([Place("https://h.example/")] * (MOST_PAGES + 5)))) == MOST_PAGES


def test_search_engines_are_kept_off_what_a_readers_link_opens() -> None:
    said = robots("https://herald.example/news", base="/news").decode()
    assert said.splitlines()[-1] == "Sitemap: https://herald.example/news/sitemap.xml"
    for page in "cpuv":
        assert f"Disallow: /news/{page}/" in said
