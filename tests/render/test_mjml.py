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


def test_entities_of_html_are_not_taken_for_the_mistake() -> None:
    with pytest.raises(RenderError, match="line 3 of"):
        to_html("<mjml>\n<mj-body><mj-raw>&nbsp;</mj-raw>\n<mj-section><mj-column></mj-body></mjml>", theme="classic")


def test_an_empty_document_is_a_mistake_without_a_line() -> None:
    with pytest.raises(RenderError) as caught:
        to_html("", theme="classic")
    assert "line" not in str(caught.value)
