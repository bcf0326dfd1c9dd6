"""`digest drill`: an operator sees that a killed send doubles and loses nothing, and would see it if it did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.model.settings import TransportName

if TYPE_CHECKING:
    from tests.conftest import Desk

# What a program would do that sends again whatever a killed run had in flight; and one that calls it all sent.
CARELESS = {"twice": "PENDING", "never_arrived": "ACCEPTED"}
MUTANT = """\
from digest.deliver.smtp import SmtpTransport
from digest.model.delivery import DeliveryStatus, Receipt
SmtpTransport.recall = lambda self, envelope: Receipt(envelope.delivery_id, DeliveryStatus.{status})
"""


def before_all(desk: Desk, folder: Path) -> None:
    """Let Python look for modules in a folder before it looks anywhere else."""
    desk.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders of drills are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("transport", TransportName)
def test_a_drill_of_each_transport_finds_that_nobody_gets_a_mail_twice_and_nobody_goes_without(
    desk: Desk, temporary: Path, transport: TransportName
) -> None:
    result = desk("drill", "--recipients", "200", "--kills", "3", "--transport", transport, "--json")
    told = result.json
    assert (result.code, result.err) == (0, "")
    assert told["clean"] is True
    assert told["faults"] == told["twice"] == told["lost"] == told["never_arrived"] == told["unfinished"] == []
    assert told["once"] + len(told["unknown"]) == told["recipients"] == 200
    assert 1 <= len(told["kills"]) <= 3
    assert [kill["number"] for kill in told["kills"]] == list(range(1, len(told["kills"]) + 1))
    assert sum(kill["unknown"] for kill in told["kills"]) == len(told["unknown"]) <= told["unknown_at_most"]
    assert (told["unknown_at_most"] == 0) == (transport == "outbox"), "a file is there or it is not"
    assert told["folder"] is None
    assert list(temporary.iterdir()) == []


def test_a_drill_of_sendgrid_stays_on_this_machine_though_a_proxy_is_set(desk: Desk) -> None:
    desk.environ |= {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    told = desk.ok("drill", "--recipients", "20", "--kills", "0", "--transport", "sendgrid", "--json").json
    assert told["once"] == 20


def test_a_drill_is_told_in_a_few_lines(desk: Desk) -> None:
    result = desk.ok("drill", "--recipients", "40", "--kills", "0", "--transport", "outbox", "--seed", "7")
    assert result.out.splitlines() == [
        "outbox, 40 recipients, seed 7",
        "killed 0 times",
        "40 accepted, and arrived once",
        "0 unknown (no more than 0 may be)",
        "nobody got it twice, nobody was lost",
    ]


def test_a_drill_needs_no_newsroom_and_leaves_the_operators_alone(desk: Desk, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in desk.folder.iterdir()}
    environ = os.environ | {"DIGEST_CONFIG": str(desk.folder / "digest.toml"), "DIGEST_NOW": "2026-11-23T23:59:59Z"}
    command = [Path(sys.executable).with_name("digest"), "drill", "--recipients", "20", "--kills", "1", "--json"]
    for folder in (desk.folder, tmp_path):
        done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["clean"]
        assert done.stderr == ""
    assert {path: path.read_bytes() for path in desk.folder.iterdir()} == before


@pytest.mark.parametrize(("fault", "status"), CARELESS.items(), ids=CARELESS)
def test_a_program_that_doubles_or_loses_mail_fails_its_drill(
    desk: Desk, tmp_path: Path, temporary: Path, fault: str, status: str
) -> None:
    """The command that is killed here is broken on purpose, by a module that Python loads before everything else."""
    (tmp_path / "sitecustomize.py").write_text(MUTANT.format(status=status))
    before_all(desk, tmp_path)
    result = desk("drill", "--recipients", "200", "--kills", "8", "--json")
    told = result.json
    assert result.code == 1
    assert told["clean"] is False
    assert told[fault]
    (kept,) = temporary.iterdir()
    assert told["folder"] == str(kept)
    assert {"digest.db", "digest.toml", "runs.log"} <= {path.name for path in kept.iterdir()}
    (line,) = result.err.splitlines()
    assert line.startswith("digest: the drill found faults: ")
    assert told[fault][0] in line
    assert line.endswith(f"everything is kept in {kept}")


def test_a_run_that_cannot_finish_fails_the_drill_with_its_last_words(desk: Desk, tmp_path: Path) -> None:
    broken = "import sys, digest.cli.main\ndigest.cli.main.main = lambda: sys.exit('out of order')\n"
    (tmp_path / "sitecustomize.py").write_text(broken)
    before_all(desk, tmp_path)
    result = desk("drill", "--recipients", "20", "--kills", "0", "--transport", "outbox")
    assert result.code == 1
    assert "20 recipients" in result.err
    assert "the last run failed: exit code 1: out of order" in result.err


@pytest.mark.parametrize(
    "wrong", [("--recipients", "0"), ("--kills", "-1"), ("--transport", "pigeon"), ("--seed", "x")], ids=" ".join
)
def test_an_order_that_makes_no_sense_is_refused(desk: Desk, wrong: tuple[str, str]) -> None:
    result = desk("drill", *wrong)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
