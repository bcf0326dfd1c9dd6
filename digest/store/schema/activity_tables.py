"""What the fourth step of the schema adds: the indexes by which segments ask for a reader's mails."""

# The latest first: see digest.store.mail.activity.
ISSUES_BY_DATE = "CREATE INDEX issues_by_date ON issues (mail_date DESC)"

# Partial, so that it holds the few mails that came back, and a mail that was accepted costs nothing.
DELIVERIES_BACK = """
CREATE INDEX deliveries_back ON deliveries (subscriber_id, issue_id)
    WHERE status IN ('refused', 'bounced', 'complained')
"""

STATEMENTS = (ISSUES_BY_DATE, DELIVERIES_BACK)
