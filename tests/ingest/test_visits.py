"""What is remembered of a source after it answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from urllib3 import HTTPHeaderDict

from digest.errors import IngestError
from digest.ingest.net import Response
from digest.ingest.visits import Visit, failed, remote
from digest.model.source import FetchOutcome, Source, SourceKind

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
URL = "https://herald.example/feed"


def visit(**more):
    known = {"id": 1, "name": "herald", "kind": SourceKind.FEED, "location": URL, "etag": '"old"', "title": "Herald"}
    return Visit(source=Source(**(known | more)), zone=ZoneInfo("Europe/Lisbon"), now=NOW)


def answer(status, body=b"", *, permanent_url=URL, **headers):
    return Response(
        status=status, headers=HTTPHeaderDict(headers), body=body, url=permanent_url, permanent_url=permanent_url
    )


def test_validators_of_an_unchanged_source_are_kept_or_renewed():
    assert remote(visit(), answer(304)).etag == '"old"'
    assert remote(visit(), answer(304, etag='"new"')).etag == '"new"'


def test_validators_that_a_changed_source_no_longer_gives_are_forgotten():
    got = remote(visit(last_modified="x"), answer(200, b"<feed/>"))
    assert (got.etag, got.last_modified) == ("", "")


def test_a_feed_without_a_title_keeps_the_one_it_had():
    assert remote(visit(), answer(200, b"<feed/>")).title == "Herald"
    assert remote(visit(), answer(200, b"<feed><title>The Herald</title></feed>")).title == "The Herald"


def test_a_new_location_is_told_even_when_nothing_changed():
    assert remote(visit(), answer(304, permanent_url="https://new.example/feed")).location == "https://new.example/feed"
    assert remote(visit(), answer(304)).location == ""


def test_an_answer_that_cannot_be_read_is_an_error_for_the_caller():
    with pytest.raises(IngestError, match="is empty"):
        remote(visit(), answer(200))


def test_each_failure_in_a_row_doubles_the_wait():
    got = failed(visit(failures=2), "timed out after 20s")
    assert (got.outcome, got.error, got.etag, got.title) == (
        FetchOutcome.FAILED,
        "timed out after 20s",
        '"old"',
        "Herald",
    )
    assert got.retry_at == NOW + timedelta(minutes=20)
