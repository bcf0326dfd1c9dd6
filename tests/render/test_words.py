from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.render.words import Words, direction, same_language, title_of_update, words_of
from tests.contracts.issues import HERALD, SLOT


def speaking(language: str, timezone: str = "Europe/Lisbon") -> Words:
    return words_of(replace(HERALD, language=language, timezone=timezone))


@pytest.mark.parametrize(
    ("language", "timezone", "written"),
    [
        ("en", "Europe/Lisbon", "Monday, 23 November 2026"),
        ("en", "UTC", "Monday, 23 November 2026"),
        ("en", "America/New_York", "Monday, November 23, 2026"),
        ("en-GB", "America/New_York", "Monday, 23 November 2026"),
        ("de", "Europe/Vienna", "Montag, 23. November 2026"),
        ("pt", "Europe/Berlin", "segunda-feira, 23 de novembro de 2026"),
        ("ar", "Africa/Cairo", "الاثنين، 23 نوفمبر 2026"),
        ("x-unheard-of", "Europe/Lisbon", "Monday, 23 November 2026"),
    ],
)
def test_dates_are_written_as_where_the_publication_is(language: str, timezone: str, written: str) -> None:
    assert speaking(language, timezone).full_date(date(2026, 11, 23)) == written


def test_the_day_is_that_of_the_publications_zone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert speaking("en", "Asia/Tokyo").day(late) == date(2026, 11, 24)


def test_a_time_of_the_same_day_is_told_alone() -> None:
    assert speaking("en").moment(SLOT - timedelta(hours=2), today=SLOT.date()) == "04:30"


def test_a_time_of_another_day_is_told_with_its_day_on_one_line() -> None:
    assert speaking("en").moment(SLOT - timedelta(hours=9), today=SLOT.date()) == "22\u00a0November,\u00a021:30"


def test_a_day_without_a_time_is_told_as_a_day() -> None:
    assert speaking("en").moment(SLOT, today=SLOT.date(), day_only=True) == "23\u00a0November"


def test_a_day_of_another_year_is_told_with_the_year() -> None:
    moment = speaking("en").moment(datetime(2025, 11, 22, tzinfo=UTC), today=SLOT.date(), day_only=True)
    assert moment == "22\u00a0November\u00a02025"


def test_american_times_have_no_narrow_space() -> None:
    assert speaking("en-US").moment(SLOT, today=SLOT.date()) == "6:30\u00a0AM"


def test_small_numbers_open_a_sentence_in_letters() -> None:
    assert speaking("en").more(1) == "One more story did not fit:"
    assert speaking("en").more(4) == "Four more stories did not fit:"
    assert speaking("en").more(12) == "12 more stories did not fit:"


def test_plurals_follow_the_language() -> None:
    assert len({speaking("ar").more(count).replace(str(count), "") for count in (1, 2, 3, 11, 100)}) == 5


def test_names_past_the_most_are_counted() -> None:
    assert speaking("en").listed(["Post", "Gazette", "Wire"], most=2) == "Post, Gazette and 1 more"


def test_names_keep_their_order_where_text_runs_from_the_right() -> None:
    assert speaking("ar").listed(["AP", "Reuters"], most=2) == "\u2068AP\u2069، \u2068Reuters\u2069"
    assert speaking("ar").enumerated(["Daily", "Weekend"]) == "\u2068Daily\u2069 و\u2068Weekend\u2069"
    assert speaking("de").enumerated(["Daily", "Weekend"]) == "Daily und Weekend"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur", "rtl"),
        ("az-Arab", "rtl"),
        ("ks-Deva", "ltr"),
    ],
)
def test_direction_follows_the_language_and_its_script(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_regions_do_not_make_another_language() -> None:
    assert same_language("pt-BR", "pt")
    assert not same_language("pt", "es")
    assert not same_language("az", "az-Arab")


@pytest.mark.parametrize(
    ("language", "title"),
    [("en-GB", "Update: 5:0"), ("de-AT", "Aktualisiert: 5:0"), ("ar", "تحديث: 5:0"), ("tlh", "Update: 5:0")],
)
def test_an_update_is_told_in_the_language_of_the_headline(language: str, title: str) -> None:
    assert title_of_update("5:0", language) == title
