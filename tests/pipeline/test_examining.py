"""The doctor finds each thing that was broken, says what helps, and calls a sound newsroom sound."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from digest.drill.smtp_sink import SmtpSink
from digest.pipeline.operations.examining_work import examine_work
from tests.deliver.conftest import rsa_key
from tests.doctor.conftest import NameServer, server
from tests.pipeline.conftest import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened", "rsa_key", "server"]


def found(desk: Desk, *arguments: str) -> dict[str, dict[str, Any]]:
    result = desk("doctor", "--json", *arguments)
    checks = result.json
    assert result.code == any(one["health"] == "wrong" for one in checks)
    assert all(one["remedy"] for one in checks if one["health"] in ("wrong", "doubtful"))
    return {one["check"]: one for one in checks}


def health(desk: Desk, check: str, *arguments: str) -> tuple[str, str]:
    one = found(desk, *arguments)[check]
    return one["health"], one["words"]


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A web server that gives one answer to everything."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_new_newsroom_with_an_outbox_has_nothing_wrong(desk: Desk) -> None:
    checks = found(desk, "--offline")
    assert {name for name, one in checks.items() if one["health"] == "wrong"} == set()
    assert {checks[name]["words"] for name in ("SPF", "DKIM", "DMARC")} == {"the outbox mails nobody"}
    assert "good         configuration" in desk("doctor", "--offline").out


def test_every_mistake_of_the_configuration_is_a_line(desk: Desk) -> None:
    desk.configure(mail="rate = 7\ncolour = 1")
    result = desk("doctor", "--json")
    assert result.code == 1
    assert [one["check"] for one in result.json] == ["configuration"] * 2


def test_a_database_open_to_all_and_a_secret_open_to_all_are_wrong(desk: Desk) -> None:
    secret = desk.folder / "password"
    secret.write_text("x")
    secret.chmod(0o644)
    desk.configure(mail='[mail.smtp]\npassword_file = "password"')
    assert "password" in health(desk, "permissions", "--offline")[1]
    secret.chmod(0o600)
    assert health(desk, "permissions", "--offline")[0] == "good"
    (desk.folder / "digest.db").chmod(0o644)
    assert health(desk, "permissions", "--offline")[0] == "wrong"


def test_no_database_a_stale_one_and_a_held_one_are_wrong(desk: Desk) -> None:
    home = desk.folder / "digest.db.home"
    kept = home.rename(desk.folder / "kept")
    assert health(desk, "at home", "--offline")[0] == "wrong"
    (desk.folder / "digest.db").unlink()
    kept.rename(home)
    assert "remove" in found(desk, "--offline")["database"]["remedy"]
    home.unlink()
    one = found(desk, "--offline")["database"]
    assert (one["health"], one["remedy"]) == ("wrong", "make one with: digest db migrate")


def test_an_edition_whose_lists_nobody_is_on_and_one_whose_slot_was_missed_are_doubtful(desk: Desk) -> None:
    assert health(desk, "readers of daily", "--offline") == ("doubtful", "daily has no confirmed subscriber")
    desk.reader("ana@reader.example")
    assert health(desk, "readers of daily", "--offline") == ("good", "1 on daily")
    desk.now = "2026-11-24T18:00:00Z"
    desk.ok("run")
    assert health(desk, "daily", "--offline")[0] == "doubtful"


def test_readers_are_counted_once_whatever_they_chose(desk: Desk, opened: Callable[..., Sent]) -> None:
    desk.reader("ana@reader.example")
    desk.reader("ben@reader.example", "--topic", "nowhere")
    desk.reader("cid@reader.example", "--language", "de")
    desk.configure(edition="segment = 'language != de'")
    desk.story("Ferry strike ends")
    newsroom = opened(desk.folder, desk.now).newsroom
    asked: list[str] = []
    newsroom.db.conn.set_trace_callback(asked.append)
    (readers,) = [one for one in examine_work(newsroom) if one.check == "readers of daily"]
    assert readers.words == "3 on daily"
    assert sum("WITH people AS" in sql for sql in asked) == 1


def test_a_clock_that_the_next_run_will_refuse_is_wrong(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    # the drill's variable hides what follows
    monkeypatch.setattr("digest.pipeline.operations.examining.NOW_VARIABLE", "UNSET")
    desk.ok("run")
    desk.now = "2026-11-21T07:00:00Z"
    verdict, words = health(desk, "clock", "--offline")
    assert verdict == "wrong"
    assert "it went back by 2 d" in words
    assert desk("run").code == 1


def test_a_missed_slot_and_a_run_that_died_are_wrong(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.ok("send", "daily", "--yes")
    assert health(desk, "daily", "--offline") == ("good", "daily/2026-11-23 is sent")
    from contextlib import closing

    from digest.store.database import open_database

    with closing(open_database(desk.folder / "digest.db")) as db:
        db.conn.execute("UPDATE issues SET state = 'sending'")
        db.conn.execute("UPDATE deliveries SET status = 'claimed'")
    assert "left half way" in health(desk, "daily", "--offline")[1]
    config = desk.folder / "digest.toml"
    config.write_text(config.read_text().replace("[editions.daily]", "[editions.morning]"))
    gone = "daily/2026-11-23 is sending, and digest.toml has no [editions.daily] any more"
    assert health(desk, "daily", "--offline") == ("wrong", gone)
    desk.configure()
    desk.now = "2026-11-24T09:00:00Z"
    assert "Tue 24 Nov 06:30 has passed" in health(desk, "daily", "--offline")[1]
    desk.now = "2026-11-20T09:00:00Z"
    assert health(desk, "clock", "--offline")[0] == "doubtful"


def test_it_is_doubtful_that_nobody_is_mailed_but_a_few(desk: Desk) -> None:
    assert "only_to" not in found(desk, "--offline")
    desk.configure(mail='only_to = ["Desk@Herald.example", "@test.example"]')
    words = "nobody is mailed but desk@herald.example and 1 more, whatever the lists say"
    assert health(desk, "only_to", "--offline") == ("doubtful", words)


def test_a_theme_that_does_not_render_is_wrong(desk: Desk) -> None:
    desk.configure(edition='theme = "no-such"')
    desk.story("Ferry strike ends")
    assert health(desk, "theme of daily", "--offline")[0] == "wrong"


def test_a_theme_is_tried_on_invented_news_where_there_is_no_other(desk: Desk) -> None:
    assert health(desk, "theme of daily", "--offline") == (
        "good",
        "classic renders invented news; there is no other now",
    )
    desk.ok("themes", "eject", "classic", "themes/house")
    mail = desk.folder / "themes" / "house" / "mail.mjml.j2"
    mail.write_text("{% if broken" + mail.read_text())
    desk.configure(edition='theme = "themes/house"')
    state, words = health(desk, "theme of daily", "--offline")
    assert (state, "mail.mjml.j2, line 1" in words) == ("wrong", True)
    desk.configure(edition='theme = "themes/gone"')
    state, words = health(desk, "theme of daily", "--offline")
    assert (state, "themes/gone" in words) == ("wrong", True)


def test_a_mail_server_is_greeted_and_gets_no_mail(desk: Desk, server: NameServer) -> None:
    with SmtpSink() as sink:
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}')
        assert health(desk, "transport", "--name-server", server.address)[0] == "good"
        assert health(desk, "transport", "--offline")[0] == "not checked"
        assert not sink.taken()
        port = sink.port
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {port}')
    assert "refused" in health(desk, "transport", "--name-server", server.address)[1].lower()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b'{"scopes": ["mail.send", "user.read"]}', "good"),
        (200, b'{"scopes": ["user.read"]}', "wrong"),
        (401, b'{"errors": []}', "wrong"),
        (500, b"oh", "not checked"),
    ],
)
def test_sendgrid_is_asked_what_the_key_may_do(
    desk: Desk, server: NameServer, status: int, body: bytes, expected: str
) -> None:
    with answering(status, body) as url:
        desk.environ["SENDGRID_API_KEY"] = "SG.secret"
        desk.configure(mail=f'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{url}"')
        one = found(desk, "--name-server", server.address)["transport"]
    assert one["health"] == expected
    assert "secret" not in str(one)


def test_the_domain_is_looked_up_and_our_key_compared(desk: Desk, server: NameServer, rsa_key: Path) -> None:
    from digest.deliver.dkim import Signer
    from digest.model.settings import DkimSettings

    rsa_key.chmod(0o600)
    with SmtpSink() as sink:
        dkim = f'[mail.dkim]\ndomain = "herald.example"\nkey_file = "{rsa_key}"'
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\n{dkim}')
        ask = ("--name-server", server.address)
        checks = found(desk, *ask)
        assert {checks[name]["health"] for name in ("sender's domain", "SPF", "DKIM", "DMARC")} == {"wrong"}
        name, record = Signer(DkimSettings(domain="herald.example", selector="digest", key_file=rsa_key)).dns_record()
        assert record in checks["DKIM"]["remedy"]
        server.zone["herald.example", "MX"] = ["10 mail.herald.example."]
        server.txt("herald.example", "v=spf1 mx -all")
        server.txt("_dmarc.herald.example", "v=DMARC1; p=reject")
        server.txt(name, record)
        checks = found(desk, *ask)
        domain = ("sender's domain", "SPF", "DKIM", "DMARC", "DMARC alignment")
        assert {checks[one]["health"] for one in domain} == {"good"}
        server.txt("_dmarc.herald.example", "v=DMARC1; p=reject; adkim=s; aspf=s")
        assert health(desk, "DMARC alignment", *ask)[0] == "good"
        bounces = f'bounce_address = "back@mail.herald.example"\n{dkim}'.replace('= "herald', '= "mail.herald')
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\n{bounces}')
        assert "every mail fails" in health(desk, "DMARC alignment", *ask)[1]
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\n{dkim}')
        server.txt(name, "v=DKIM1; k=rsa; p=MIIBother")
        assert "not that of" in health(desk, "DKIM", *ask)[1]
        server.txt(name, "v=DKIM1; p=")
        assert "revoked" in health(desk, "DKIM", *ask)[1]
        server.failing = True
        assert {found(desk, *ask)[one]["health"] for one in ("SPF", "DKIM", "DMARC")} == {"not checked"}


def test_a_source_that_fails_again_and_again_is_wrong(desk: Desk) -> None:
    item = b"<item><title>One</title><link>https://wire.example/1</link></item>"
    feed = b'<rss version="2.0"><channel><title>Wire</title>' + item + b"</channel></rss>"
    with answering(200, feed) as url:
        desk.ok("sources", "add", f"{url}/feed.xml", "--name", "dead")
    for day in range(5):
        desk.now = f"2026-11-2{3 + day}T07:00:00Z"
        desk("fetch", "dead")
    one = found(desk, "--offline")["sources"]
    assert one["health"] == "wrong", one
    assert "dead failed 5 times in a row" in one["words"]


def test_an_outbox_that_is_a_file_is_wrong(desk: Desk) -> None:
    desk.write("outbox", "")
    checks = found(desk, "--offline")
    assert checks["transport"]["health"] == "wrong"
    assert checks["transport"]["words"] == f"outbox: {desk.folder / 'outbox'} is no folder"
    assert "chown" not in checks["transport"]["remedy"]


def test_a_log_that_cannot_be_written_is_wrong(desk: Desk) -> None:
    desk.configure(mail='[log]\nfile = "logs/digest.log"')
    assert health(desk, "log", "--offline") == ("good", str(desk.folder / "logs" / "digest.log"))
    desk.write("logs/digest.log", "")
    (desk.folder / "logs" / "digest.log").chmod(0o400)
    checks = {one["check"]: one for one in desk.bound("doctor", "--offline", "--json").json}
    log = desk.folder / "logs" / "digest.log"
    assert checks["log"]["health"] == "wrong"
    assert checks["log"]["remedy"] == f"chmod u+rwX {log}, or name another in [log] file"
    desk.configure(mail='[log]\nfile = "logs"')
    assert health(desk, "log", "--offline") == ("wrong", f"{desk.folder / 'logs'} is a folder")


def test_a_folder_for_the_database_that_is_not_there_is_made(desk: Desk) -> None:
    (desk.folder / "digest.toml").write_text(
        (desk.folder / "digest.toml").read_text().replace('"digest.db"', '"new/digest.db"')
    )
    one = found(desk, "--offline")["database"]
    assert (one["health"], one["remedy"]) == ("wrong", "make one with: digest db migrate")
    desk.ok("db", "migrate")
    assert "database" not in found(desk, "--offline")


def test_an_outbox_that_takes_no_files_is_wrong(desk: Desk) -> None:
    desk.configure(mail='transport = "outbox"\n[mail.outbox]\npath = "/proc/x"')
    one = found(desk, "--offline")["transport"]
    assert (one["health"], "/proc" in one["words"]) == ("wrong", True)
    (desk.folder / "outbox").mkdir(mode=0o500)
    desk.configure()
    (one,) = [one for one in desk.bound("doctor", "--offline", "--json").json if one["check"] == "transport"]
    assert one["remedy"] == f"chmod u+rwX {desk.folder / 'outbox'}, or set [mail.outbox] path"
