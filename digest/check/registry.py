"""Lists every rule: the function that judges, and how grave it usually is; its name is the function's."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.check import (
    attributes,
    clients,
    contrast,
    duties,
    images,
    inbox,
    links,
    marks,
    reading,
    repeats,
    size,
    spam,
    textpart,
    wire,
)
from digest.model.finding import RuleName, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.check.mail import Fault, Mail

E, W = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what judges a mail, and how grave its findings usually are."""

    judge: Callable[[Mail], Iterator[Fault]]
    severity: Severity

    @property
    def name(self) -> RuleName:
        """The rule's name, as digest.toml and `digest check` write it."""
        return RuleName(self.judge.__name__.replace("_", "-"))

    @property
    def finds(self) -> str:
        """What it finds, in one sentence."""
        return " ".join((inspect.getdoc(self.judge) or "").split())


RULES = (
    Rule(size.html_size, E),
    Rule(size.html_size_near, W),
    Rule(inbox.subject_empty, E),
    Rule(inbox.subject_long, W),
    Rule(inbox.subject_repeated, W),
    Rule(inbox.subject_shouts, W),
    Rule(inbox.preheader_empty, W),
    Rule(inbox.preheader_long, W),
    Rule(inbox.preheader_repeats_subject, W),
    Rule(links.link_placeholder, E),
    Rule(links.link_relative, E),
    Rule(links.link_example, W),
    Rule(links.link_shortened, W),
    Rule(links.link_text, W),
    Rule(links.link_dead, E),
    Rule(links.link_unsure, W),
    Rule(images.image_alt, E),
    Rule(images.image_alt_name, W),
    Rule(images.image_address, E),
    Rule(images.image_insecure, W),
    Rule(images.image_width, W),
    Rule(images.image_format, W),
    Rule(images.image_count, W),
    Rule(images.image_weight, W),
    Rule(images.image_dead, W),
    Rule(marks.template_mark, E),
    Rule(marks.mjml_element, E),
    Rule(attributes.mjml_attribute, W),
    Rule(marks.template_unknown, W),
    Rule(contrast.text_unreadable, E),
    Rule(contrast.contrast, W),
    Rule(contrast.contrast_dark, W),
    Rule(reading.language, W),
    Rule(reading.direction, W),
    Rule(reading.title, W),
    Rule(reading.heading_order, W),
    Rule(reading.table_role, W),
    Rule(textpart.html_headline, E),
    Rule(textpart.text_empty, E),
    Rule(textpart.text_headline, E),
    Rule(textpart.text_link, E),
    Rule(duties.postal_address, E),
    Rule(duties.unsubscribe_link, E),
    Rule(duties.reader_links, W),
    Rule(duties.unsubscribe_header, E),
    Rule(duties.unsubscribe_insecure, W),
    Rule(wire.message_headers, E),
    Rule(wire.message_structure, E),
    Rule(wire.message_lines, E),
    Rule(clients.active_content, E),
    Rule(clients.client_html, W),
    Rule(clients.client_css, W),
    Rule(spam.exclamation_marks, W),
    Rule(spam.images_only, W),
    Rule(spam.few_words, W),
    Rule(repeats.story_repeated, W),
)
