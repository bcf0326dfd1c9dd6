"""A standfirst is made of whole sentences that are the story's own and tell its news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.summary import standfirst
from digest.ingest.teasers import own_length

FIRST = "The old pier at Salmar reopened on Sunday after a winter of repairs that cost twice what the town had planned."
SECOND = "Divers had found worm in forty of its oak piles, and each had to be drawn and replaced by hand."
THIRD = "The harbour master said the first ferry would call on Tuesday, weather allowing."
BODY = f"{FIRST} {SECOND}\n\n{THIRD}"
TITLE = "Salmar's pier is open again"


@pytest.fixture
def told(story):
    """Tell the standfirst of a story with these fields, in one sentence and 200 characters unless said otherwise."""
    return lambda sentences=1, limit=200, **fields: standfirst(
        story(**({"title": TITLE} | fields)), sentences=sentences, limit=limit
    )


def test_a_good_summary_of_the_source_is_used(told):
    summary = "After a hard winter the ferries return to the town's beloved wooden landing, and so do the tourists."
    assert told(summary=summary, body=BODY) == summary


@pytest.mark.parametrize(
    "summary",
    [
        "",
        TITLE,
        "Salmar's pier is open again!",
        "Read more",
        "Sign up for the harbour letter. You will like it.",
        FIRST[:60] + "…",
        FIRST[:60],
        FIRST[:60] + " [...]",
        "By Ada Quill",
    ],
)
def test_without_a_good_summary_the_story_s_own_opening_is_used(told, summary):
    assert told(summary=summary, body=BODY) == FIRST


def test_a_lead_is_told_two_sentences_and_a_third_where_they_are_short(told):
    assert told(sentences=2, limit=480, body=BODY) == f"{FIRST} {SECOND} {THIRD}"
    assert told(sentences=2, limit=400, body=BODY) == f"{FIRST} {SECOND}"


def test_a_brief_is_told_a_second_sentence_where_the_first_is_short(told):
    body = f"Ferries are back. {FIRST} {SECOND}"
    assert told(body=body) == f"Ferries are back. {FIRST}"


def test_only_whole_sentences_that_fit_are_taken(told):
    assert told(sentences=3, limit=200, body=f"{FIRST} {SECOND}") == FIRST


def test_a_summary_too_long_gives_way_to_a_body_whose_first_sentence_fits(told):
    assert told(summary="word " * 60 + "end.", body=BODY) == FIRST


def test_a_first_sentence_too_long_is_cut_at_a_clause(told):
    body = "The pier, which the town had closed in autumn when divers found worm in its piles, reopened on Sunday."
    expected = "The pier, which the town had closed in autumn when divers found worm in its piles…"
    assert told(limit=100, body=body) == expected


def test_without_a_clause_it_is_cut_after_a_whole_word(told):
    assert (
        told(limit=30, body="The harbour master reopened the old wooden pier on Sunday.")
        == "The harbour master reopened…"
    )


def test_a_script_without_spaces_is_cut_between_letters_never_before_a_mark(told):
    assert told(limit=10, body="港" * 40 + "。", language="zh") == "港" * 9 + "…"
    assert told(limit=10, body="e\u0301" * 40 + ".") == "e\u0301" * 4 + "…"


ASKED = "Why did the town of Salmar plan for so little, and who is to pay for the rest of it now?"


def test_a_question_at_the_end_is_followed_by_its_answer_where_that_fits(told):
    assert told(limit=240, body=f"{ASKED} {THIRD} {FIRST}") == f"{ASKED} {THIRD}"
    assert told(limit=240, summary=ASKED, body=f"{THIRD} {FIRST}") == f"{ASKED} {THIRD}"


def test_a_question_at_the_end_is_left_out_where_enough_is_said_before_it(told):
    assert told(sentences=2, limit=240, body=f"{FIRST} {ASKED} {SECOND}") == FIRST
    assert told(sentences=2, limit=240, body=f'{FIRST} "{ASKED}" {SECOND}') == FIRST


def test_a_story_that_opens_on_a_question_without_room_for_the_answer_is_told_by_a_later_sentence(told):
    assert told(limit=130, body=f"{ASKED} {FIRST} {SECOND}") == SECOND
    assert told(limit=130, summary=ASKED, body=f"{FIRST} {SECOND}") == FIRST


def test_a_story_of_nothing_but_questions_is_told_by_them(told):
    assert told(limit=130, body=f"{ASKED} {FIRST[:-1]}?") == ASKED


@pytest.mark.parametrize(("mark", "end"), ['""', "“”", "„“", "»«", ("« ", " »")])
def test_a_quotation_that_goes_on_in_what_is_left_out_is_closed(told, mark, end):
    body = f"The harbour master of Salmar was pleased with it: {mark}{SECOND}\n\n{FIRST}{end}"
    assert told(body=body) == f"The harbour master of Salmar was pleased with it: {mark}{SECOND}{end}"


@pytest.mark.parametrize("quoted", ['"worm"', "„worm“", "« worm »", '12" of oak', "“worm”"])
def test_a_quotation_that_ends_is_left_alone(told, quoted):
    body = f"Divers had found {quoted} in forty of the piles of the old pier at Salmar, and each had to be drawn."
    assert told(body=body) == body


@pytest.mark.parametrize(
    "above",
    [
        "SALMAR, Portugal (AP) — ",
        "By Ada Quill\n",
        "Photo: The pier at dawn. Tom Reed\n\n",
        "Sign up for our letter.\n\n",
        "This site uses cookies to serve you better.\n\n",
        f"{TITLE}\n\n",
        f"{TITLE}. ",
        "Harbour news\n",
    ],
)
def test_what_stands_above_a_story_is_passed_over(told, above):
    assert told(body=above + BODY) == FIRST


def test_the_teasers_of_other_stories_are_never_told(told, story):
    own = "Ferries are back."
    teasers = "Ten boats to see this summer. You will not believe the last one."
    assert told(sentences=3, body=f"{own}\n\n{teasers}", own_length=len(own)) == own


def test_a_sentence_that_leans_on_what_was_passed_over_gives_way(told):
    body = f"{TITLE}. She said the pier was safe. {FIRST}"
    assert told(body=body) == FIRST


def test_a_sentence_that_announces_a_list_does_not_end_a_standfirst(told):
    body = "Ferries are back. Here is what you should know before you come: \n\n" + FIRST
    assert told(body=body).startswith("Ferries are back.")
    assert not told(body=body).endswith(":")


def test_a_text_without_any_full_stop_is_told_with_one(told):
    body = "the pier at salmar reopened on sunday after a winter of repairs"
    assert told(body=body) == f"{body}."


def test_a_standfirst_set_above_the_text_without_a_full_stop_is_given_one(told):
    above = "Divers drew forty oak piles by hand before the ferries could come back"
    assert told(body=f"{above}\n\n{FIRST}", limit=240) == f"{above}. {FIRST}"


def test_a_line_without_a_full_stop_further_down_is_a_heading_and_told_by_nobody(told):
    body = f"{FIRST}\n\nWhat the town council has to say about it\n\n{THIRD}"
    assert told(sentences=3, limit=480, body=body) == FIRST


def test_another_wording_of_the_title_is_passed_over(told):
    assert told(title=TITLE, body=f"Open again after the winter: Salmar's pier is back\n\n{FIRST}") == FIRST


def test_a_sentence_that_points_back_opens_only_where_it_opens_the_text(told):
    pointing = "This old pier was built of oak when the town was rich and the sea full of herring."
    assert told(body=f"{pointing} {THIRD}").startswith(pointing)
    assert told(limit=150, body=f"{FIRST[:-1]}, {SECOND} {pointing} {THIRD}") == THIRD


@pytest.mark.parametrize(
    "opening",
    [
        "The former harbour master Ada Quill, who built the pier, has died at the age of 81 at her home in Salmar.",
        "Both piers of the town are to close for the winter, after divers found worm in a third of their piles.",
        "But for a dog called Rex the keeper of the pier would not have woken when the storm broke on Monday night.",
        "His Majesty the King opened the new pier on Monday in pouring rain, before a crowd of four thousand.",
    ],
)
def test_news_that_opens_the_text_opens_the_standfirst_whatever_its_first_word(told, opening):
    assert told(title="News of the pier", body=f"{opening} {SECOND}") == opening


@pytest.mark.parametrize("hanging", ["Both say that the town was told in spring.", "But for them it is too late."])
def test_what_takes_up_two_or_more_does_not_open_below_a_sentence_too_long(told, hanging):
    assert told(limit=150, body=f"{FIRST[:-1]}, {SECOND} {hanging} {THIRD}") == THIRD


def test_a_list_above_the_text_is_passed_over(told):
    assert told(body=f"- Forty piles of oak were drawn.\n- Two ferries will call again.\n\n{FIRST}") == FIRST


def test_where_the_first_sentence_is_too_long_a_later_one_that_stands_by_itself_is_told(told):
    long = f"{FIRST[:-1]}, {SECOND[0].lower()}{SECOND[1:]}"
    assert len(long) > 200
    assert told(body=f"{long} But the town is glad of it. {THIRD}") == THIRD


def test_where_what_fits_says_next_to_nothing_the_first_sentence_is_cut_all_the_same(told):
    long = f"{FIRST[:-1]}, {SECOND[0].lower()}{SECOND[1:]}"
    assert told(body=f"{long} Unions will protest on Friday.") == f"{long[: long.index(', and each')]}…"


def test_a_quotation_whose_speaker_is_not_named_opens_only_where_it_opens_the_text(told):
    assert told(title="“Never”", body=f"“Never”, she said. “Not for a day.” {FIRST}") == FIRST
    assert told(title="Row", body=f"“It is a disgrace!” {THIRD}") == f"“It is a disgrace!” {THIRD}"


def test_what_only_takes_up_the_title_does_not_open(told):
    body = "「辞めない」。首相はそう語った。29日の会見で、首相は続投すると表明した。"
    assert told(title="「辞めない」", body=body, language="ja") == "29日の会見で、首相は続投すると表明した。"


def test_a_short_summary_is_continued_from_the_body_for_a_lead(told):
    summary = "After a winter without ferries the town has its beloved landing back."
    assert told(sentences=2, summary=summary, body=BODY) == f"{summary} {FIRST}"


def test_a_continuation_says_nothing_twice_and_does_not_lean(told):
    summary = "The old pier at Salmar reopened on Sunday after a long winter of repairs."
    assert told(sentences=2, limit=240, summary=summary, body=BODY) == f"{summary} {SECOND}"
    assert told(sentences=2, summary=summary, body=f"{FIRST} She said the pier was safe.") == summary
    assert told(sentences=2, summary=summary, body=f"{FIRST} She called it safe. {THIRD}") == f"{summary} {THIRD}"


def test_a_lead_whose_summary_is_the_body_s_first_sentence_goes_on_with_the_next_whatever_it_leans_on(told):
    charged, was, seen = "Jo Reed was charged with arson on Monday.", "He is the keeper's son.", "Divers saw him there."
    assert told(sentences=2, limit=480, summary=charged, body=f"{charged}\n\n{was} {seen}") == f"{charged} {was} {seen}"


@pytest.mark.parametrize("greeting", ["Good morning.", "Hello, and welcome to the morning briefing."])
def test_a_greeting_opens_no_standfirst(told, greeting):
    assert told(body=f"{greeting} {FIRST}") == FIRST


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("The water board has ordered 3,000 people out of the valley.", " after it found a crack in its dam."),
        ("Fourteen regional hospitals are to become five, by a bill.", " that Ola Brandt set out on Monday."),
        ("Un entrepôt de M. Ferrand a été détruit hier.", " par les flammes qui venaient du toit."),
    ],
)
def test_what_is_said_in_full_is_not_said_in_few_words_before(told, short, full):
    body = f"{short.rstrip('.').replace(',', '')}{full}"
    assert told(sentences=2, limit=480, summary=short, body=f"{body} {SECOND}") == f"{body} {SECOND}"
    assert told(sentences=2, limit=480, body=f"{short} {body} {SECOND}") == f"{body} {SECOND}"
    assert told(sentences=2, limit=len(body) - 1, summary=short, body=f"{body} It is so.") == f"{short} It is so."


@pytest.mark.parametrize("tail", ["Leer", "Ler mais", "Suscríbete para seguir leyendo."])
def test_what_feeds_put_after_a_short_summary_is_left_out(told, tail):
    assert told(title="Nieve", summary=f"La nieve corta el puerto. {tail}") == "La nieve corta el puerto."


def test_a_summary_cut_off_is_made_whole_from_the_body(told):
    summary = f"{SECOND[:50]} …"
    assert told(summary=summary, body=f"Ferries are back after the winter.\n{BODY}") == SECOND


def test_a_summary_cut_off_at_an_ordinal_is_made_whole_from_the_body(told):
    cut = "Der Komet ist nach Sonnenuntergang tief im Westen zu sehen, am besten zwischen dem 6. und dem 10."
    told_in_german = {"language": "de", "summary": cut, "title": "Ein Komet kommt"}
    assert told(**told_in_german, body=f"{cut} November. Er zerbricht.") == f"{cut} November."
    assert told(**told_in_german, body="Er kommt aus der Ferne und zerbricht vielleicht.") == cut


WRONG = "An article on Monday about the ferry Solvind gave the year in which it was built as 1998."
RIGHT = "It was built in 1989 at the yard in Brackwater."


@pytest.mark.parametrize("summary", ["", WRONG, f"{WRONG} {RIGHT}"])
def test_a_mistake_is_told_with_what_is_right_or_only_that_is(told, summary):
    corrects = {
        "title": "Correction: Solvind’s age",
        "summary": summary,
        "body": f"{WRONG}\n\n{RIGHT}\n\nWe regret it.",
    }
    assert told(**corrects, limit=240) == f"{WRONG} {RIGHT}"
    assert told(**corrects, limit=100).startswith(RIGHT)


@pytest.mark.parametrize("motto", ["All of our latest news, and the best of opinion and sport.", "Ferries today"])
def test_a_summary_that_has_nothing_to_do_with_the_story_is_no_good(told, motto):
    assert told(summary=motto, body=BODY) == FIRST


@pytest.mark.parametrize(
    ("body", "first"),
    [
        (
            "萨尔马港的旧码头周日重新开放。修缮工程历时一个冬天。",
            "萨尔马港的旧码头周日重新开放。修缮工程历时一个冬天。",
        ),
        (
            "सलमार का पुराना घाट रविवार को फिर खुल गया। मरम्मत में पूरी सर्दी लगी।",
            "सलमार का पुराना घाट रविवार को फिर खुल गया। मरम्मत में पूरी सर्दी लगी।",
        ),
        (
            "أعيد افتتاح الرصيف القديم يوم الأحد. هل سيبقى مفتوحا؟",
            "أعيد افتتاح الرصيف القديم يوم الأحد. هل سيبقى مفتوحا؟",
        ),
    ],
)
def test_other_scripts_are_told_in_their_own_sentences(told, body, first):
    assert told(body=body, language="") == first


def test_a_story_of_a_title_alone_has_no_standfirst(told):
    assert told() == ""
    assert told(body=TITLE, summary=TITLE) == ""


def test_a_story_with_the_teasers_of_five_others_is_told_without_them(told):
    """The shape a news site's writing tool leaves: one-sentence paragraphs, then a sentence of each other story."""
    own = [
        "Salmar’s new harbour master, Ilda Moreno, met the heads of the fishing fleet on Thursday, in the first such "
        "talks since the fleet blocked the port in spring.",
        "During the talks, Ms Moreno stressed the “long friendship” between the harbour and its boats.",
        "The skippers reportedly agreed to leave the northern quay free for ferries.",
        "However, they want the town to pay for a new ice house, which burned down in March.",
        "“We have lost a year’s catch, and no one has asked how we live,” said their speaker, Tomé Reis, after the "
        "meeting.",
        "Mr Reis added that the boats would stay in port on Monday if no answer came.",
        "Ms Moreno said that she would put the request before the council next week.",
    ]
    teasers = [
        "A court in Porto sentenced three former managers of a shipping firm to six years in prison for tax fraud.",
        "Sardine stocks off the Algarve grew by a fifth within two years, a survey by marine biologists shows.",
        "Portuguese shipyards have won an order worth 300 million euros to build patrol boats for Norway.",
        "Wine exports from Armenia reached a record 40 million bottles despite a late frost in May.",
        "Dam builders ignored three reports on cracks, documents obtained by a Swiss newspaper show.",
    ]
    body = "\n\n".join(own + teasers)
    fields = {"title": "Harbour Master Moreno Meets Fleet", "body": body, "own_length": own_length("", body)}
    assert told(limit=240, **fields) == own[0]
    assert told(sentences=2, limit=480, **fields) == f"{own[0]} {own[1]}"
    everything = told(sentences=3, limit=5000, **fields | {"body": "\n\n".join([own[-1], *teasers]), "own_length": 76})
    assert everything == own[-1]


@given(st.text(max_size=300), st.text(max_size=300), st.integers(2, 300))
def test_any_text_gives_a_standfirst_within_the_limit(story, body, summary, limit):
    text = standfirst(story(title="Pier", body=body, summary=summary), sentences=2, limit=limit)
    assert len(text) <= limit
    assert text == text.strip()
    assert "\n" not in text


AGAIN = "The pier at Salmar is open again."


def test_a_summary_that_says_but_the_title_is_continued_from_the_body(told):
    summary = "The pier at Salmar is open again as of this winter."
    assert told(summary=summary, body=f"{summary} {SECOND}") == f"{summary} {SECOND}"
    assert told(summary=SECOND, body=f"{SECOND} {THIRD}") == SECOND


def test_a_sentence_that_says_but_the_title_gives_way_to_the_next_where_both_do_not_fit(told):
    assert told(body=f"{AGAIN} {SECOND}", limit=120) == SECOND
    assert told(body=f"{AGAIN} They cost a fortune, which the town has yet to find somewhere.", limit=60) == AGAIN


def test_a_list_of_what_the_title_means_is_cut_rather_than_left_out(told):
    roads = (
        "These roads stay closed after the storm: route 12 between Osmar and Lake Tarn, because of fallen trees; the "
        "coast road to Gull Point, because of damage by water; Harbour Bridge for trucks and for all that is wide."
    )
    more = "On route 4 cars are let through in turns until further notice."
    title = "Roads still closed after the storm"
    assert told(title=title, body=f"{roads} {more}") == f"{roads[: roads.index('; Harbour')]}…"
    assert told(title=title, body=f"{roads.replace('; ', ', ')} {more}") == more
    assert told(title="Cars on route 4 let through", body=f"{roads} {more}") == more
