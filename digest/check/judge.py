"""Lets every rule judge a mail, and puts what they find in the order of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.mail import read
from digest.check.registry import RULES
from digest.model.finding import Finding, Severity

if TYPE_CHECKING:
    from digest.check.mail import Sample
    from digest.model.finding import CheckSettings


def judge(sample: Sample, *, settings: CheckSettings) -> tuple[Finding, ...]:
    """Return what the rules that are not off object to in a mail; whatever stands in it, this raises nothing."""
    mail = read(sample)
    found = []
    for order, rule in enumerate(RULES):
        severity = settings.severity(rule.name, rule.severity)
        if severity is Severity.OFF:
            continue
        for fault in rule.judge(mail):
            finding = Finding(rule=rule.name, severity=severity, message=fault.message, where=str(fault.place))
            found.append((fault.place, order, finding))
    found.sort(key=lambda one: one[:2])
    return tuple(dict.fromkeys(finding for _, _, finding in found))
