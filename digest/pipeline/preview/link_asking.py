"""Asks every link and picture of a mail whether it is there, side by side."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.check import images, links
from digest.check.addresses import host
from digest.check.mail import Answer, read
from digest.errors import IngestError
from digest.ingest import net
from digest.model.links import issue_url
from digest.pipeline.stories.intake import user_agent

if TYPE_CHECKING:
    from digest.check.mail import Sample
    from digest.model.settings import FetchSettings
    from digest.pipeline.newsroom import Newsroom

MOST = 200  # addresses of a mail that are asked
AT_ONCE = 16  # hosts; one after another of each host's addresses, so that none takes it for an attack


def asked(newsroom: Newsroom, issue_name: str, sample: Sample, *, known: dict[str, Answer]) -> Sample:
    """Return a sample with what its addresses answer; those `known` are not asked again, and the others become so.

    Those of ours that only a reader's own link opens, and the issue's page, which is not there yet, are left alone.
    """
    mail = read(sample)
    base = newsroom.settings.publication.url
    own = {sample.unsubscribe_url, *sample.reader_urls, issue_url(base, issue_name)}
    found = dict.fromkeys([*links.addresses(mail), *images.addresses(mail)])
    wanted = [address for address in found if address.partition("#")[0] not in own][:MOST]
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in wanted:
        if address not in known:
            by_host[host(address)].append(address)
    settings, headers = newsroom.settings.fetch, {"User-Agent": user_agent(newsroom), "Accept": "*/*"}
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="link") as pool:
        answers = pool.map(lambda group: [_ask(one, settings, headers) for one in group], by_host.values())
        groups = zip(by_host.values(), answers, strict=True)
        known |= {address: answer for group, told in groups for address, answer in zip(group, told, strict=True)}
    return replace(sample, answers={**sample.answers, **{address: known[address] for address in wanted}})


def _ask(address: str, settings: FetchSettings, headers: dict[str, str]) -> Answer:
    try:
        found = net.get(address, settings=settings, headers=headers)
    except IngestError as error:
        return Answer(trouble=str(error))
    return Answer(status=found.status, size=len(found.body))
