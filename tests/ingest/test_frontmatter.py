"""Front matter is read in YAML and TOML, and what is broken is named with its line."""

from __future__ import annotations

import pytest

from digest.ingest.frontmatter import LONGEST, BrokenFrontMatter, inner, passage, split, word, words


def test_yaml_stands_between_dashes_and_its_words_stay_as_written() -> None:
    values, below = split("---\nTitle: No\nPublished-At: 2025-11-21\nid: 007\ntags: [on, 2025]\n---\n\nBody\n")
    assert values == {"title": "No", "published_at": "2025-11-21", "id": "007", "tags": ["on", "2025"]}
    assert below.strip() == "Body"


def test_toml_stands_between_plus_signs() -> None:
    values, below = split('+++\ntitle = "Bridge"\ndate = 2025-11-21T10:00:00Z\n+++\nBody')
    assert (word(values, "title"), word(values, "date"), below.strip()) == (
        "Bridge",
        "2025-11-21T10:00:00+00:00",
        "Body",
    )


@pytest.mark.parametrize("text", ["Body", "", "---\n\nA rule, then text", "--- x\ntitle: a\n---", "----\nx\n----"])
def test_a_text_without_front_matter_is_left_as_it_is(text: str) -> None:
    assert split(text) == ({}, text)


def test_empty_front_matter_says_nothing() -> None:
    assert split("---\n---\nBody")[0] == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: a\ntags: [x\n---\nBody", "line 4"),
        ('---\ntitle: a\nsummary: "open\n---\nBody', "line 3"),
        ("---\ntitle: a: b\n---\nBody", "line 2"),
        ("\n---\n- one\n- two\n---\nBody", "line 3"),
        ("---\ntitle: a\nBody", "line 1"),
        ('+++\ntitle = "a"\nx = \n+++\nBody', "line 3"),
        (f"+++\nid = {'9' * 5_000}\n+++\nBody", "line 2"),
        ("---\n? [a, b]\n: c\n---\n", "line 2"),
        ("---\nx: *unknown\n---\n", "line 2"),
    ],
)
def test_broken_front_matter_names_the_line_of_the_file(text: str, line: str) -> None:
    with pytest.raises(BrokenFrontMatter, match=line):
        split(text)


@pytest.mark.parametrize(
    "block", ["[" * 20_000, "a: " * 5_000, "x: y\n" * LONGEST, "a: !!python/object:os.system x: ["]
)
def test_hostile_front_matter_is_broken_front_matter(block: str) -> None:
    with pytest.raises(BrokenFrontMatter):
        split(f"---\n{block}\n---\nBody")


@pytest.mark.parametrize(
    "value", ["a: b", "@herald opens", "`code` opens", "[Update] opens", "'It's open'", "*opens*", "*opens", "& more"]
)
def test_a_value_that_needs_quotes_is_told_to_take_them(value: str) -> None:
    with pytest.raises(BrokenFrontMatter, match=r"^front matter, line 3: .*; put the value in quotes$"):
        split(f"---\nsource: x\ntitle: {value}\n---\nBody")


@pytest.mark.parametrize("text", ["---\ntitle: [\n---\n", "---\ntitle: a\n\tb: c\n---\n", "+++\nx = \n+++\n"])
def test_what_quotes_would_not_mend_is_not_told_to_take_them(text: str) -> None:
    with pytest.raises(BrokenFrontMatter, match=r"^front matter, line ") as error:
        split(text)
    assert "quotes" not in str(error.value)


@pytest.mark.parametrize("text", [f"---\nx: {'[' * 20_000}\n---\n", f"+++\nx = {'[' * 20_000}\n+++\n"])
def test_front_matter_nested_too_deep_is_called_that(text: str) -> None:
    with pytest.raises(BrokenFrontMatter, match=r"^front matter is nested too deep$"):
        split(text)


def test_a_tower_of_aliases_costs_nothing() -> None:
    tower = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    values, _ = split(f"---\ntitle: T\n{tower}---\nBody")
    assert list(words(values, "a11")) == []


def test_words_come_from_lists_and_from_texts_with_commas() -> None:
    assert list(words({"tags": ["a", "b c", {}, ""], "keywords": "d, <b>e</b>,,"}, "tags", "keywords", "none")) == [
        "a",
        "b c",
        "d",
        "<b>e</b>",
    ]


def test_a_word_is_the_first_that_is_text() -> None:
    assert word({"a": ["x"], "b": True, "c": 7}, "none", "a", "b", "c") == "7"


def test_a_passage_keeps_its_paragraphs() -> None:
    values, _ = split("---\nsummary: |\n  The <b> &amp; the\n\n  rest.\n---\n")
    assert passage(values, "description", "summary") == "The <b> &amp; the\n\nrest."


def test_a_number_too_long_to_be_written_out_says_nothing() -> None:
    values, _ = split(f"+++\nid = 0x{'f' * 9_000}\n+++\nBody")
    assert word(values, "id") == ""


def test_a_mapping_within_is_read_by_its_lower_case_names() -> None:
    assert inner({"image": {"URL": "x"}}, "image") == {"url": "x"}
    assert inner({"image": "x"}, "image") == {}
