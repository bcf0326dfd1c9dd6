"""A story ends where the teasers of other stories begin, and a story without teasers is left whole."""

from __future__ import annotations

import pytest

from digest.ingest.teasers import first_teaser, own_length

FERRY = (
    "Ferry company drops plan for night crossings",
    [
        "The Lisbon ferry company Tejo Lines has given up its plan for night crossings, its chairwoman Marta Queiroz "
        "told the city council on Tuesday.",
        "Ms Queiroz said that the company had not found enough pilots for the two boats it wanted to use.",
        "The crossings were to begin in March and would have linked both banks of the river every hour until dawn.",
        "However, the pilots' union had warned from the beginning that its members would not work more than four "
        "nights in a row.",
        "“We asked for nothing more than the law gives us,” said its secretary, Rui Falcão, after the meeting.",
        "Mr Falcão added that the union was ready to talk again if Tejo Lines hired more people.",
        "The council has already spent two million euros on new lights and ticket machines for the piers.",
        "It now wants that money back from the company, according to a letter seen by this newspaper.",
        "Those who work at night in the hospital on the south bank will have to keep using the bus.",
        "They had collected nine thousand signatures for the boats last autumn.",
    ],
)
QUAKE = (
    "Rescuers reach last villages after quake in Armenia",
    [
        "Rescue teams reached the last cut-off villages in northern Armenia on Sunday, three days after an earthquake "
        "killed at least 41 people.",
        "Prime Minister Anahit Sargsyan, who visited the town of Spitak, promised that every family would have a roof "
        "before the snow comes.",
        "Her government has asked neighbouring countries for tents and heavy machines.",
        "Georgia was the first to answer, sending forty engineers across the border on Friday night.",
        "The engineers have since opened the road to Spitak, which had been blocked by a landslide.",
        "“We heard them before we saw them, and then everybody ran out to help,” said Karen Petrosyan, a baker there.",
        "Mr Petrosyan lost his shop but says that his oven can be saved.",
        "In the villages, meanwhile, people are sleeping in cars and buses because of the aftershocks.",
        "Such tremors could go on for weeks, the Institute of Geophysics in Yerevan has warned.",
        "Sargsyan said that schools in the region would stay closed until the buildings had been inspected.",
    ],
)
FERRY_TEASERS = [
    "Residents of the old port have until Friday to comment on a hotel tower that would be the tallest in Portugal.",
    "A court in Porto sentenced three former managers of a shipping firm to six years in prison for tax fraud.",
    "Portuguese shipyards have won an order worth 300 million euros to build patrol boats for Norway.",
    "Sardine stocks off the Algarve grew by a fifth within two years, a survey by marine biologists shows.",
]
QUAKE_TEASERS = [
    "Armenian chess grandmaster Levon Hakobyan won the candidates' tournament in Madrid at the age of nineteen.",
    "A border agreement signed in Tbilisi ends two decades of talks about grazing land in the southern Caucasus.",
    "Prime Minister Anahit Sargsyan became the first leader from Yerevan to address the parliament in Ankara.",
    "Dam builders ignored three reports on cracks, documents obtained by a Swiss newspaper show.",
    "Wine exports from Armenia reached a record 40 million bottles despite a late frost in May.",
]


@pytest.mark.parametrize(
    ("story", "teasers"),
    [(FERRY, FERRY_TEASERS), (QUAKE, QUAKE_TEASERS), (FERRY, QUAKE_TEASERS), (QUAKE, FERRY_TEASERS)],
)
def test_teasers_after_a_story_are_found_even_where_they_name_the_same_people_and_places(
    story: tuple[str, list[str]], teasers: list[str]
) -> None:
    title, own = story
    found = first_teaser(title, own + teasers)
    assert len(own) - 1 <= found <= len(own)


@pytest.mark.parametrize("story", [FERRY, QUAKE])
def test_a_story_of_one_sentence_paragraphs_without_teasers_stays_whole(story: tuple[str, list[str]]) -> None:
    title, own = story
    assert first_teaser(title, own) == len(own)


@pytest.mark.parametrize("story", [FERRY, QUAKE])
def test_a_short_story_stays_whole_whatever_its_end_looks_like(story: tuple[str, list[str]]) -> None:
    title, own = story
    for count in range(1, 6):
        assert first_teaser(title, own[:count]) == count
    assert first_teaser(title, [*own[:3], FERRY_TEASERS[0]]) == 4


@pytest.mark.parametrize(
    "heading", ["Related", "More on this story", "READ MORE:", "You may also like", "Mehr zum Thema", "Lire aussi"]
)
def test_what_stands_under_a_heading_for_other_stories_is_not_the_storys_own(heading: str) -> None:
    title, own = FERRY
    assert first_teaser(title, [*own[:4], heading, QUAKE_TEASERS[0]]) == 4
    assert first_teaser(title, [*own, heading, "Hotel tower divides the old port", "Sardines are back"]) == len(own)


def test_a_box_of_other_stories_in_the_middle_does_not_end_the_story() -> None:
    title, own = FERRY
    assert first_teaser(title, [*own[:4], "Related", QUAKE_TEASERS[0], *own[4:]]) == len(own) + 2


def test_one_last_sentence_alone_is_never_a_teaser() -> None:
    title, own = FERRY
    assert first_teaser(title, [*own, QUAKE_TEASERS[3]]) == len(own) + 1


def test_at_least_half_of_a_story_is_its_own() -> None:
    title, own = FERRY
    lead = own[0]
    listed = [f"{lead} {lead}", *QUAKE_TEASERS, *FERRY_TEASERS, *QUAKE_TEASERS]
    assert sum(map(len, listed[: first_teaser(title, listed)])) >= sum(map(len, listed)) / 2


def test_lists_and_lines_that_are_no_sentences_are_no_teasers() -> None:
    title, own = FERRY
    timetable = [f"Pier {number}: {number + 5}.10, {number + 6}.40" for number in range(8)]
    assert first_teaser(title, own + timetable) == len(own) + 8


def test_a_text_in_another_script_is_left_whole() -> None:
    body = [f"第{number}段落では市の計画について説明している。住民は説明会を求めた。" for number in range(30)]
    assert first_teaser("市の計画", body) == 30


def test_the_own_length_counts_the_characters_before_the_first_teaser() -> None:
    title, own = QUAKE
    body = "\n\n".join([*own, "Related", *QUAKE_TEASERS])
    assert body[: own_length(title, body)] == "\n\n".join(own)
    assert own_length(title, "") == 0
    assert own_length("", "One paragraph.") == 14
