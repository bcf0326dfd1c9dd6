"""What judging an issue finds: by which rule, how grave, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"  # the issue is not sent, unless somebody says so
    WARNING = "warning"  # worth a look; the issue is sent
    OFF = "off"  # not looked for


class RuleName(StrEnum):
    """Every rule of `digest check`, as digest.toml names it; docs/check.md says what each finds."""

    HTML_SIZE = "html-size"
    HTML_SIZE_NEAR = "html-size-near"
    SUBJECT_EMPTY = "subject-empty"
    SUBJECT_LONG = "subject-long"
    SUBJECT_REPEATED = "subject-repeated"
    SUBJECT_SHOUTS = "subject-shouts"
    PREHEADER_EMPTY = "preheader-empty"
    PREHEADER_LONG = "preheader-long"
    PREHEADER_REPEATS_SUBJECT = "preheader-repeats-subject"
    LINK_PLACEHOLDER = "link-placeholder"
    LINK_RELATIVE = "link-relative"
    LINK_EXAMPLE = "link-example"
    LINK_SHORTENED = "link-shortened"
    LINK_TEXT = "link-text"
    LINK_DEAD = "link-dead"
    LINK_UNSURE = "link-unsure"
    IMAGE_ALT = "image-alt"
    IMAGE_ALT_NAME = "image-alt-name"
    IMAGE_ADDRESS = "image-address"
    IMAGE_INSECURE = "image-insecure"
    IMAGE_WIDTH = "image-width"
    IMAGE_FORMAT = "image-format"
    IMAGE_COUNT = "image-count"
    IMAGE_WEIGHT = "image-weight"
    IMAGE_DEAD = "image-dead"
    TEMPLATE_MARK = "template-mark"
    MJML_ELEMENT = "mjml-element"
    MJML_ATTRIBUTE = "mjml-attribute"
    TEMPLATE_UNKNOWN = "template-unknown"
    TEXT_UNREADABLE = "text-unreadable"
    CONTRAST = "contrast"
    CONTRAST_DARK = "contrast-dark"
    LANGUAGE = "language"
    DIRECTION = "direction"
    TITLE = "title"
    HEADING_ORDER = "heading-order"
    TABLE_ROLE = "table-role"
    HTML_HEADLINE = "html-headline"
    TEXT_EMPTY = "text-empty"
    TEXT_HEADLINE = "text-headline"
    TEXT_LINK = "text-link"
    POSTAL_ADDRESS = "postal-address"
    UNSUBSCRIBE_LINK = "unsubscribe-link"
    READER_LINKS = "reader-links"
    UNSUBSCRIBE_HEADER = "unsubscribe-header"
    UNSUBSCRIBE_INSECURE = "unsubscribe-insecure"
    MESSAGE_HEADERS = "message-headers"
    MESSAGE_STRUCTURE = "message-structure"
    MESSAGE_LINES = "message-lines"
    ACTIVE_CONTENT = "active-content"
    CLIENT_HTML = "client-html"
    CLIENT_CSS = "client-css"
    EXCLAMATION_MARKS = "exclamation-marks"
    IMAGES_ONLY = "images-only"
    FEW_WORDS = "few-words"
    STORY_REPEATED = "story-repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What a newsroom wants of the rules: which it never wants to hear of, and how grave it takes others."""

    ignore: tuple[RuleName, ...] = ()
    rules: Mapping[RuleName, Severity] = field(default_factory=dict)

    def severity(self, name: RuleName, usual: Severity) -> Severity:
        """Return how grave a rule's findings are here."""
        return Severity.OFF if name in self.ignore else self.rules.get(name, usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule objects to; `message` says what, which and what next in one line, `where` the place."""

    rule: RuleName
    severity: Severity
    message: str
    where: str

    def as_dict(self) -> dict[str, str]:
        """Return the finding as a JSON object."""
        return {"rule": str(self.rule), "message": self.message, "where": self.where}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found in an issue, in the order of its places; `note` says why there was nothing to judge, if so."""

    issue: str
    findings: tuple[Finding, ...] = ()
    note: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the issue from being sent."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is worth a look."""
        return tuple(one for one in self.findings if one.severity is Severity.WARNING)

    def as_dict(self) -> dict[str, Any]:
        """Return the contract's document of `check`; `nothing_to_judge` says why, None where there was an issue."""
        return {
            "issue": self.issue,
            "nothing_to_judge": self.note or None,
            "errors": [one.as_dict() for one in self.errors],
            "warnings": [one.as_dict() for one in self.warnings],
        }
