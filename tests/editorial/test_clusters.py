"""Stories of one event stand together, and those of two never do."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from digest.editorial.clusters import clusters
from digest.editorial.ties import ties_of
from tests.editorial.test_ties import said

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FERRY = [
    (
        "Ferry sinks off Salmar, 12 dead",
        "A passenger ferry sank in the Orla estuary off Salmar on Sunday, killing at least 12 people, the coast guard "
        "said. Rescue boats pulled 80 survivors from the water.",
    ),
    (
        "Twelve dead as ferry sinks near Salmar",
        "At least 12 people were killed when a passenger ferry sank in the Orla estuary near Salmar on Sunday, the "
        "coast guard said. Eighty survivors were pulled from the water by rescue boats.",
    ),
    (
        "Ferry disaster off Salmar leaves 12 dead",
        "Rescue boats pulled 80 people from the Orla estuary on Sunday after a passenger ferry sank off Salmar. The "
        "coast guard said at least 12 people died.",
    ),
]
WIRE = " ".join(
    f"Sentence {n} of the wire copy tells detail {n * 7} about the inquiry into the old mill." for n in range(9)
)


def told(story, texts, **fields):
    return [story(n, title=title, body=body, source=f"Source {n}", **fields) for n, (title, body) in enumerate(texts)]


def sizes(stories):
    return sorted(map(len, clusters(stories)))


def test_several_sources_tell_one_event(story):
    assert sizes(told(story, FERRY)) == [3]


def test_the_same_event_in_a_script_without_spaces(story):
    texts = [
        (
            "萨尔马渡轮沉没致12人死亡",
            "一艘客轮周日在萨尔马附近的奥拉河沉没，造成至少12人死亡，海岸警卫队说。救援船救起80名幸存者。",
        ),
        (
            "萨尔马渡轮沉没 至少12人死亡",
            "周日，一艘客轮在萨尔马附近奥拉河沉没，海岸警卫队说至少12人死亡，救援船救起80名幸存者。",
        ),
    ]
    assert sizes(told(story, texts, language="zh")) == [2]


def test_the_same_text_under_another_headline_is_one_story_however_late(story):
    first = story(1, title="Mill inquiry opens", body=WIRE)
    again = story(
        2,
        title="What we know of the mill",
        body=f"Updated. {WIRE}",
        published_at=first.published_at + timedelta(days=9),
    )
    assert sizes([first, again]) == [2]


@pytest.mark.parametrize(
    "texts",
    [
        [FERRY[0], ("Ferry sinks off Athens, 3 dead", FERRY[0][1].replace("Salmar", "Athens").replace("12", "3"))],
        [
            (
                "Quake of magnitude 5.1 hits Chile",
                "An earthquake of magnitude 5.1 struck Chile on Saturday. There was no damage.",
            ),
            (
                "Quake of magnitude 6.3 hits Peru",
                "An earthquake of magnitude 6.3 struck Peru on Saturday. There was no damage.",
            ),
        ],
        [
            (
                "Weather for Monday",
                "Rain in the north and sunny spells in the south, with a light wind, the service said.",
            ),
            (
                "Weather for Tuesday",
                "Rain in the north and sunny spells in the south, with a light wind, the service said.",
            ),
        ],
        [
            ("Salmar beat Porto 2-1", "Salmar won at home on Sunday with two late goals in front of nine thousand."),
            ("Salmar beat Braga 3-0", "Salmar won at home on Sunday with three late goals in front of nine thousand."),
        ],
        [
            (
                "Council approves the harbour budget",
                "The council of Salmar voted on Monday for a budget of four million.",
            ),
            (
                "Council approves the school plan",
                "The council of Salmar voted on Monday for a plan to build two schools.",
            ),
        ],
    ],
)
def test_alike_stories_of_two_events_stay_apart(story, texts):
    assert sizes(told(story, texts)) == [1, 1]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Story {}", WIRE),
        ("News about {}", "Something about {} happened in town today. Officials said {} will change."),
        ("The {} story", "A text that says nothing in particular, and says it for every story."),
    ],
)
def test_stories_cast_in_one_mould_stay_apart(story, title, body):
    topics = ["bridges", "harbours", "schools", "theatres", "first", "second"]
    assert sizes(told(story, [(title.format(topic), body.format(topic, topic)) for topic in topics])) == [1] * 6


def test_news_told_alike_five_days_later_is_other_news(story):
    first, second = told(story, FERRY[:2])
    later = story(2, title=second.title, body=second.body, published_at=first.published_at + timedelta(hours=121))
    assert sizes([first, later]) == [1, 1]


def test_languages_are_kept_apart_and_a_story_of_none_fits_any(story):
    (title, body), *_ = FERRY
    one, other, none = (story(n, title=title, body=body, language=tag) for n, tag in enumerate(("en-GB", "de", "")))
    assert sizes([one, other]) == [1, 1]
    assert sizes([one, none]) == [2]


def test_a_chain_of_likenesses_does_not_join_its_ends(story):
    words = [f"w{n:03}x" for n in range(110)]
    starts = {"The mill burned": 0, "Fire at a mill": 25, "Inquiry on the mill": 50}
    one, middle, other = (
        story(
            n,
            title=title,
            body=" ".join(words[start : start + 60]),
            source=f"Source {n}",
            published_at=NOON + n * timedelta(hours=1),
        )
        for n, (title, start) in enumerate(starts.items())
    )
    assert clusters([one, middle, other]) == [(one, middle), (other,)]
    assert clusters([middle, other]) == [(middle, other)]


def test_stories_without_text_are_told_apart_by_their_headlines(story):
    same = [story(n, title="Council approves harbour budget", source=f"Source {n}") for n in range(2)]
    assert sizes([*same, story(3, title="Live"), story(4, title="Live", source="Other")]) == [1, 1, 2]


def test_the_order_of_the_stories_does_not_matter(story):
    stories = told(story, [*FERRY, ("Mill inquiry opens", WIRE), ("Another mill", WIRE[200:]), ("Live", "")])
    expected = clusters(stories)
    for seed in range(10):
        Random(seed).shuffle(stories)
        assert clusters(stories) == expected


def test_no_stories_have_no_clusters():
    assert clusters([]) == []


def moulded(story, count, *, copies=1):
    """Stories of one wording about as many towns, each story told so many times."""
    body = (
        "The council of {0} voted on Monday evening to approve the budget for the coming year after a long debate. "
        "The mayor of {0} said that the money would go to schools and roads, and that taxes would stay as they were."
    )
    towns = ["".join("kmrstvlnpd"[int(digit)] + "a" for digit in f"{number:05}").title() for number in range(count)]
    titles = [f"Council of {town} approves its budget for the year" for town in towns]
    return told(story, [(title, body.format(town)) for title, town in zip(titles, towns, strict=True)] * copies)


def calls_to_cluster(stories):
    """Count the calls that the work takes, which unlike its seconds are the same on every machine."""
    counted = 0

    def count(_frame, _event, _argument):
        nonlocal counted
        counted += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        clusters(stories)
    finally:
        sys.setprofile(before)
    return counted


def test_the_work_grows_with_the_stories_of_one_mould_and_not_with_their_pairs(story):
    few, many = (calls_to_cluster(moulded(story, count)) for count in (150, 450))
    assert many < 4.5 * few


def test_the_same_story_is_found_again_among_many_of_its_mould(story):
    assert sizes(moulded(story, 200, copies=2)) == [2] * 200


SANK = (
    "Ferry Marsolin sinks off Delport",
    "The ferry Marsolin sank in fog off Delport on Sunday night with 61 passengers aboard. Fishing boats pulled 48 "
    "people from the water, the coastguard said. Seven bodies were found. Survivors told of a bang on the car deck.",
)
DOORS = (
    "Bow doors of Marsolin stood open, divers find",
    "Divers who searched the ferry Marsolin found that the bow doors of the car deck stood open when she sank in fog "
    "off Delport with 61 passengers aboard. The coastguard said that eleven bodies had been recovered so far.",
)
DOORS_AGAIN = (
    "Divers: Marsolin's bow doors were open",
    "The bow doors of the ferry Marsolin stood open, divers found who searched her car deck on Monday. Eleven bodies "
    "have been recovered so far, the coastguard said.",
)
CHIEF = (
    "Chief of Marsolin's owner resigns over bow doors",
    "The chief of the company that owns the ferry Marsolin resigned on Tuesday, after divers found that the bow doors "
    "of the car deck stood open. Eleven bodies were recovered. He said that the doors had never been repaired.",
)


def running(story, hours, texts, number):
    at = NOON + timedelta(hours=hours)
    return story(number, title=texts[0], body=texts[1], source=f"Source {number}", published_at=at)


def test_a_running_story_is_one_event_while_each_step_takes_up_one_before_it(story):
    steps = [running(story, 24 * n, texts, n) for n, texts in enumerate((SANK, DOORS, CHIEF))]
    assert sizes(steps) == [3]


def test_where_one_source_takes_up_an_event_those_that_tell_the_same_do(story):
    first, alone, both = (running(story, *one) for one in ((0, SANK, 1), (23, DOORS_AGAIN, 2), (24, DOORS, 3)))
    assert sizes([first, alone]) == [1, 1]
    assert sizes([first, alone, both]) == [3]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), [(1, 2, 3)]),
        (("1/2",), [(1,), (2, 3)]),
        (("1/3",), [(1,), (2, 3)]),
        (("2/3",), [(1, 3), (2,)]),
        (("1/2", "1+3"), [(1, 3), (2,)]),
    ],
)
def test_stories_that_an_editor_parted_stay_apart_whatever_they_go_on_with(story, words, expected):
    stories = [running(story, *one) for one in ((0, SANK, 1), (23, DOORS_AGAIN, 2), (24, DOORS, 3))]
    assert [tuple(one.id for one in cluster) for cluster in clusters(stories, ties_of(said(*words)))] == expected
