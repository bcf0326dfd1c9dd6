"""The standfirst of a page is what its editor wrote, whole, wherever the page puts it."""

from __future__ import annotations

import json

import pytest
from lxml.html import document_fromstring

from digest.ingest.standfirsts import standfirst

SHOWN = "The old bridge is shut for six weeks, and the ferries run all night."
CUT = "The old bridge is shut for six weeks, and the ferr..."


def found(body: str = "", *, data: object = None, described: str = CUT) -> str:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data is not None else ""
    return standfirst(document_fromstring(f"<html><head>{script}</head><body>{body}</body></html>"), described)


@pytest.mark.parametrize(
    "element",
    [
        '<p class="standfirst">{}</p>',
        '<div data-testid="article-summary"><p>{}</p></div>',
        '<h2 class="article__lead js-lead">{}</h2>',
        '<p id="chapo">{}</p>',
        '<p class="c-entradilla">{}</p>',
    ],
)
def test_what_the_page_shows_as_its_standfirst_comes_first(element):
    assert found(element.format(SHOWN), described="A description of some other kind, whole as well.") == SHOWN


@pytest.mark.parametrize("kind", ["NewsArticle", ["Thing", "BlogPosting"]])
def test_linked_data_describe_the_story(kind):
    assert (
        found(data={"@graph": [{"@type": "WebSite", "description": "News."}, {"@type": kind, "description": SHOWN}]})
        == SHOWN
    )


def test_a_description_that_is_whole_is_as_good():
    assert found(described=SHOWN) == SHOWN


def test_where_all_is_cut_off_the_metadata_stand():
    assert found(data={"@type": "Article", "description": "The old..."}) == CUT


@pytest.mark.parametrize(
    "body",
    [
        f'<aside><p class="standfirst">{SHOWN}</p></aside>',
        f'<a href="/x"><p class="standfirst">{SHOWN}</p></a>',
        f'<p class="standfirst">{SHOWN}</p><p class="standfirst">Another story altogether is told in this one.</p>',
        f'<p class="dekoration">{SHOWN}</p>',
        '<p class="standfirst">Local</p>',
        f'<div class="article-lead">{SHOWN * 20}</div>',
    ],
)
def test_what_belongs_to_other_stories_or_is_none_is_not_taken(body):
    assert found(body) == CUT


@pytest.mark.parametrize("data", [[], 3, None, {"@type": 5, "description": 5}, {"@graph": {"@graph": []}}, [[1]]])
def test_linked_data_of_any_shape_do_no_harm(data):
    assert found(data=data) == CUT


def test_broken_linked_data_do_no_harm():
    root = document_fromstring('<script type="application/ld+json">{"@type": </script><p>x</p>')
    assert standfirst(root, "") == ""
