"""The story on an HTML page is found, with what the page says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.ingest import pages

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin
    from digest.model.story import IncomingStory

TEXT = [
    "The city council has closed the old harbour bridge for six weeks after inspectors found cracks in two pillars.",
    "Drivers are asked to take the tunnel, which will stay free of charge until the work ends, the council said.",
    "Ferries will run every ten minutes between six in the morning and midnight, and cyclists travel free on them.",
]
HEAD = """<title>Harbour bridge closes | The Harbour Herald</title>
<link rel="canonical" href="/2025/bridge">
<meta property="og:title" content="Harbour bridge closes">
<meta property="og:site_name" content="The Harbour Herald">
<meta property="og:image" content="/media/bridge.jpg"><meta property="og:image:alt" content="The bridge at dusk">
<meta name="description" content="The old bridge is shut for six weeks.">
<meta property="article:published_time" content="2025-11-21T16:30:00+01:00">
<meta property="article:modified_time" content="2025-11-22T10:00:00+01:00">
<meta name="author" content="Jane Doe"><meta name="keywords" content="local, transport">"""


def page(head: str = HEAD, *, body: str = "") -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    return f"""<!doctype html><html lang="pt-PT"><head>{head}</head><body><nav><a href="/">Home</a></nav><main><article>
    <h1>Harbour bridge closes</h1>{body}{paragraphs}<p>See <a href="/map">the map</a> of ferries and tunnels.</p>
    </article></main><footer><p>© 2025 The Harbour Herald, all rights reserved by us.</p></footer></body></html>"""


def story(html: str, origin: Origin) -> IncomingStory:
    harvest = pages.parse(html, origin)
    assert harvest.refused == ()
    (found,) = harvest.stories
    return found


def test_text_and_metadata_make_a_story(origin: Origin) -> None:
    found = story(page(), origin)
    assert found.title == "Harbour bridge closes"
    assert found.body.split("\n\n")[:3] == TEXT
    assert "Home" not in found.body
    assert "rights" not in found.body
    assert '<a href="https://herald.example/map"' in found.body_html
    assert found.summary == "The old bridge is shut for six weeks."
    assert (found.source, found.author, found.language) == ("The Harbour Herald", "Jane Doe", "pt-PT")
    assert found.url == "https://herald.example/2025/bridge"
    assert (found.image, found.image_alt) == ("https://herald.example/media/bridge.jpg", "The bridge at dusk")
    assert found.tags == ("local", "transport")


def test_the_date_is_that_of_publication_and_not_of_the_last_change(origin: Origin) -> None:
    found = story(page(), origin)
    assert (found.published_at, found.day_only) == (datetime(2025, 11, 21, 15, 30, tzinfo=UTC), False)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-11-21T15:30Z"}</script>',
        '<meta name="DC.date.issued" content="2025-11-21 15:30">',
        '<meta itemprop="datePublished" content="Fri, 21 Nov 2025 15:30 GMT">',
    ],
)
def test_the_date_is_found_where_pages_put_it(head: str, origin: Origin) -> None:
    assert story(page(f"<title>T</title>{head}"), origin).published_at == datetime(2025, 11, 21, 15, 30, tzinfo=UTC)


def test_a_page_that_names_no_date_has_none(origin: Origin) -> None:
    assert story(page("<title>Harbour bridge closes</title>"), origin).published_at is None


def test_a_fetched_page_is_known_by_its_address_where_it_names_none(origin: Origin) -> None:
    fetched = replace(origin, name="https://herald.example/news/7", base_url="")
    found = story(page("<title>Harbour bridge closes</title>"), fetched)
    assert found.url == "https://herald.example/news/7"
    assert 'href="https://herald.example/map"' in found.body_html


@pytest.mark.parametrize("canonical", ["", '<link rel="canonical" href="">', '<link rel="canonical" href="#top">'])
def test_pages_that_name_no_address_are_stories_of_their_own_and_not_the_site(canonical: str, origin: Origin) -> None:
    html = page(f"<title>Harbour bridge closes</title>{canonical}")
    one, other = story(html, origin), story(html.replace("bridge", "tunnel"), origin)
    assert one.url == other.url == ""
    assert one.guid != other.guid


def test_the_first_picture_is_the_image_where_the_page_names_none(origin: Origin) -> None:
    html = page("<title>Harbour bridge closes</title>", body='<img src="/in.jpg" alt="In the text" width="640">')
    assert (story(html, origin).image, story(html, origin).image_alt) == (
        "https://herald.example/in.jpg",
        "In the text",
    )


def test_a_picture_that_every_mail_program_shows_is_taken_before_one_that_classic_outlook_does_not(
    origin: Origin,
) -> None:
    head = '<title>Harbour bridge closes</title><meta property="og:image" content="/shared.webp">'
    assert story(page(head), origin).image == "https://herald.example/shared.webp"
    beside = page(head, body='<img src="/in.jpg" alt="In the text" width="640">')
    assert (story(beside, origin).image, story(beside, origin).image_alt) == (
        "https://herald.example/in.jpg",
        "In the text",
    )


def test_a_few_lines_of_html_are_a_story_too(origin: Origin) -> None:
    found = story("<h1>Bridge closes</h1><p>The old bridge closes on Monday.</p>", origin)
    assert (found.title, found.body) == ("Bridge closes", "The old bridge closes on Monday.")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html></html>",
        "<title>Log in</title><form>Name <input><p>Forgotten your password for this site?</p></form><a href=/>Home</a>",
        "<title>Contents</title><p><a href=/1>The first of many stories</a></p><p><a href=/2>The second one</a></p>",
        "<title>Empty</title><p>x</p>",
        "\x00\x01",
    ],
)
def test_a_page_without_a_story_is_refused(html: str, origin: Origin) -> None:
    (refusal,) = pages.parse(html, origin).refused
    assert refusal.reason == "no story found on this page"


def test_a_page_without_a_title_is_refused(origin: Origin) -> None:
    (refusal,) = pages.parse(f"<p>{TEXT[0]}</p>", origin).refused
    assert refusal.reason == "no title"


def test_a_page_of_endless_markup_is_refused_soon(origin: Origin) -> None:
    (refusal,) = pages.parse("<title>T</title>" + "<p>Word and word.</p>" * 40_000, origin).refused
    assert "too large" in refusal.reason


def test_scripts_and_handlers_do_not_come_in(origin: Origin) -> None:
    html = page(body="<script>steal()</script><p onclick='steal()'>Read <b>all</b> about the bridge in this paper.</p>")
    assert "steal" not in story(html, origin).body_html
