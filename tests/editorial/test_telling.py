"""What of a text tells its news, and what stands around the words of a line."""

from __future__ import annotations

import pytest

from digest.editorial.telling import telling, without_marks


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("– Deal done – at last – says mayor", "Deal done – at last – says mayor"),
        ("Rain, wind · and snow", "Rain, wind · and snow"),
        ("Sit-in | Foo | Bar ends", "Sit-in | Foo | Bar ends"),
    ],
)
def test_marks_are_taken_from_the_head_of_a_line_and_nothing_from_its_middle(line: str, left: str) -> None:
    assert without_marks(line) == left


NEWS = "A whale swam into the harbour of Salmar on Friday."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Serves 4. Cooking 40 min. | Rest 10 min.\n\n1. Soak the cod. 2. Fry it.\n\n{NEWS}", [NEWS]),
        ("1. Soak the cod. 2. Fry it.", ["1. Soak the cod.", "2. Fry it."]),
        (f"1. It is fast.\n2. It is quiet.\n3. It is dear.\n\n{NEWS}", [NEWS]),
        (f"#2: The Orla. She is slow.\n#1: The Karsten. She is fast.\n\n{NEWS}", [NEWS]),
        ("1. It is fast.\n2. It is quiet.", ["1. It is fast.", "2. It is quiet."]),
        (f"3. November is the day.\n\n{NEWS}", ["3. November is the day.", NEWS]),
        (f"Accept all cookies. {NEWS}", [NEWS]),
        (f"Accept all cookies. We will not ask again.\n\n{NEWS}", [NEWS]),
        (f"(Photo: A whale at Salmar. Ada Quill)\n\n{NEWS} [Photo by Tom Reed]", [NEWS]),
    ],
)
def test_steps_and_notices_give_way_to_whatever_else_there_is(text: str, told: list[str]) -> None:
    assert telling(text, title="Whale in harbour", language="en") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("22:15 Polls have closed. 22:05 Turnout was low.", ["Polls have closed.", "Turnout was low."]),
        ("22.15 Uhr Die Wahl ist aus.\n22.05 Uhr Es kamen wenige.", ["Die Wahl ist aus.", "Es kamen wenige."]),
        ("14.30 Uhr: Es brennt.\n13.05 Uhr: Es riecht.", ["Es brennt.", "Es riecht."]),
        ("10:30 Doors open. 11:00 The band plays.", ["10:30 Doors open.", "11:00 The band plays."]),
        ("10:30 trains stop here.\n9:15 trains do not.", ["10:30 trains stop here.", "9:15 trains do not."]),
    ],
)
def test_times_are_taken_from_a_ticker_whose_times_run_backwards(text: str, told: list[str]) -> None:
    assert telling(text, title="Whale in harbour", language="en") == told


@pytest.mark.parametrize(
    "title",
    ["Live: the whale", "The whale as it happened", "Liveticker zum Wal", "En direct : la baleine", "The whale – live"],
)
def test_times_are_taken_from_what_is_titled_as_a_ticker(title: str) -> None:
    text = "10.00 The bells begin to ring.\n\n10.15 The church is full."
    assert telling(text, title=title, language="en") == ["The bells begin to ring.", "The church is full."]
    assert telling(text, title="Live music in church", language="en")[0].startswith("10.00")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Mr Moore, how is your dog? Moore: Well. {NEWS}", [NEWS]),
        (f"Is it safe? Lena Okoro: Yes. And dear? Lena Okoro: Hardly. {NEWS}", [NEWS]),
        (f"Q. You left. Why?\n\nA. I had no money. I went to sea.\n\n{NEWS}", [NEWS]),
        ("Q: Why is it shut? A: It is old.", ["Q: Why is it shut?", "A: It is old."]),
        ("Q: Why is it shut?\n\nA: It is old.", ["Q: Why is it shut?", "A: It is old."]),
        (f"Who leads? Poll: Liberals. {NEWS}", ["Who leads?", "Poll: Liberals.", NEWS]),
        (f"A. Reed quit.\n\n{NEWS}", ["A. Reed quit.", NEWS]),
    ],
)
def test_questions_and_answers_of_an_interview_give_way_to_whatever_else_there_is(text: str, told: list[str]) -> None:
    assert telling(text, title="Whale in harbour", language="en") == told


def test_questions_to_somebody_by_name_give_way_with_what_is_answered() -> None:
    text = (
        f"Lena, you spent weeks on Sorn. What was hard?\n\nThe rowing. I could not.\n\nAnd then?\n\nI wept.\n\n{NEWS}"
    )
    assert telling(text, title="Lena on Sorn", language="en") == [NEWS]
    text = f"Frau Krogh, Sie gehen. Warum?\n\nIch will nicht mehr.\n\n{NEWS}"
    assert telling(text, title="Ida Krogh geht", language="de") == [NEWS]
    text = f"Lena, who is 40, spent weeks on Sorn. What was hard?\n\n{NEWS}"
    assert telling(text, title="Whale", language="en")[-1] == NEWS


@pytest.mark.parametrize("label", ["By Jane Holloway | ", "By Jane Holloway | Updated 14.30 | ", "Photo: A. Reed | "])
def test_a_byline_before_a_bar_is_not_told(label: str) -> None:
    assert telling(f"{label}{NEWS}", title="Whale", language="en") == [NEWS]
    assert telling(f"Harbour | {NEWS}", title="Whale", language="en") == [f"Harbour | {NEWS}"]


def test_a_note_that_an_article_was_amended_is_not_told() -> None:
    text = f"This article was amended on 20 November 2026 to correct the time.\n\n{NEWS}"
    assert telling(text, title="Whale", language="en") == [NEWS]


def test_an_answer_that_the_title_has_ends_what_is_told_with_its_question() -> None:
    text = "You were a nurse for twenty years, Lena Okoro. Why politics? I wanted no office. I wanted beds."
    told = telling(text, title="I wanted no office: Lena Okoro", language="en")
    assert told == ["You were a nurse for twenty years, Lena Okoro.", "Why politics?"]
