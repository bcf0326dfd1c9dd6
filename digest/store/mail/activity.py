"""Asks the ledger what became of a reader's mails, for segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.model.activity import Activity
from digest.store.schema.awry_tables import AWRY
from subscribers.segments.filters import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

# Issue by issue, the latest first as the index has them, and none from before the day the reader came: one look-up is
# enough for whoever got the last issue, for which that day is not asked for, and hardly any is made for whoever just
# joined. So the ledger needs no index by subscriber, which every mail would have to pay for. The statuses are compared
# one by one, since SQLite looks values up in a list of three or more by building a table of them.
HANDED = """EXISTS (SELECT 1 FROM issues AS sent CROSS JOIN deliveries AS mail
    ON mail.issue_id = sent.id AND mail.subscriber_id = {subscriber}
    WHERE sent.mail_date BETWEEN {since} AND {until}
        AND (sent.mail_date = (SELECT max(mail_date) FROM issues) OR sent.mail_date >= (
            SELECT substr(person.created_at, 1, 10) FROM subscribers AS person WHERE person.id = {subscriber}
        ))
        AND (mail.status = 'delivered' OR mail.status = 'complained'"""

MAILED = f"{HANDED} OR mail.status = 'accepted' OR mail.status = 'unknown' OR mail.status = 'bounced'))"

# Where nothing is ever reported, as by plain SMTP, one look at the events answers for everybody.
DELIVERED = f"(EXISTS (SELECT 1 FROM events WHERE kind = 'delivered') AND {HANDED})))"

# Few mails come back, and the index deliveries_awry_of_subscriber has hardly more than those.
BACK = f"""EXISTS (SELECT 1 FROM deliveries AS mail
    WHERE mail.subscriber_id = {{subscriber}} AND {AWRY}
        AND (SELECT sent.mail_date FROM issues AS sent WHERE sent.id = mail.issue_id) BETWEEN {{since}} AND {{until}}
        AND mail.status IN """

BOUNCED = f"{BACK}('refused', 'bounced'))"

COMPLAINED = f"{BACK}('complained'))"

MOMENTS: Mapping[str, Moment] = {
    Activity.MAILED: Moment(MAILED),
    Activity.DELIVERED: Moment(DELIVERED),
    Activity.BOUNCED: Moment(BOUNCED),
    Activity.COMPLAINED: Moment(COMPLAINED),
}
