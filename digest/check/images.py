"""Judges pictures: what is read in their place, where they come from, and whether every program shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.check.addresses import is_web, scheme, suffix
from digest.check.features import IMAGE_FORMATS
from digest.check.mail import Fault, Part, Place, shortened
from digest.check.support import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.document import Element
    from digest.check.mail import Mail

_MOST = 40
_NOT_IN_OUTLOOK = "[if !mso]"
_HEAVY = 500_000  # bytes of one picture
_HEAVY_ALL = 3_000_000  # and of all of them
_FILE_NAME = re.compile(
    r"[\w.-]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp)|(?:img|dsc|image|picture)[\W_]*\d+", re.IGNORECASE
)


def image_alt(mail: Mail) -> Iterator[Fault]:
    """Pictures without alt text: screen readers read out the file's name, and nothing shows when pictures are off."""
    for image in _images(mail):
        if image.get("alt") is None and image.get("aria-hidden") != "true":
            yield Fault(mail.place(image), 'has no alt text; say what it shows, or write alt="" if it only decorates')


def image_alt_name(mail: Mail) -> Iterator[Fault]:
    """Alt texts that are the name of a file."""
    for image in _images(mail):
        alt = (image.get("alt") or "").strip()
        if _FILE_NAME.fullmatch(alt):
            yield Fault(mail.place(image), f'has the alt text "{shortened(alt)}"; say what it shows')


def image_address(mail: Mail) -> Iterator[Fault]:
    """Pictures that stand at no address of the web, which no reader sees."""
    for image in _images(mail):
        if not is_web(_source(image)):
            where = shortened(_source(image)) or "no address"
            yield Fault(mail.place(image), f"comes from {where}; put it on the web and write the whole https address")


def image_insecure(mail: Mail) -> Iterator[Fault]:
    """Pictures without TLS, which webmail does not load."""
    for image in _images(mail):
        if scheme(_source(image)) == "http" and is_web(_source(image)):
            yield Fault(mail.place(image), f"comes from {shortened(_source(image))}; use an https address")


def image_width(mail: Mail) -> Iterator[Fault]:
    """Pictures without a width attribute, which classic Outlook shows as large as they are."""
    for image in _images(mail):
        if not re.fullmatch(r"\s*[0-9]{1,5}(px|%)?\s*", image.get("width") or ""):
            yield Fault(mail.place(image), 'has no width; write one in pixels, such as width="600"')


def image_format(mail: Mail) -> Iterator[Fault]:
    """Pictures in a format that some programs do not show, such as WebP in classic Outlook."""
    for image in _images(mail):
        kind = suffix(_source(image))
        if clients := without(IMAGE_FORMATS.get(kind, "")):
            instead = ", where the story goes without it" if _is_kept_from_outlook(image) else ""
            fault = f"is {kind.upper()}, which {clients} cannot show{instead}; use JPEG, PNG or GIF"
            yield Fault(mail.place(image), fault)


def image_count(mail: Mail) -> Iterator[Fault]:
    """More than 40 pictures."""
    if (count := len(_images(mail))) > _MOST:
        yield Fault(Place(Part.HTML), f"has {count} pictures; {_MOST} are plenty, so show fewer in the theme")


def image_weight(mail: Mail) -> Iterator[Fault]:
    """Pictures of more than 500 kB, or 3 MB in all, which are slow on a phone; those of others with --links alone."""
    sizes = {image: mail.sample.answers[_source(image)].size for image in _asked(mail)}
    for image, size in sizes.items():
        if size > _HEAVY:
            yield Fault(mail.place(image), f"weighs {size / 1000:,.0f} kB of {_HEAVY / 1000:.0f}; use a smaller copy")
    total = sum({_source(image): size for image, size in sizes.items()}.values())
    if total > _HEAVY_ALL:
        yield Fault(
            Place(Part.HTML), f"has pictures of {total / 1e6:.1f} MB of {_HEAVY_ALL / 1e6:.0f}; use smaller copies"
        )


def image_dead(mail: Mail) -> Iterator[Fault]:
    """Pictures that are not there: of the media folder always, of others with --links alone."""
    for image in _asked(mail):
        answer = mail.sample.answers[_source(image)]
        if answer.trouble or answer.status >= 400:
            why = answer.trouble or f"answers {answer.status}"
            yield Fault(mail.place(image), f"does not load: {shortened(_source(image))}: {why}; mend the address")


def addresses(mail: Mail) -> list[str]:
    """Return the web addresses of pictures, each once, in reading order."""
    found = (_source(image) for image in _images(mail))
    return list(dict.fromkeys(address for address in found if is_web(address)))


def _is_kept_from_outlook(image: Element) -> bool:
    """Tell whether a picture, or the link that it is, stands in a comment that only classic Outlook takes for one."""
    before = [one.getprevious() for one in (image, *image.iterancestors("a"))]
    return any(one is not None and str(one.text or "").startswith(_NOT_IN_OUTLOOK) for one in before)


def _images(mail: Mail) -> list[Element]:
    return mail.document.named("img")


def _asked(mail: Mail) -> list[Element]:
    return [image for image in _images(mail) if _source(image) in mail.sample.answers]


def _source(image: Element) -> str:
    return (image.get("src") or "").strip()
