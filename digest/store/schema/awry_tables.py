"""What the thirteenth step of the schema changes: two indexes of what went awry, where there were four."""

# A mail that waits for another try, was refused, came back, or of which nobody knows. Compared one by one, for SQLite
# looks values up in a list by building a table of them; what a row mostly is stands first, for the condition of an
# index is looked at with every row that is claimed or settled. A query is led to them where it repeats this.
AWRY = """status <> 'accepted' AND status <> 'claimed' AND status <> 'pending' AND status <> 'delivered'
    AND status <> 'skipped' AND status <> 'cancelled'"""

FORGET = ("deferred", "open", "refused", "back")

OF_ISSUE = f"CREATE INDEX deliveries_awry ON deliveries (issue_id, status, retry_at) WHERE {AWRY}"
OF_SUBSCRIBER = f"CREATE INDEX deliveries_awry_of_subscriber ON deliveries (subscriber_id, issue_id) WHERE {AWRY}"

STATEMENTS = (*(f"DROP INDEX deliveries_{name}" for name in FORGET), OF_ISSUE, OF_SUBSCRIBER)
