"""The reader of digest.toml: what it fills in, what it refuses, and how it says so."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import find_config, load_settings, read_settings
from digest.config.layout import FILE
from digest.config.places import COMMON_LANGUAGES
from digest.config.table import Named
from digest.errors import ConfigError
from digest.model.edition import CatchUp, QuietDay
from digest.model.settings import Rate, Security, TransportName
from digest.model.tags import TagRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from digest.model.settings import Settings

LEAST = {
    "publication.name": '"The Harbour Herald"',
    "publication.url": '"https://herald.example"',
    "publication.postal_address": '"1 Quay Street, Lisbon"',
    "mail.from": '"Desk <digest@herald.example>"',
    "editions.daily": "{}",
}


def toml(changes: dict[str, str]) -> str:
    """Write the least file there is, as dotted keys, with changes; an empty text takes a key away."""
    lines = LEAST | changes
    if any(key.startswith("editions.daily.") for key in changes):
        del lines["editions.daily"]
    return "\n".join(f"{key} = {value}" for key, value in lines.items() if value)


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Settings]:
    def write_and_load(text: str, **environ: str) -> Settings:
        file = tmp_path / "digest.toml"
        file.write_text(text, encoding="utf-8")
        return load_settings(file, environ=environ)

    return write_and_load


@pytest.fixture
def problems(load: Callable[..., Settings]) -> Callable[[str], tuple[str, ...]]:
    def of(text: str) -> tuple[str, ...]:
        with pytest.raises(ConfigError) as caught:
            load(text)
        assert all("\n" not in problem for problem in caught.value.problems)
        return caught.value.problems

    return of


def test_five_keys_are_enough_and_the_rest_is_filled_in(load: Callable[..., Settings], tmp_path: Path):
    settings = load(toml({"mail.from": '"digest@herald.example"'}))
    assert settings.file == tmp_path / "digest.toml"
    assert settings.database == tmp_path / "digest.db"
    assert settings.media is None
    assert (settings.publication.language, settings.publication.timezone) == ("en", "UTC")
    mail = settings.mail
    assert (mail.from_name, mail.from_address) == ("The Harbour Herald", "digest@herald.example")
    assert (mail.reply_to, mail.transport, mail.rate, mail.only_to) == ("", TransportName.OUTBOX, None, ())
    assert mail.outbox.path == tmp_path / "outbox"
    assert (mail.smtp.host, mail.smtp.port, mail.smtp.security) == ("127.0.0.1", 25, Security.NONE)
    assert (mail.smtp.connections, mail.smtp.username, mail.smtp.timeout) == (4, "", timedelta(minutes=5))
    assert (mail.sendgrid.region, mail.sendgrid.url, mail.sendgrid.sandbox) == ("global", "", False)
    assert (mail.smtp.password_env, mail.sendgrid.api_key_env) == ("DIGEST_SMTP_PASSWORD", "SENDGRID_API_KEY")
    assert (mail.smtp.password_file, mail.sendgrid.api_key_file) == (None, None)
    pages = settings.pages
    assert (pages.topics, pages.languages) == (None, ())
    assert (pages.confirm_within, pages.remind_after) == (timedelta(days=7), timedelta(days=3))
    assert (pages.privacy_url, pages.trusted_proxies) == ("", ("127.0.0.1", "::1"))
    fetch = settings.fetch
    assert (fetch.allow_private, fetch.timeout, fetch.max_bytes) == (False, timedelta(seconds=20), 10_000_000)
    assert settings.tag_words == {}


def test_an_edition_without_keys_is_named_and_listed_by_its_own_name(load: Callable[..., Settings]):
    edition = load(toml({"editions.daily": "", "editions.late-city": "{}"})).editions["late-city"]
    assert (edition.name, edition.title, edition.lists) == ("late-city", "Late city", ("late-city",))
    assert (edition.tags, edition.schedule, edition.theme) == (TagRule(), "", "classic")
    assert (edition.deadline, edition.max_age) == (timedelta(hours=6), timedelta(hours=36))
    assert (edition.briefs, edition.min_stories) == (8, 1)
    assert (edition.quiet_day, edition.catch_up, edition.public) == (QuietDay.SKIP, CatchUp.MERGE, True)


def test_every_value_is_taken_in_its_own_type(load: Callable[..., Settings]):
    settings = load(
        toml(
            {
                "publication.timezone": '"Europe/Lisbon"',
                "publication.language": '"PT-pt"',
                "mail.transport": '"smtp"',
                "mail.rate": '"600/m"',
                "mail.only_to": '["Desk@Herald.example", "@xn--mnchen-3ya.example"]',
                "mail.smtp.security": '"starttls"',
                "mail.smtp.password_file": '"secrets/smtp"',
                "mail.sendgrid.api_key_file": '"/run/secrets/sendgrid"',
                "brand.accent": '"#0B5FFF"',
                "pages.topics": '["World", "local"]',
                "pages.languages": '["de", "PT-br"]',
                "pages.remind_after": '""',
                "pages.trusted_proxies": '["10.0.0.0/8", "2001:DB8::1"]',
                "editions.daily.tags": '["World", "-sport", "eu+economy"]',
                "editions.daily.lists": '["daily", "friends", "daily"]',
                "editions.daily.schedule": '"30 6 * * 1-5"',
                "editions.daily.quiet_day": '"widen"',
                "editions.daily.catch_up": '"skip"',
                "editions.daily.public": "false",
                "editions.daily.sections": "true",
                "editions.daily.max_age": '"7d"',
                "tags.Syria": '["Syria", "Damascus"]',
            }
        )
    )
    assert (settings.publication.timezone, settings.publication.language) == ("Europe/Lisbon", "pt-PT")
    assert (settings.mail.transport, settings.mail.rate) == (TransportName.SMTP, Rate(600, timedelta(minutes=1)))
    assert settings.mail.only_to == ("desk@herald.example", "@xn--mnchen-3ya.example")
    assert settings.mail.smtp.security is Security.STARTTLS
    assert settings.mail.smtp.password_file == settings.file.parent / "secrets" / "smtp"
    assert str(settings.mail.sendgrid.api_key_file) == "/run/secrets/sendgrid"
    pages = settings.pages
    assert (settings.brand.accent, pages.topics, pages.languages) == ("#0b5fff", ("world", "local"), ("de", "pt-BR"))
    assert (pages.remind_after, pages.trusted_proxies) == (None, ("10.0.0.0/8", "2001:db8::1"))
    daily = settings.editions["daily"]
    assert daily.tags == TagRule.parse(["world", "-sport", "eu+economy"])
    assert (daily.lists, daily.schedule, daily.max_age) == (("daily", "friends"), "30 6 * * 1-5", timedelta(days=7))
    assert (daily.quiet_day, daily.catch_up, daily.public) == (QuietDay.WIDEN, CatchUp.SKIP, False)
    assert daily.sections
    assert settings.tag_words == {"syria": ("Syria", "Damascus")}


def test_sendgrid_is_a_transport(load: Callable[..., Settings]):
    assert load(toml({"mail.transport": '"sendgrid"'})).mail.transport is TransportName.SENDGRID


def test_paths_start_from_the_folder_of_the_file_unless_they_are_whole(load: Callable[..., Settings], tmp_path: Path):
    settings = load(
        toml({"publication.database": '"/srv/d.db"', "publication.media": '"m"', "mail.outbox.path": '"~/out"'}),
        HOME="/home/desk",
    )
    assert str(settings.database) == "/srv/d.db"
    assert settings.media == tmp_path / "m"
    assert str(settings.mail.outbox.path) == "/home/desk/out"


def test_a_path_given_from_here_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "x.toml").write_text(toml({}))
    monkeypatch.chdir(tmp_path)
    from pathlib import Path as Here

    assert load_settings(Here("x.toml"), environ={}).database == tmp_path / "digest.db"


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("digest@herald.example", "The Harbour Herald", "digest@herald.example"),
        ("<digest@herald.example>", "The Harbour Herald", "digest@herald.example"),
        ("Herald, The <Desk@HERALD.example>", "Herald, The", "Desk@herald.example"),
        ('\\"Herald \\\\\\"Late\\\\\\" <x>\\" <a@herald.example>', None, None),
        ('\\"Herald \\\\\\"Late\\\\\\"\\" <a@herald.example>', 'Herald "Late"', "a@herald.example"),
        ("Diário <a@diário.example>", "Diário", "a@xn--dirio-yqa.example"),
        ("desk@local.test", "The Harbour Herald", "desk@local.test"),
        ("jörg@herald.example", None, None),
        ("desk", None, None),
        ("Desk <>", None, None),
        ("Desk <a@b.example", None, None),
        ("a@b.example, c@d.example", None, None),
    ],
)
def test_the_sender_is_an_address_with_or_without_a_name(
    load: Callable[..., Settings], written: str, name: str | None, address: str | None
):
    text = toml({"mail.from": f'"{written}"'})
    if name is None:
        with pytest.raises(ConfigError, match=r"^digest\.toml: mail\.from: "):
            load(text)
    else:
        mail = load(text).mail
        assert (mail.from_name, mail.from_address) == (name, address)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://herald.example/", "https://herald.example"),
        ("HTTPS://Herald.Example/News/", "https://herald.example/News"),
        ("https://herald.example:0443/news", "https://herald.example/news"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("https://herald.example:8443", "https://herald.example:8443"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_publication_stands_at_https_or_on_this_machine(load: Callable[..., Settings], written: str, kept: str):
    assert load(toml({"publication.url": f'"{written}"'})).publication.url == kept


@pytest.mark.parametrize(
    "written",
    [
        "http://herald.example",
        "http://127.0.0.1.herald.example",
        "herald.example",
        "ftp://herald.example",
        "https://",
        "https://herald.example?x=1",
        "https://herald.example/#top",
        "https://herald.example:99999",
        "https://herald .example",
        "https://hérald.example",
        'https://herald.example/\\"><script>',
    ],
)
def test_any_other_address_of_the_publication_is_refused(problems: Callable[[str], tuple[str, ...]], written: str):
    (problem,) = problems(toml({"publication.url": f'"{written}"'}))
    assert problem.startswith("digest.toml: publication.url: ")
    assert "https://" in problem


MISTAKES = [
    ("publication.name", "3", "3 is not a text; put it in quotes"),
    ("publication.name", '"  "', "is empty; a text is needed"),
    ("publication.name", '"a\\nBcc: b"', "'a\\nBcc: b' holds a line break or control character; write it on one line"),
    ("publication.name", "2026-11-23", "2026-11-23 is not a text; put it in quotes"),
    ("publication.language", '"english"', "'english' is not a language we know; write its tag, such as en, pt-BR"),
    ("publication.language", '"xx"', "'xx' is not a language we know"),
    ("publication.language", '"en_US"', "'en_US' is not a language we know"),
    ("publication.timezone", '"Europe/Lisbn"', "'Europe/Lisbn' is not a time zone; did you mean 'Europe/Lisbon'?"),
    ("publication.timezone", '"Europe"', "'Europe' is not a time zone"),
    ("publication.timezone", '"../../etc/passwd"', "is not a time zone; write one such as Europe/Lisbon or UTC"),
    ("publication.database", "true", "true is not a text"),
    ("mail.reply_to", '"desk"', "'desk' is not an address"),
    ("mail.transport", '"post"', "'post' is not one of outbox, smtp, sendgrid"),
    ("mail.rate", '"600"', "'600' is not a rate such as 10/s, 600/m or 5000/h"),
    ("mail.rate", '"0/s"', "'0/s' is not a rate"),
    ("mail.rate", "600", "600 is not a rate"),
    ("mail.only_to", '"desk@herald.example"', "'desk@herald.example' is not a list of addresses or @domains"),
    ("mail.only_to", '["a"]', "'a' is not an address"),
    ("mail.only_to", '["@a..b"]', "'@a..b' is not an address"),
    ("mail.outbox", '"outbox"', "'outbox' is not a table; write its keys below [mail.outbox]"),
    ("mail.smtp.host", '"mail.example:25"', "'mail.example:25' is not a host"),
    ("mail.smtp.host", '"smtp://mail"', "'smtp://mail' is not a host"),
    ("mail.smtp.port", "0", "0 is out of range; write a number from 1 to 65535"),
    ("mail.smtp.port", "65536", "65536 is out of range"),
    ("mail.smtp.port", '"25"', "'25' is not a whole number; write one from 1 to 65535, without quotes"),
    ("mail.smtp.port", "25.0", "25.0 is not a whole number"),
    ("mail.smtp.connections", "51", "51 is out of range; write a number from 1 to 50"),
    ("mail.smtp.connections", "true", "true is not a whole number"),
    ("mail.smtp.security", '"ssl"', "'ssl' is not one of none, starttls, tls"),
    ("mail.smtp.timeout", "30", "30 is not a duration; write it with its unit and in quotes, such as '90m'"),
    ("mail.sendgrid.region", '"us"', "'us' is not one of global, eu"),
    ("mail.sendgrid.batch", "1001", "1001 is out of range; write a number from 1 to 1000"),
    ("mail.sendgrid.webhook_key", '"not base64!"', "this is not a verification key"),
    ("mail.feedback_id", '"abc"', "'abc' is not a sender id; write 5 to 15 letters and digits"),
    ("mail.smtp.bounce_address", f'"{"b" * 38}@herald.example"', "has more than 37 letters before the @"),
    ("mail.unsubscribe_to", f'"{"b" * 38}@herald.example"', "has more than 37 letters before the @"),
    ("mail.dkim.selector", '"a b"', "'a b' is not a DKIM selector"),
    ("mail.dkim.domain", '"a b"', "is not"),
    ('mail.domain_rates."mail.example"', '"fast"', "'fast' is not a rate such as 10/s, 600/m or 5000/h"),
    ("mail.sendgrid.url", '"http://fake.example"', "'http://fake.example' is not safe; write https://"),
    ("mail.sendgrid.sandbox", '"no"', "'no' is neither true nor false; write one of them, without quotes"),
    ("editions.confirmations", "{}", "'confirmations' is the name of the mails that ask readers to confirm"),
    ("brand.accent", '"red"', "'red' is not a colour; write one such as '#7a2e26'"),
    ("brand.accent_dark", '"#12345"', "'#12345' is not a colour"),
    ("brand.heading_font", '"comic"', "'comic' is not one of georgia, times"),
    ("brand.logo", '"logo.svg"', "'logo.svg' is not a picture that every mail program shows; name a PNG, JPEG or GIF"),
    ("brand.logo", '"../logo.png"', "'../logo.png' is not a file below the media folder"),
    ("brand.logo", '"http://herald.example/logo.png"', "is not a web address such as https://"),
    ("brand.logo_width", '"240"', "'240' is not a whole number"),
    ("brand.logo_height", "2000", "2000 is out of range; write a number from 8 to 300"),
    ("brand.links.About", '"javascript:alert(1)"', "'javascript:alert(1)' is not a web address"),
    ("brand.social.Mastodon", '"@herald"', "'@herald' is not a web address"),
    ("editions.daily.theme", '"Clas sic"', "'Clas sic' is not a plain name"),
    ("pages.topics", '["-sport"]', "'-sport' is not one tag"),
    ("pages.trusted_proxies", '["10.0.0.1/8"]', "'10.0.0.1/8' is no IP address, nor a network of them"),
    (
        "pages.trusted_proxies",
        '["proxy"]',
        "'proxy' is no IP address, nor a network of them; write one such as 127.0.0.1",
    ),
    ("pages.confirm_within", '""', "'' is not a duration"),
    ("pages.confirm_within", '"5s"', "'5s' is too short; write 1h or more"),
    ("fetch.max_bytes", "0", "0 is out of range"),
    ("fetch.max_bytes", "0x" + "f" * 5000, "a number this large is out of range"),
    ("fetch.timeout", '"0s"', "'0s' is no time at all; write more than zero, such as 20s, 90m, 24h or 7d"),
    ("editions.daily.quiet_day", '"skp"', "'skp' is not one of skip, short, widen"),
    ("editions.daily.public", '"yes"', "'yes' is neither true nor false"),
    ("editions.daily.catch_up", "[]", "a list is not one of merge, skip"),
    ("editions.daily.briefs", "-1", "-1 is out of range; write a number from 0 to 50"),
    ("editions.daily.min_stories", "0", "0 is out of range"),
    ("editions.daily.schedule", '"30 6 * *"', "'30 6 * *' is not a cron expression"),
    ("editions.daily.schedule", '"61 6 * * *"', "'61 6 * * *' is not a cron expression"),
    ("editions.daily.tags", '["-eu+economy"]', "'-eu+economy' excludes two tags at once; write one -tag for each"),
    ("editions.daily.tags", '"world"', "'world' is not a list of tags; put them in square brackets"),
    ("editions.daily.lists", "[]", "is an empty list; name at least 1 of list names"),
    ("editions.daily.lists", '["Our Friends!"]', "'Our Friends!' cannot name a list"),
    ("tags.syria", '"Syria"', "'Syria' is not a list of words; put them in square brackets"),
    ("tags.syria", '["Sy*ia"]', "'Sy*ia': * stands for the rest of a word, not for its middle; write sy* or *ia"),
    ('tags."eu+economy"', '["x"]', "'eu+economy' is not one tag"),
]


@pytest.mark.parametrize(("key", "value", "problem"), MISTAKES)
def test_a_mistake_is_one_line_with_file_key_what_is_wrong_and_what_would_be_right(
    problems: Callable[[str], tuple[str, ...]], key: str, value: str, problem: str
):
    (line,) = problems(toml({key: value}))
    assert line.startswith("digest.toml: " + key.replace('"', "'") + ": ")
    assert problem in line


@pytest.mark.parametrize("key", [key for key in LEAST if key != "editions.daily"])
def test_what_cannot_be_guessed_must_be_there(problems: Callable[[str], tuple[str, ...]], key: str):
    (line,) = problems(toml({key: ""}))
    assert line.startswith(f"digest.toml: {key}: is missing; write one such as {key.rpartition('.')[2]} = ")


def test_there_must_be_an_edition(problems: Callable[[str], tuple[str, ...]]):
    expected = ("digest.toml: editions: there is none; add one with a line [editions.daily]",)
    assert problems(toml({"editions.daily": ""})) == expected
    assert problems(toml({"editions.daily": ""}) + "\n[editions]") == expected


@pytest.mark.parametrize("name", ["Daily", "da ily", "../x", "", "-x", "a" * 65, "a/b", "a\\nb"])
def test_an_edition_bears_a_plain_name(problems: Callable[[str], tuple[str, ...]], name: str):
    (line,) = problems(toml({f'editions."{name}"': "{}"}))
    assert line.startswith("digest.toml: editions.")


def test_a_tag_written_two_ways_is_one_tag(problems: Callable[[str], tuple[str, ...]]):
    text = toml({"tags.Syria": '["Syria"]', "tags.syria": '["Damascus"]'})
    assert problems(text) == ("digest.toml: tags.syria: 'syria' is there twice; keep one",)


def test_an_unknown_key_is_named_with_the_nearest_known_one(problems: Callable[[str], tuple[str, ...]]):
    text = toml({"editions.daily.quietday": '"skip"', "mial.rate": '"1/s"', "fetch.colour": "1", '"a\\nb"': "1"})
    assert problems(text) == (
        "digest.toml: mial: unknown key: did you mean 'mail'?",
        "digest.toml: 'a\\nb': unknown key; there are: brand, check, editions, fetch, health, keep, log, mail, pages, "
        "publication, ranking, segments, tags",
        "digest.toml: fetch.colour: unknown key; there are: allow_private, max_bytes, timeout",
        "digest.toml: editions.daily.quietday: unknown key: did you mean 'quiet_day'?",
    )


def test_every_mistake_is_named_at_once(problems: Callable[[str], tuple[str, ...]]):
    changes = {"publication.url": "", "mail.rate": '"x"', "mail.smtp.port": "0", "editions.daily.briefs": '"8"'}
    keys = [line.split(": ")[1] for line in problems(toml(changes))]
    assert keys == ["publication.url", "mail.rate", "mail.smtp.port", "editions.daily.briefs"]


@pytest.mark.parametrize(
    ("key", "instead"),
    [
        ("mail.smtp.password", "password_env"),
        ("mail.sendgrid.api_key", "api_key_env"),
        ("mail.password", "password_env"),
        ("mail.smtp.password_env", "the name of an environment variable"),
        ("mail.sendgrid.api_key_env", "the name of an environment variable"),
        ("publication.url", "no user name or password"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_shown(
    problems: Callable[[str], tuple[str, ...]], key: str, instead: str
):
    (line,) = problems(toml({key: '"https://x:SG.s3cret-word@herald.example"'}))
    assert instead in line
    assert "s3cret" not in line


def test_broken_toml_is_told_with_line_and_column(problems: Callable[[str], tuple[str, ...]]):
    (line,) = problems('[publication]\nname "x"\n')
    assert line.startswith("digest.toml: is not TOML: ")
    assert "line 2, column 6" in line


@pytest.mark.parametrize("text", ["[" * 20000, "a = " + "[" * 20000, "x = " + "9" * 5000, "a = 1\na = 2", "\0"])
def test_hostile_toml_is_told_like_any_mistake(problems: Callable[[str], tuple[str, ...]], text: str):
    (line,) = problems(text)
    assert line.startswith("digest.toml: is not TOML: ")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path):
    (tmp_path / "digest.toml").write_bytes('[publication]\nname = "Diário"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"^digest\.toml: line 2 is not UTF-8 text; save the file as UTF-8$"):
        load_settings(tmp_path / "digest.toml", environ={})


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path):
    (tmp_path / "digest.toml").write_bytes(b"\xef\xbb\xbf" + toml({}).replace("\n", "\r\n").encode())
    assert load_settings(tmp_path / "digest.toml", environ={}).publication.name == "The Harbour Herald"


def test_a_missing_file_is_told_with_the_command_that_makes_one(tmp_path: Path):
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path / "digest.toml", environ={})
    assert caught.value.problems == (f"no digest.toml in {tmp_path}; make one with: digest init",)


def test_a_folder_is_no_configuration(tmp_path: Path):
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load_settings(tmp_path, environ={})


def test_the_option_goes_before_the_environment_and_that_before_the_folder(tmp_path: Path):
    environ = {"DIGEST_CONFIG": "other.toml"}
    assert find_config(tmp_path / "mine.toml", environ, tmp_path / "x") == tmp_path / "mine.toml"
    assert find_config(None, environ, tmp_path) == tmp_path / "other.toml"
    assert find_config(None, {"DIGEST_CONFIG": ""}, tmp_path) == tmp_path / "digest.toml"


def test_the_languages_taken_unseen_are_known_to_babel():
    from babel import Locale

    assert all(Locale.parse(tag, sep="-") for tag in COMMON_LANGUAGES)


def test_importing_the_reader_loads_nothing_heavy():
    code = "import sys, digest.config; print([m for m in ('babel', 'cronsim', 'email_validator') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def keys_of(layout: Any) -> Iterable[str]:
    for key, wanted in layout.items():
        yield key
        inner = wanted.each if isinstance(wanted, Named) else wanted
        if isinstance(inner, dict):
            yield from keys_of(inner)


SCALARS = st.one_of(
    st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.datetimes(), st.dates(), st.times()
)
WORDS = st.sampled_from(sorted(set(keys_of(FILE)) | {"daily", "", "a.b", "password"}))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=8), inner, max_size=6),
    max_leaves=25,
)


@given(st.dictionaries(WORDS, VALUES, max_size=6))
def test_any_toml_value_gives_settings_or_a_list_of_mistakes(tmp_path_factory: Any, raw: dict[str, Any]):
    file = tmp_path_factory.getbasetemp() / "digest.toml"
    with pytest.raises(ConfigError) as caught:
        read_settings(raw, file=file, environ={})
    assert all(line.startswith("digest.toml: ") and line.isprintable() for line in caught.value.problems)


def scalars_of(layout: Any, at: tuple[str, ...] = ()) -> Iterable[tuple[str, ...]]:
    for key, wanted in layout.items():
        if isinstance(wanted, Named):
            inner = wanted.each if isinstance(wanted.each, dict) else {}
            yield from scalars_of(inner, (*at, key, "daily"))
        elif isinstance(wanted, dict):
            yield from scalars_of(wanted, (*at, key))
        else:
            yield (*at, key)


@given(path=st.sampled_from(sorted(scalars_of(FILE))), value=VALUES)
def test_any_value_of_a_key_is_taken_or_named_as_the_mistake(path: tuple[str, ...], value: Any, tmp_path_factory: Any):
    raw: dict[str, Any] = {
        "publication": {"name": "H", "url": "https://herald.example", "postal_address": "1 Quay"},
        "mail": {"from": "a@herald.example"},
        "editions": {"daily": {}},
    }
    table = raw
    for step in path[:-1]:
        table = table.setdefault(step, {})
    table[path[-1]] = value
    with suppress(ConfigError):
        read_settings(raw, file=tmp_path_factory.getbasetemp() / "digest.toml", environ={})


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_for_a_file_is_refused_in_words(tmp_path_factory: Any, text: str):
    file = tmp_path_factory.getbasetemp() / "foreign.toml"
    file.write_text(text, encoding="utf-8", errors="replace")
    with pytest.raises(ConfigError):
        load_settings(file, environ={})


def test_a_brand_is_read_with_its_logo_from_the_media_folder_and_links_in_their_order(load: Callable[..., Settings]):
    brand = load(
        toml(
            {
                "publication.media": '"media"',
                "brand.logo": '"brand/logo.png"',
                "brand.logo_dark": '"https://pictures.example/dark.png?v=2"',
                "brand.logo_width": "240",
                "brand.logo_height": "48",
                "brand.body_font": '"verdana"',
                "brand.links.Imprint": '"https://herald.example/imprint"',
                "brand.links.About": '"https://herald.example/about?from=mail"',
                "brand.social.Mastodon": '"https://social.example/@herald"',
            }
        )
    ).brand
    assert brand.logo is not None
    assert (brand.logo.url, brand.logo.dark_url) == (
        "https://herald.example/media/brand/logo.png",
        "https://pictures.example/dark.png?v=2",
    )
    assert (brand.logo.width, brand.logo.height, brand.logo.alt, brand.body_font) == (240, 48, "", "verdana")
    assert [words for words, _ in brand.links] == ["Imprint", "About"]
    assert brand.social == (("Mastodon", "https://social.example/@herald"),)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"brand.logo": '"https://herald.example/l.png"'}, "brand.logo_width: is missing"),
        ({"brand.logo": '"l.png"', "brand.logo_width": "90", "brand.logo_height": "30"}, "names no folder"),
        ({"brand.accent_dark": '"#ffffff"'}, "brand.accent_dark: stands alone; write brand.accent too"),
    ],
)
def test_what_does_not_go_together_in_a_brand_is_told(
    problems: Callable[[str], tuple[str, ...]], keys: dict[str, str], told: str
):
    assert told in problems(toml(keys))[0]


def test_a_theme_with_a_slash_is_a_folder_beside_the_configuration(load: Callable[..., Settings], tmp_path: Path):
    themes = [load(toml({"editions.daily.theme": name})) for name in ('"modern"', '"themes/house"')]
    assert [one.editions["daily"].theme for one in themes] == ["modern", str(tmp_path / "themes" / "house")]
