"""What every theme must do, however it looks; each theme's tests inherit it."""

from __future__ import annotations

import re
from abc import ABC
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from digest.model.brand import Brand, Logo
from digest.model.letter import LetterKind
from digest.render.escape import clean
from digest.render.issue import render
from digest.render.letter import render_letter
from digest.render.page import lay_out
from digest.render.plaintext import COLUMNS, width, wrap
from digest.render.theme import Theme, load_theme
from tests.contracts.issues import (
    HERALD,
    MARKS,
    SAHIL,
    TRAPS,
    arabic,
    bare,
    crowded,
    issue_of,
    item,
    morning,
    odd,
    picture,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model.issue import Issue, Item, Publication

ISSUES = pytest.mark.parametrize(
    "issue", [morning(), arabic(), bare(), odd()], ids=["morning", "arabic", "bare", "odd"]
)
LOGO = Logo(url="https://herald.example/media/logo.png", width=240, height=48, alt="")
BRAND = Brand(
    logo=LOGO,
    accent="#0b3d91",
    accent_dark="#9ec1ff",
    heading_font="palatino",
    body_font="verdana",
    links=(("About us", "https://herald.example/about?from=mail&day=1"), ('R&D "lab"', "https://herald.example/lab")),
    social=(("Mastodon", "https://social.example/@herald"),),
)
ANY_TEXT = st.text(min_size=1, max_size=60).filter(clean)


def parsed(source: str) -> Any:
    return html.fromstring(source.encode())


def shown(element: Any) -> str:
    """Return the text of an element on one line, as a browser lays it out."""
    return re.sub(r"[ \n]+", " ", element.text_content()).strip(" ")


def servers(source: str) -> set[str]:
    """Return every host that a mail names anywhere, comments and styles too; names of XML's vocabularies are none."""
    vocabularies = re.compile(r"""\bxmlns(:\w+)?=["'][^"']*["']""")
    return {host(url) for url in re.findall(r"""(?:https?:)?//[^\s"'<>()]+""", vocabularies.sub("", source))}


def host(url: str) -> str:
    return urlsplit(url).netloc


def encoded(address: str) -> str:
    """Return an address with what RFC 3986 lets no address hold encoded, and nothing else changed."""
    return re.sub(r"""[ "<>\\^`{|}]""", lambda found: f"%{ord(found[0]):02X}", address)


class ThemeContract(ABC):
    """Inherited by the tests of each theme, which say its name."""

    name: ClassVar[str]

    @property
    def theme(self) -> Theme:
        return load_theme(self.name)

    def page(self, issue: Issue) -> Any:
        """Return the parsed HTML of an issue."""
        return parsed(self.html(issue))

    def html(self, issue: Issue) -> str:
        return render(issue, theme=self.theme, marks=MARKS).html

    def text(self, issue: Issue) -> str:
        return render(issue, theme=self.theme, marks=MARKS).text

    @ISSUES
    def test_the_reference_implementation_of_mjml_accepts_it(
        self, issue: Issue, mjml_errors: Callable[[str], str]
    ) -> None:
        assert mjml_errors(self.theme.mjml(lay_out(issue, MARKS))) == ""

    @ISSUES
    def test_language_direction_title_and_preheader_are_set(self, issue: Issue) -> None:
        page, rendering = self.page(issue), render(issue, theme=self.theme, marks=MARKS)
        expected = {"ar": "rtl", "en": "ltr"}[issue.publication.language]
        assert (page.get("lang"), page.get("dir")) == (issue.publication.language, expected)
        assert page.findtext(".//title") == rendering.subject
        hidden = page.find("body/div")
        assert shown(hidden) == rendering.preheader
        assert "display:none" in hidden.get("style")

    @ISSUES
    def test_every_headline_is_a_heading_below_the_publications(self, issue: Issue) -> None:
        headings = [(each.tag, shown(each)) for each in self.page(issue).iter("h1", "h2", "h3")]
        assert headings[0] == ("h1", issue.publication.name)
        assert headings[1] == ("h2", clean(issue.lead.title))
        assert [text for tag, text in headings if tag == "h3"] == [clean(brief.title) for brief in issue.briefs]

    @ISSUES
    def test_every_table_is_for_layout_alone(self, issue: Issue) -> None:
        assert {table.get("role") for table in self.page(issue).iter("table")} == {"presentation"}

    @ISSUES
    def test_every_picture_has_words_or_stands_beside_its_headline_and_keeps_its_shape(self, issue: Issue) -> None:
        for image in self.page(issue).iter("img"):
            assert image.get("alt") is not None
            assert int(image.get("width")) > 0
            assert "height:auto" in image.get("style")

    @ISSUES
    def test_stories_link_to_their_address_and_nowhere_without_one(self, issue: Issue) -> None:
        for heading, story in zip(self.page(issue).xpath("(//h2)[1] | //h3"), issue.items, strict=True):
            assert heading.xpath(".//a/@href") == ([story.url] if story.url else [])

    @ISSUES
    def test_every_link_is_an_address_of_the_web(self, issue: Issue) -> None:
        assert all(re.match("https?://", url) for url in self.page(issue).xpath("//@href"))

    @ISSUES
    def test_the_ways_out_stand_in_both_parts(self, issue: Issue) -> None:
        base, page, lines = issue.publication.url, self.page(issue), self.text(issue).splitlines()
        ways = {f"{base}/{way}" for way in (f"p/{MARKS.token}", f"p/{MARKS.token}#pause", f"v/{MARKS.token}")}
        ways.add(f"{base}/u/{MARKS.token}")
        assert ways <= set(page.xpath("//a/@href"))
        assert ways <= set(lines)

    def test_nothing_to_see_parts_the_ways_out_so_that_no_line_of_them_ends_in_it(self) -> None:
        links = self.page(morning()).xpath(f"//a[contains(@href, '{MARKS.token}')]")
        assert {link.tail or "" for link in links} == {"\u00a0\u00a0\u00a0 ", ""}

    @ISSUES
    def test_postal_address_and_reason_stand_in_both_parts(self, issue: Issue) -> None:
        page, text = self.page(issue), self.text(issue)
        assert issue.publication.postal_address in page.text_content()
        assert issue.publication.postal_address in " ".join(text.split())
        assert [shown(each) for each in page.iter("p") if MARKS.reason in shown(each)] == [MARKS.reason]
        assert MARKS.reason in text.splitlines()

    @ISSUES
    def test_text_stays_within_72_columns_but_for_addresses(self, issue: Issue) -> None:
        assert all(width(line) <= COLUMNS or "://" in line for line in self.text(issue).splitlines())

    def test_the_text_part_tells_all_with_addresses_on_lines_of_their_own(self) -> None:
        issue, lines = morning(), [line.strip() for line in self.text(morning()).splitlines()]
        whole = " ".join(lines)
        for story in issue.items:
            assert story.title in whole
            assert story.summary in whole
            assert story.url in lines

    @ISSUES
    def test_in_the_text_every_headline_stands_alone_between_empty_lines(self, issue: Issue) -> None:
        text, lead = self.text(issue), clean(issue.lead.title)
        assert f"\n\n{wrap(lead)}\n\n" in text
        for brief in issue.briefs:
            assert f"\n\n{wrap(clean(brief.title), '* ', '  ')}\n\n" in text

    def test_a_story_without_a_headline_begins_with_its_words_and_leaves_no_mark_of_one(self) -> None:
        nameless = issue_of(item("Lead"), item("\r\n", summary="Boats will sail again from five."))
        text = self.text(nameless)
        (heading,) = self.page(nameless).iter("h3")
        assert shown(heading) == ""
        assert [shown(each) for each in self.page(nameless).xpath("//h3/following-sibling::b")] in ([], [""])
        assert "\n\n  Boats will sail again from five.\n" in text
        assert not any(line.strip() in ("*", ".") for line in text.splitlines())

    def test_stories_that_had_no_room_are_counted_in_both_parts(self) -> None:
        issue, line = morning(), "Four more stories did not fit"
        url = "https://herald.example/archive/daily/2026-11-23"
        assert line in self.page(issue).text_content()
        assert url in self.page(issue).xpath("//a/@href")
        assert line in self.text(issue)
        assert url in self.text(issue).splitlines()
        assert "did not fit" not in self.html(replace(issue, more=0)) + self.text(replace(issue, more=0))

    def test_a_story_in_another_language_is_marked(self) -> None:
        page = self.page(odd())
        assert page.xpath("//*[@lang='ar' and @dir='rtl']//text()")[0] == "لجنة تبحث أسعار الخبز"
        assert page.xpath("//*[@lang='ja']/@dir") == []
        assert page.xpath("//h2[@lang='de-DE']")

    def test_dark_mode_is_provided_for(self) -> None:
        source = self.html(morning())
        metas = {meta.get("name"): meta.get("content") for meta in parsed(source).iter("meta")}
        assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
        assert "prefers-color-scheme: dark" in source
        assert "[data-ogsc]" in source

    def test_nothing_is_loaded_but_the_stories_pictures(self) -> None:
        source = self.html(morning())
        addresses = parsed(source).xpath("//@src | //link/@href | //@background")
        assert all(url.startswith("https://pictures.example/") for url in addresses)
        assert "url(" not in source
        assert "@import" not in source
        assert "<script" not in source

    @ISSUES
    def test_an_issue_names_no_server_but_the_publications_and_its_stories(self, issue: Issue) -> None:
        own = {host(url) for story in issue.items for url in (story.url, story.image)}
        own |= {host(word) for story in issue.items for word in f"{story.title} {story.summary}".split()}
        assert servers(self.html(issue)) <= own | {host(issue.publication.url)}

    @pytest.mark.parametrize("publication", [HERALD, SAHIL], ids=["ltr", "rtl"])
    @pytest.mark.parametrize("kind", LetterKind)
    def test_a_letter_names_no_server_but_the_publications(self, kind: LetterKind, publication: Publication) -> None:
        theme, language = load_theme(self.name), publication.language
        lists, marks, until = ["Daily digest"], MARKS, morning().slot
        letter = render_letter(
            kind, lists, publication=publication, language=language, until=until, theme=theme, marks=marks
        )
        assert servers(letter.html) == {host(publication.url)}

    def test_no_style_waits_to_be_inlined(self) -> None:
        assert "inline=" not in self.theme.mjml(lay_out(morning(), MARKS))

    def test_a_crowded_issue_fits(self) -> None:
        assert len(self.html(crowded()).encode()) <= 95_000

    def test_nine_stories_take_less_than_45_kilobytes(self) -> None:
        lead, first, *_ = morning().items
        assert len(self.html(issue_of(lead, *[first] * 8)).encode()) < 45_000

    def test_the_same_issue_gives_the_same_bytes(self) -> None:
        assert self.html(morning()) == self.html(morning())

    def test_every_trap_in_foreign_text_arrives_intact(self) -> None:
        story = item(TRAPS, TRAPS, source=TRAPS, kicker=TRAPS, image=picture("a"), image_alt=TRAPS)
        self.check_intact(story)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
    def test_any_foreign_text_arrives_intact(
        self, title: str, summary: str, source: str, kicker: str, alt: str, path: str
    ) -> None:
        url = "https://wire.example/" + path
        self.check_intact(item(title, summary, source=source, kicker=kicker, image=url, image_alt=alt, url=url))

    def check_intact(self, story: Item) -> None:
        """Assert that a lead and a brief arrive with every character of their words and addresses."""
        rendering = render(issue_of(story, story), theme=self.theme, marks=MARKS)
        page = parsed(rendering.html)
        assert page.findtext(".//title") == page.xpath("string(//@aria-label)") == rendering.subject
        title, url = clean(story.title), encoded(clean(story.url))
        told = [shown(each) for each in page.iter("h2", "h3", "p")]
        assert told.count(title) >= 2
        assert told.count(clean(story.summary)) >= 2
        for words in (clean(story.source), clean(story.kicker)):
            assert sum(words in line for line in told) >= 2
        assert page.xpath("(//h2)[1]//a/@href | //h3//a/@href") == [url, url]
        for image in page.iter("img"):
            assert image.get("alt") in (clean(story.image_alt), "")
            assert image.get("src") == encoded(clean(story.image))

    def branded(self, **changes: Any) -> Any:
        """Return the parsed HTML of a morning under a brand."""
        theme = load_theme(self.name, brand=replace(BRAND, **changes))
        return parsed(render(morning(), theme=theme, marks=MARKS).html)

    def test_a_logo_stands_for_the_name_with_size_and_words(self) -> None:
        (image,) = self.branded().xpath("//h1//img")
        assert (image.get("src"), image.get("alt"), image.get("width")) == (
            "https://herald.example/media/logo.png",
            "The Harbour Herald",
            "240",
        )
        assert self.branded(logo=replace(LOGO, alt="Herald")).xpath("//h1//img/@alt") == ["Herald"]
        dark = self.branded(logo=replace(LOGO, dark_url="https://herald.example/media/dark.png"))
        assert dark.xpath("//h1//source/@srcset") == ["https://herald.example/media/dark.png"]

    def test_links_of_the_brand_stand_in_both_parts_as_words(self) -> None:
        links = [(shown(link).replace("\u00a0", " "), link.get("href")) for link in self.branded().iter("a")]
        text = render(morning(), theme=load_theme(self.name, brand=BRAND), marks=MARKS).text
        for words, url in (*BRAND.links, *BRAND.social):
            assert (words, url) in links
            assert f"{words}:\n{url}\n" in text

    def test_accent_and_fonts_are_the_brands(self) -> None:
        source = html.tostring(self.branded(), encoding="unicode")
        assert "#0b3d91" in source
        assert self.theme.design.light.accent not in source
        assert "Palatino" in source
        assert "Verdana" in source

    def test_sections_stand_under_headings_of_their_own(self) -> None:
        issue = replace(morning(), sections=("World", "Local"))
        headings = [(each.tag, shown(each)) for each in self.page(issue).iter("h2", "h3")]
        assert [text for tag, text in headings if tag == "h2"][1:] == ["World", "Local", "Also in the news"]
        text = self.text(issue)
        assert (
            text.index("World\n-----") < text.index("Bread prices") < text.index("Local\n-----") < text.index("Council")
        )

    def test_a_brief_says_who_else_covers_it(self) -> None:
        issue = issue_of(item("Lead"), item("Brief", also_covered_by=("The Post",)))
        assert "also covered by The Post" in shown(self.page(issue))
        assert "also covered by The Post" in self.text(issue)
