"""Judges what mail programs make of the HTML and its styles, by the data of caniemail.com."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from digest.check.css import Declaration
from digest.check.document import inline
from digest.check.features import ELEMENTS, FUNCTIONS, NAMES, PROPERTIES, STATEMENTS, VALUES
from digest.check.mail import Fault, Part, Place, shortened
from digest.check.support import title, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.document import Element
    from digest.check.mail import Mail

_ACTIVE = frozenset({"script", "iframe", "frame", "frameset", "object", "embed", "applet", "form"})


def active_content(mail: Mail) -> Iterator[Fault]:
    """Scripts, frames, forms and the like, which programs take out and filters take for an attack."""
    for element in mail.document.elements:
        refresh = element.tag == "meta" and (element.get("http-equiv") or "").casefold() == "refresh"
        if element.tag in _ACTIVE or refresh:
            yield Fault(mail.place(element), "does not work in a mail and looks like an attack; link to a page instead")
        for name in element.attrib:
            if name.startswith("on"):
                yield Fault(mail.place(element), f"has {name[:30]}, which runs in no mail; take it out of the theme")


def client_html(mail: Mail) -> Iterator[Fault]:
    """Elements that HTML does not have, or that programs of many readers do not know."""
    told: set[str] = set()
    for element in mail.document.elements:
        if element.tag not in told and _is_misspelt(element):
            told.add(element.tag)
            near = get_close_matches(element.tag, sorted(NAMES), n=1)
            remedy = f"did you mean <{near[0]}>?" if near else "take it out of the theme"
            yield Fault(mail.place(element), f"is no element of HTML and does nothing; {remedy}")
        feature = ELEMENTS.get(element.tag, "")
        if (clients := without(feature)) and feature not in told:
            told.add(feature)
            yield Fault(mail.place(element), f"does not work in {clients}; say it with text, pictures and links")


def _is_misspelt(element: Element) -> bool:
    """Tell whether HTML has no such element; what Outlook or MJML has is another's to judge, and so is a drawing."""
    if element.tag in NAMES or ":" in element.tag or element.tag.startswith("mj-"):
        return False
    return all(one.tag not in ("svg", "math") for one in element.iterancestors())


def client_css(mail: Mail) -> Iterator[Fault]:
    """Styles that break the mail in programs that do not know them; under @media and @supports they are welcome."""
    told: set[str] = set()
    for where, one in _declared(mail):
        for feature in _features(one):
            if (clients := without(feature)) and feature not in told:
                told.add(feature)
                place = mail.place(where) if where is not None else Place(Part.HTML, words="<style>")
                what = f"{title(feature)} ({shortened(f'{one.name}: {one.value}')})"
                yield Fault(place, f"uses {what}, unknown to {clients}; use tables, or put it under @supports")


def _declared(mail: Mail) -> Iterator[tuple[Element | None, Declaration]]:
    """Yield what is declared for every program: in sheets outside of any condition, and in the elements' own styles."""
    for rule in mail.document.rules:
        if not rule.conditions:
            statements = (Declaration(head.partition(" ")[0].casefold(), head) for head in rule.selectors)
            yield from ((None, one) for one in rule.declarations or statements)
    for element in mail.document.elements:
        yield from ((element, one) for one in inline(element))


def _features(one: Declaration) -> Iterator[str]:
    value = one.value.casefold()
    found = (STATEMENTS.get(one.name), PROPERTIES.get(one.name), VALUES.get((one.name, value)))
    yield from (feature for feature in found if feature and value != "none")
    yield from (feature for sign, feature in FUNCTIONS.items() if f" {sign}" in f" {value}")
