"""The documentation agrees with the program: its commands run, its links lead somewhere, every command is in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from digest.cli.table import COMMANDS, build

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def script(page: Path) -> str:
    """The commands of a page's console blocks, as one shell script; output lines and prompts taken off."""
    lines: list[str] = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        inside = False
        for line in block.splitlines():
            if line.startswith("$ "):
                lines.append(line[2:])
                inside = "<<'END'" in line
            elif inside:
                lines.append(line)
                inside = line != "END"
    return "\n".join(lines)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if CONSOLE.search(page.read_text(encoding="utf-8"))], ids=named
)
def test_the_commands_of_a_page_run_from_top_to_bottom(page: Path, tmp_path: Path) -> None:
    """In a folder of their own, stopping at the first that fails."""
    environ = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environ.pop("DIGEST_CONFIG", None)
    command = ["sh", "-e", "-c", script(page)]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.rglob("*.eml")), "each tour ends with a mail"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=named)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in [*re.findall(r"\]\((?!https?://)([^)#]+)\)", text), *re.findall(r'src="(?!https?://)([^"]+)"', text)]:
        assert (page.parent / target).exists(), target


def test_every_command_stands_in_the_documentation() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in [*PAGES, ROOT / "CHANGELOG.md"])
    for name in COMMANDS:
        assert f"digest {name}" in text or f"`{name}" in text, name


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_named_in_a_page_exists(page: Path) -> None:
    for first, second in re.findall(r"\bdigest ([a-z]+)(?: ([a-z][a-z-]*))?", _code(page)):
        if first == "daily":
            continue
        assert first in COMMANDS, f"digest {first}"
        subcommands = getattr(build(first), "commands", None)
        if subcommands and second:
            assert second in subcommands, f"digest {first} {second}"


def _code(page: Path) -> str:
    """What stands in code on a page: blocks and back-ticked words."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


CRON = ROOT / "cron"


def test_the_examples_for_cron_name_commands_that_exist() -> None:
    assert {file.name for file in CRON.iterdir()} == {
        "crontab.example", "digest.service", "digest.timer", "Containerfile", "compose.yaml", "kubernetes.yaml",
    }  # fmt: skip
    for name in ("crontab.example", "digest.service"):
        text = (CRON / name).read_text()
        commands = re.findall(r"bin/digest --config \S+ (\w+)", text)
        assert commands == ["run"], "one command each, no logic"


def test_the_examples_for_containers_name_commands_that_exist() -> None:
    services = yaml.safe_load((CRON / "compose.yaml").read_text())["services"]
    job = yaml.safe_load((CRON / "kubernetes.yaml").read_text())["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    commands = [services["digest"]["command"], services["serve"]["command"], job["containers"][0]["args"]]
    image = (CRON / "Containerfile").read_text()
    commands += [json.loads(found) for found in re.findall(r"^CMD (.*)$", image, re.MULTILINE)]
    assert [command[0] for command in commands] == ["run", "serve", "run", "run"]
    for name, *options in commands:
        known = {option for parameter in build(name).params for option in parameter.opts}
        assert {option for option in options if option.startswith("--")} <= known


def test_the_glossary_has_every_status_and_state() -> None:
    from digest.model.delivery import DeliveryStatus
    from digest.model.issue import IssueState

    text = (ROOT / "docs" / "glossary.md").read_text()
    for word in {*DeliveryStatus, *IssueState}:
        assert re.search(rf"^\| {word} \|", text, re.MULTILINE), word


def test_the_page_of_outcomes_names_the_limits_that_the_code_has() -> None:
    from digest.deliver.breaker import BREAKER
    from digest.deliver.patience import PAUSES

    text = " ".join((ROOT / "docs" / "outcomes.md").read_text().split())
    assert f"{BREAKER} in a row pause the issue" in text
    assert f"after {PAUSES} in a row the send stops" in text
    assert f"more than {BREAKER} in a row, and than two for each connection" in text


def test_the_glossary_says_of_skipped_what_the_ledger_says() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text()
    (row,) = re.findall(r"^\| skipped \|.*$", text, re.MULTILINE)
    for word in ("unsubscribed", "suppressed", "paused", "only_to", "--unknown skip"):
        assert word in row
