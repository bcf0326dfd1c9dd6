"""What stands around a story is told from the story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.boilerplate import is_boilerplate, without_dateline


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON (AP) -- ",
        "LISBON, Nov 21 (Reuters) - ",
        "Berlin (dpa) - ",
        "SALEM, Ore. (KOIN) — ",
        "PORTO, Portugal — ",
        "SÃO TOMÉ – ",
        "MOSCOW/KYIV, Nov. 21, 2026 (Reuters) – ",
        "Lisbon, 21 November – ",
        "CALDEN. ",
        "BREAKING: ",
        "(Reuters) - ",
        "ЛИССАБОН — ",
    ],
)
def test_datelines_are_taken_off(dateline):
    assert without_dateline(f"{dateline}A ferry sank off the pier.") == "A ferry sank off the pier."


@pytest.mark.parametrize(
    "opening",
    [
        "The World Health Organization (WHO) – the UN agency – said so.",
        "NATO – the alliance – met.",
        "The BBC - which is old - turned 104.",
        "Vance meets Ortiz - again.",
        "On Sunday, March 3 - a cold day - the pier closed.",
        "U.S. officials - two of them - agreed.",
        "Москва – столица.",
        "LISBON — ",
        "POLICE CLOSED THE PIER. NOBODY WAS HURT.",
    ],
)
def test_an_opening_that_only_looks_like_a_dateline_stays(opening):
    assert without_dateline(opening) == opening


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Quill",
        "By Ada Quill and Tom Reed, Harbour Desk",
        "Von Ute Kranz",
        "Photo: The pier at dawn. Tom Reed",
        "© 2026 Harbour Press",
        "The pier at dawn. Tom Reed/Reuters",
        "Fishermen mend nets, Getty Images",
        "Sign up for our morning letter.",
        "Read more: Ten boats to see",
        "Lesen Sie auch: Zehn Boote",
        "Advertisement",
        "Anzeige",
        "Updated 21 Nov 2026 10:00",
        "4 min read",
        "We use cookies to make this site better.",
        "The post Ten boats appeared first on The Pier.",
        "Please enable JavaScript to read on.",
        "Have any questions?",
        "31. Oktober 2023.",
        "Friday, Nov. 21, 2026",
        "21 November 2026",
        "This story is part of a series on harbours.",
        "Die Serie entsteht in Zusammenarbeit mit dem Hafenamt.",
        "Dieser Beitrag erschien zuerst in der Hafenpost.",
        "27,90 € inkl. MwSt. und Versand",
        "You are using an outdated browser, so parts of this page may be missing.",
        "Hinweis: Sie verwenden einen Browser, der moderne Seiten kaum noch darstellt.",
        "Vous utilisez un navigateur trop ancien.",
        "Veröffentlicht: 05.01.2026 Abgelegt unter: Hafen, Boote | Tags: Kai, Netz 5 Kommentare.",
        "Filed under: Harbour, Boats | 12 comments.",
        "submitted by /u/harbourmaster to /r/boats",
        "submitted by harbourmaster to boats [link] [275 comments]",
        "This is another post in our series on harbours.",
        "A version of this post originally appeared in the harbour's canteen.",
        "Previously available only to members, we now offer this article for free to everyone.",
        "This story is available to subscribers only.",
        "You can download a printer-friendly version to display in your canteen.",
        "Download the PDF version of this page.",
        "(2:07) Source: “Boats Outnumber Berths,” Harbour Statistics, July 2026.",
        "Quelle: Hafenamt Salmar",
    ],
)
def test_bylines_credits_invitations_and_notices_tell_no_news(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "By Monday the pier had reopened.",
        "Photos by the probe show a crater.",
        "Copyright law goes to a vote.",
        "Anzeige gegen den Hafenmeister: Er soll Netze verkauft haben.",
        "Support for the mayor fell.",
        "March on!",
        "Readers sent 900 letters.",
        "The bakery sold 2,000 cookies in an hour.",
        "A court ruled that cookies need consent.",
        "This is the first post of a new lighthouse keeper.",
        "The complaint was filed under a law on harbours.",
        "Plans were submitted by the harbour authority on Monday.",
        "The maker of the browser says that it no longer supports old phones.",
        "Berths are available only to members of the boat club, the council ruled.",
        "A museum now offers its archive of stories for free.",
        "Sources: mayor to resign.",
        "Thousands download the PDF of the budget in an hour.",
        "The source of the leak was a valve.",
    ],
)
def test_news_that_only_looks_like_them_stays(sentence):
    assert not is_boilerplate(sentence)


@given(st.text(max_size=200))
def test_any_text_can_be_judged_and_is_only_ever_shortened_from_its_start(text):
    assert is_boilerplate(text) in (True, False)
    assert text.endswith(without_dateline(text))
