from __future__ import annotations

import pytest

from digest.errors import RenderError
from digest.render.mjml import to_html


def body(content: str) -> str:
    column = f"<mj-column><mj-text>{content}</mj-text></mj-column>"
    return f"<mjml>\n<mj-body>\n<mj-section>{column}</mj-section></mj-body></mjml>"


def test_mjml_becomes_the_html_of_a_mail() -> None:
    assert "<h1>News</h1>" in to_html(body("<h1>News</h1>"), theme="classic")


@pytest.mark.parametrize("content", ["a < b", "<![CDATA[x]]>", "<p>open"])
def test_a_mistake_names_the_theme_and_the_line(content: str) -> None:
    with pytest.raises(
        RenderError, match=r"^theme classic: its MJML cannot be read: .*, line 3 of the expanded source"
    ):
        to_html(body(content), theme="classic")


def test_a_tag_that_is_not_closed_is_named() -> None:
    with pytest.raises(RenderError, match=r"cannot be read: <h1> is not closed, line 3 of the expanded source"):
        to_html(body("<h1>News"), theme="classic")


def test_entities_of_html_are_not_taken_for_the_mistake() -> None:
    with pytest.raises(RenderError, match="line 3 of"):
        to_html("<mjml>\n<mj-body><mj-raw>&nbsp;</mj-raw>\n<mj-section><mj-column></mj-body></mjml>", theme="classic")


def test_an_empty_document_is_a_mistake_without_a_line() -> None:
    with pytest.raises(RenderError) as caught:
        to_html("", theme="classic")
    assert "line" not in str(caught.value)


@pytest.mark.parametrize("font", ["Roboto", "Open Sans", "Droid Sans", "Lato", "Ubuntu"])
@pytest.mark.parametrize("tag", ["mj-button", "mj-text"])
def test_naming_a_font_loads_none(tag: str, font: str) -> None:
    part = f'<{tag} font-family="{font}, sans-serif">Read on</{tag}>'
    html = to_html(f"<mjml><mj-body><mj-section><mj-column>{part}</mj-column></mj-section></mj-body></mjml>", theme="x")
    assert f"font-family:{font}, sans-serif" in html
    assert "google" not in html


@pytest.mark.parametrize(
    "head",
    [
        '<mj-font name="Lora" href="https://fonts.example/lora.css"/>',
        '<mj-raw><link rel="stylesheet" href="https://fonts.example/lora.css"/></mj-raw>',
        "<mj-style>\np { color: red }\n@import url(https://fonts.example/lora.css);</mj-style>",
        "<mj-style>@font-face { font-family: Lora; src: url(https://fonts.example/lora.woff2) }</mj-style>",
    ],
)
def test_a_theme_that_loads_a_font_is_refused(head: str) -> None:
    text = '<mj-text font-family="Lora">a</mj-text>'
    body = f"<mj-body><mj-section><mj-column>{text}</mj-column></mj-section></mj-body>"
    with pytest.raises(RenderError, match=r"^theme classic: it loads a font or .*; take out mj-font"):
        to_html(f"<mjml><mj-head>{head}</mj-head>{body}</mjml>", theme="classic")


def test_words_about_loading_fonts_load_none() -> None:
    words = "&lt;link rel=stylesheet&gt; and &lt;style&gt;@import and @font-face"
    assert words in to_html(body(words), theme="classic")


def test_the_preheader_is_hidden_without_tricks() -> None:
    source = "<mjml><mj-head><mj-preview>First words</mj-preview></mj-head><mj-body></mj-body></mjml>"
    assert '<div style="display:none;mso-hide:all">First words</div>' in to_html(source, theme="house")
