"""Lets other people's judges look at every theme, and fails on a finding: python -m tests.judges.judge.

MJML's own validation, html-validate's rules of accessibility, axe in a browser, caniemail, emailens and SpamAssassin
see each theme from the left and from the right, in light and dark, with and without pictures.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from mjml import mjml2html
from playwright.sync_api import sync_playwright

from digest.demo.specimens import SPECIMENS
from digest.pipeline.preview.theme_checking import printed
from digest.render.page import lay_out
from digest.render.theme import load_theme
from digest.render.theme_file import theme_names
from tests.contracts.issues import MARKS
from tests.judges.reference import Reference

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
KINDS = ("ordinary morning", "in sections", "without pictures", "from the right", "one story, a title alone")
BARE = "<mjml lang='en'><mj-head><mj-title>A</mj-title><mj-preview>b</mj-preview></mj-head><mj-body><mj-section>"
BARE += "<mj-column><mj-text>A</mj-text></mj-column></mj-section></mj-body></mjml>"
# The medians of MJML's official templates are gmail 78, classic Outlook 73, accessibility 30, spam 47.
# Of spam it thinks in English alone: where "unsubscribe" is said in Arabic, 15 are lost.
LEAST = {"gmail": 85, "outlook": 76, "accessibility": 95, "spam": 55}
# A mail stands inside a page of the mail program, which brings the landmarks.
AXE_RULES = {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}
AXE_RUN = "rules => axe.run({rules}).then(found => found.violations.map(each => each.id + ': ' + each.help))"


@dataclass
class Sheet:
    """A theme's mail of one kind, where it lies, and what was said of it."""

    theme: str
    kind: str
    html: Path
    eml: Path
    findings: list[str] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)


def main() -> int:
    with TemporaryDirectory() as folder:
        sheets = [made(Path(folder), theme, kind) for theme in theme_names() for kind in KINDS]
        by_mjml(sheets)
        by_html_judges(sheets, Path(folder))
        by_axe(sheets)
        by_spamassassin(sheets)
    return report(sheets)


def made(folder: Path, theme: str, kind: str) -> Sheet:
    sheet = Sheet(theme, kind, *(folder / f"{theme}-{KINDS.index(kind)}.{end}" for end in ("html", "eml")))
    sample = printed(SPECIMENS[kind](), load_theme(theme))
    sheet.html.write_text(sample.html, "utf-8")
    sheet.eml.write_bytes(sample.message)
    return sheet


def by_mjml(sheets: list[Sheet]) -> None:
    with Reference() as reference:
        for sheet in sheets:
            source = load_theme(sheet.theme).mjml(lay_out(SPECIMENS[sheet.kind](), MARKS))
            sheet.findings += [f"mjml: {line}" for line in reference.errors(source).splitlines()]


def by_html_judges(sheets: list[Sheet], folder: Path) -> None:
    bare = folder / "bare.html"
    bare.write_text(mjml2html(BARE), "utf-8")
    command = ["node", HERE / "mail" / "judge-html.mjs", bare, *(sheet.html for sheet in sheets)]
    said: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    most = said[str(bare)]["caniemail"]
    for sheet in sheets:
        own = said[str(sheet.html)]
        sheet.findings += [f"html-validate: {each}" for each in own.pop("validate")]
        sheet.scores |= own
        low = [name for name, least in LEAST.items() if own[name] < least]
        sheet.findings += [f"emailens: {name} {own[name]} of {LEAST[name]}" for name in low]
        if own["caniemail"] > most:
            sheet.findings.append(f"caniemail: errors in {own['caniemail']} programs, bare MJML has them in {most}")


def by_axe(sheets: list[Sheet]) -> None:
    axe = (HERE / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page()
        page.route("**/*", lambda route: route.abort())
        for sheet in sheets:
            for scheme in ("light", "dark"):
                for width in (360, 640):
                    sheet.findings += axe_findings(page, sheet, axe, scheme=scheme, width=width)
        chromium.close()


def axe_findings(page: Page, sheet: Sheet, axe: str, *, scheme: Any, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.set_content(sheet.html.read_text("utf-8"), wait_until="load")
    page.evaluate(axe)
    return [f"axe, {scheme}, {width}: {each}" for each in page.evaluate(AXE_RUN, AXE_RULES)]


def by_spamassassin(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        command = ["spamassassin", "-L", "-t"]
        said = subprocess.run(command, input=sheet.eml.read_bytes(), capture_output=True, check=True).stdout.decode()
        score = re.search(r"score=(-?[0-9.]+)", said)
        sheet.scores["assassin"] = float(score[1]) if score else 99.0
        if sheet.scores["assassin"] >= 0:
            rules = re.search(r"tests=([^\n]*(?:\n\t[^\n]*)*?) autolearn", said)
            sheet.findings.append(f"spamassassin: {sheet.scores['assassin']} ({rules[1] if rules else said[-400:]})")


def report(sheets: list[Sheet]) -> int:
    names = ("gmail", "outlook", "accessibility", "spam", "caniemail", "assassin")
    print(f"{'theme':9}{'issue':27}" + "".join(f"{name:>14}" for name in names))
    for sheet in sheets:
        print(f"{sheet.theme:9}{sheet.kind:27}" + "".join(f"{sheet.scores[name]:>14g}" for name in names))
        for each in sheet.findings:
            print(f"    {each}")
    bad = sum(bool(sheet.findings) for sheet in sheets)
    print(f"{bad} of {len(sheets)} mails have findings" if bad else f"no finding in {len(sheets)} mails")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
