"""Reads addresses: what is shown, what is compared, and what goes into an envelope."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from subscribers.errors import BadAddress

# What a plain ASCII address of ordinary shape looks like. At most 64 characters in all, it breaks no length rule for
# the local part, a label or the whole (RFC 5321, 4.5.3.1); single inner hyphens cannot be Punycode. Both cases are
# spelt out and nothing is given back once matched, which makes it four times as fast: files bring rows by the million.
_PLAIN = re.compile(
    r"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+)"
    r"@(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)++([A-Za-z]++)"
)
_PLAIN_LENGTH = 64
# Domains (RFC 6761) and local parts (RFC 2142) that the library treats in a way of its own. They stand here so that it,
# which takes longer to load than most commands to do their work, is loaded only where it must judge.
_RESERVED = frozenset(["arpa", "invalid", "local", "localhost", "onion", "test"])
_ROLES = frozenset([
    "abuse", "ftp", "hostmaster", "info", "marketing", "news", "noc", "postmaster", "sales", "security", "support",
    "usenet", "uucp", "webmaster", "www",
])  # fmt: skip
_NAMED = re.compile(r"([^<>]*)<([^<>]+)>\s*")  # RFC 5322, 3.4: name-addr
_BETWEEN = re.compile(r"[\s,;<>/|]+|:::")  # addresses, where somebody has several
_LONGEST = 320  # characters; anything longer is refused before the library looks at each of them


@dataclass(frozen=True, slots=True)
class Address:
    """An address that mail can be sent to.

    `display` keeps the case of the local part and shows an international domain in its own script. `key` tells
    addresses apart: local part in one case, domain in ASCII (RFC 5891), so that two spellings of one mailbox are one
    subscriber, while straße@ and strasse@ are two. Both hold exactly one @.
    """

    display: str
    key: str

    @property
    def domain(self) -> str:
        """The key of the whole domain: `@example.com`."""
        return self.key[self.key.index("@") :]


def parse(text: str) -> Address:
    """Read an address as a person or a file gives it; spaces around it do not matter.

    Domains reserved for tests (`.test`, RFC 6761) are taken in, quoted local parts and address literals are not; local
    parts may be international (RFC 6531).

    Raises:
        BadAddress: it is no address, holds a control character or one in place of a lost letter, or is too long
            (RFC 5321: 64 and 254).
    """
    return Address(*read(text))


def read(text: str) -> tuple[str, str]:
    """Return display and key of what `parse` reads, and no more than these two: for rows by the million."""
    stripped = text.strip(" \t")
    return _plain(stripped) or _checked(stripped)


def parted(text: str) -> tuple[str, str]:
    """Return the name and the address of what stands in a mail's header, such as `Ann Lee <ann@reader.example>`.

    >>> parted('"Lee, Ann" <ann@reader.example>'), parted("ann@reader.example")
    (('Lee, Ann', 'ann@reader.example'), ('', 'ann@reader.example'))
    """
    if not (found := _NAMED.fullmatch(text)):
        return "", text
    name, address = found[1].strip(), found[2].strip()
    if name[:1] == name[-1:] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1]).strip()
    return ("" if "@" in name else name), address


def parse_domain(text: str) -> str:
    """Read `@example.com`, meaning everybody there, and return its key; a dot at its end (RFC 1034, 3.1) is none more.

    Raises:
        BadAddress: what follows the @ is no domain.
    """
    try:
        return parse(f"x{text.strip().removesuffix('.')}").domain
    except BadAddress as error:
        raise BadAddress(text, error.reason) from None


def folded(address_key: str) -> str:
    """Return what keys were in the first versions, which took straße@ and strasse@ for one."""
    local, at, domain = address_key.rpartition("@")
    return unicodedata.normalize("NFC", local.casefold()) + at + domain


def ascii_address(address: str) -> str:
    """Return an address for an SMTP envelope or a header: its domain in ASCII (RFC 5890), its local part as it is.

    A local part outside ASCII stays so: such mail needs SMTPUTF8 (RFC 6531) from the server.
    """
    if address.isascii():
        return address
    parsed = parse(address)
    return parsed.display.rpartition("@")[0] + parsed.domain


def _plain(text: str) -> tuple[str, str] | None:
    """Read what the library would accept and leave as it is but for the domain's case; None where it must judge."""
    match = _PLAIN.fullmatch(text)
    if match is None or len(text) > _PLAIN_LENGTH:
        return None
    local, top = match.groups()
    key = text.lower()
    if top.lower() in _RESERVED or local.lower() in _ROLES:
        return None
    return (text, text) if key == text else (local + key[len(local) :], key)


def _checked(text: str) -> tuple[str, str]:
    from email_validator import EmailNotValidError, validate_email

    if len(text) > _LONGEST:
        raise BadAddress(text, "it is too long")
    if "\ufffd" in text:  # what programs put there when they cannot decode a letter (Unicode, 3.9)
        raise BadAddress(text, "a letter of it was lost on its way here")
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError as error:
        raise BadAddress(text, _several(text) or str(error).rstrip(".")) from None
    local = unicodedata.normalize("NFC", "".join(map(_in_one_case, found.local_part)))
    return found.normalized, f"{local}@{found.ascii_domain}"


def _several(text: str) -> str:
    """Say which addresses stand in the place of one, and what to do; empty where there are not several."""
    found = [one for one in _BETWEEN.split(text) if _plain(one)]
    if len(found) < 2:
        return ""
    return f"{len(found)} addresses stand there: {', '.join(found)}; leave the one that is to be mailed"


def _in_one_case(letter: str) -> str:
    """Fold a letter if that makes one letter of it (simple folding, Unicode 5.18), so that none becomes another two."""
    kept = letter.casefold()
    return kept if len(kept) == 1 else letter.lower()
