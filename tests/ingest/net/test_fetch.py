"""Fetching many sources: side by side, conditionally, patiently, and none stopping another."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.ingest.fetch import AT_ONCE_PER_HOST, fetch_all
from digest.model.source import FetchOutcome, Source, SourceKind

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FEED = (
    b'<rss version="2.0"><channel><title>The Herald</title><item><title>Bridge opens</title>'
    b"<link>/bridge</link><description>At noon.</description></item></channel></rss>"
)
PAGE = (
    b'<!doctype html><html><head><title>The Herald</title><link rel="alternate" type="application/rss+xml"'
    b' href="/feed.xml"></head><body><article><h1>Bridge opens</h1><p>The bridge over the harbour opened at noon on'
    b" Monday, two years late, and the first to cross it were the children of the school on the quay.</p>"
    b"<p>The mayor said that it would bring the two halves of the town together again.</p></article></body></html>"
)


def source(location, **more):
    return Source(**({"id": 1, "name": "herald", "kind": SourceKind.FEED, "location": location} | more))


def fetch(sources, settings):
    zone = ZoneInfo("Europe/Lisbon")
    return list(fetch_all(sources, settings=settings, user_agent="newsletter-digest/1", zone=zone, now=NOW))


def fetch_one(settings, location, **more):
    (result,) = fetch([source(location, **more)], settings)
    return result


def test_a_feed_yields_its_stories_title_and_validators(site, settings):
    url = site.give("/feed", FEED, ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 05:00:00 GMT")
    got = fetch_one(settings, url, failures=3)
    assert (got.outcome, got.title, got.location, got.error) == (FetchOutcome.OK, "The Herald", "", "")
    assert (got.etag, got.last_modified, got.retry_at) == ('"v1"', "Mon, 23 Nov 2026 05:00:00 GMT", None)
    assert [(s.title, s.url, s.source) for s in got.harvest.stories] == [
        ("Bridge opens", site.url + "/bridge", "The Herald")
    ]
    assert site.asked[0][1]["user-agent"] == "newsletter-digest/1"
    assert "if-none-match" not in site.asked[0][1]


def test_validators_are_sent_and_304_means_unchanged(site, settings):
    url = site.give("/feed", status=304)
    got = fetch_one(settings, url, etag='W/"v1"', last_modified="Mon, 23 Nov 2026 05:00:00 GMT", title="The Herald")
    assert (got.outcome, got.harvest.stories, got.title) == (FetchOutcome.UNCHANGED, (), "The Herald")
    assert (got.etag, got.last_modified) == ('W/"v1"', "Mon, 23 Nov 2026 05:00:00 GMT")
    assert site.asked[0][1]["if-none-match"] == 'W/"v1"'
    assert site.asked[0][1]["if-modified-since"] == "Mon, 23 Nov 2026 05:00:00 GMT"


def test_a_permanent_redirect_is_remembered_once_it_led_to_a_feed(site, settings):
    moved = site.give("/new", FEED)
    assert fetch_one(settings, site.give("/old", status=301, Location="/new")).location == moved
    assert fetch_one(settings, site.give("/lost", status=301, Location="/nowhere")).location == ""


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 401}, "answered 401; give a name and password in its address"),
        ({"status": 404}, "answered 404; check the address"),
        ({"status": 406}, "answered 406; see it in a browser"),
        ({"status": 500}, "answered 500; try again later"),
        ({"body": b""}, "is empty"),
        ({"body": b"\x89PNG\r\n"}, "is no feed: it holds neither XML nor JSON"),
        ({"body": b"<html><body>Hello</body></html>"}, "is an HTML page, not a feed"),
    ],
)
def test_every_failure_is_one_line_and_the_wait_begins_at_five_minutes(site, settings, answer, error):
    got = fetch_one(settings, site.give("/feed", **answer), etag='"v1"')
    assert (got.outcome, got.error, got.etag) == (FetchOutcome.FAILED, error, '"v1"')
    assert got.retry_at == NOW + timedelta(minutes=5)


def test_a_page_in_place_of_a_feed_is_told_with_the_feed_it_offers(site, settings):
    got = fetch_one(settings, site.give("/", PAGE))
    assert got.error == f"is an HTML page, not a feed; it offers the feed {site.url}/feed.xml"


def test_a_feed_that_is_gone_is_left_alone_for_a_week(site, settings):
    got = fetch_one(settings, site.give("/feed", status=410))
    assert got.error == "is gone for good (410); remove the source"
    assert got.retry_at == NOW + timedelta(days=7)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 07:00:00 GMT", timedelta(hours=1)),
        ("Mon, 23 Nov 2020 07:00:00 GMT", timedelta(0)),
        ("999999999999", timedelta(days=1)),
        ("soon", timedelta(minutes=5)),
    ],
)
def test_retry_after_is_honoured(site, settings, status, header, wait):
    got = fetch_one(settings, site.give("/feed", status=status, Retry_After=header))
    assert got.error == f"asks to be left alone for a while ({status})"
    assert got.retry_at == NOW + wait


def test_a_source_that_asked_to_be_left_alone_is_not_called(site, settings):
    url = site.give("/feed", FEED)
    later = NOW + timedelta(seconds=1)
    got = fetch_one(settings, url, retry_at=later, error="answered 503")
    assert (got.outcome, got.retry_at, got.error, site.asked) == (FetchOutcome.WAITING, later, "answered 503", [])
    assert fetch_one(settings, url, retry_at=NOW).outcome is FetchOutcome.OK


def test_one_broken_source_stops_no_other(site, settings, hasty, tmp_path):
    site.act("/hang", lambda _request: time.sleep(0.6))
    bomb = b'<!DOCTYPE rss [<!ENTITY a "' + b"a" * 50_000 + b'">]><rss><channel><title>' + b"&a;" * 50_000
    with socket.create_server(("127.0.0.1", 0)) as server:
        dead = server.getsockname()[1]
    locations = [
        site.give("/feed", FEED),
        site.url + "/hang",
        site.give("/bomb", bomb),
        site.give("/loop", status=302, Location="/loop"),
        f"http://127.0.0.1:{dead}/",
        "http://nobody.invalid/",
        "gopher://old.example/",
        "http://[/",
    ]
    sources = [source(location, id=number) for number, location in enumerate(locations)]
    sources.append(source(str(tmp_path / "nowhere"), id=99, kind=SourceKind.FOLDER))
    results = {got.source.id: got for got in fetch(sources, hasty)}
    assert len(results) == len(sources)
    assert [number for number, got in results.items() if got.outcome is FetchOutcome.OK] == [0]
    assert all(got.error and "\n" not in got.error for number, got in results.items() if number)
    assert results[1].error == "timed out after 0.3s"
    assert results[4].error == "refused the connection"


def test_sources_of_several_hosts_are_fetched_side_by_side_but_two_at_most_of_one(site, settings):
    """Eight answers of 0.2 s each, from two hosts, take two rounds, not eight."""
    lock, now_open, most = threading.Lock(), {}, {}

    def slow(request):
        host = request.headers["Host"]
        with lock:
            now_open[host] = now_open.get(host, 0) + 1
            most[host] = max(most.get(host, 0), now_open[host])
        time.sleep(0.2)
        with lock:
            now_open[host] -= 1
        request.send_response(200)
        request.send_header("Content-Length", str(len(FEED)))
        request.end_headers()
        request.wfile.write(FEED)

    site.act("/feed", slow)
    port = site.url.rpartition(":")[2]
    hosts = ["127.0.0.1", "localhost"]
    sources = [source(f"http://{host}:{port}/feed", id=n) for n, host in enumerate(hosts * 4)]
    started = time.monotonic()
    results = fetch(sources, settings)
    took = time.monotonic() - started
    assert {got.outcome for got in results} == {FetchOutcome.OK}
    assert set(most.values()) == {AT_ONCE_PER_HOST}
    assert took < 0.2 * len(sources) / 2


def test_results_come_as_they_finish(site, settings):
    slow = threading.Event()
    site.act("/slow", lambda _request: slow.wait(3))
    quick = site.give("/quick", FEED)
    results = fetch_all(
        [source(site.url + "/slow", id=1), source(quick, id=2)],
        settings=replace(settings, timeout=timedelta(seconds=3)),
        user_agent="t",
        zone=ZoneInfo("UTC"),
        now=NOW,
    )
    assert next(results).source.id == 2
    slow.set()
    assert next(results).outcome is FetchOutcome.FAILED


def test_a_page_is_read_as_a_story(site, settings):
    got = fetch_one(settings, site.give("/", PAGE, Content_Type="text/html"), kind=SourceKind.PAGE)
    assert got.error == ""
    assert [story.title for story in got.harvest.stories] == ["Bridge opens"]


def test_a_folder_is_read_without_the_network(settings, tmp_path):
    (tmp_path / "bridge.txt").write_text("Bridge opens\n\nThe bridge over the harbour opened at noon.\n")
    got = fetch_one(settings, str(tmp_path), kind=SourceKind.FOLDER)
    assert (got.outcome, len(got.harvest.stories)) == (FetchOutcome.OK, 1)
