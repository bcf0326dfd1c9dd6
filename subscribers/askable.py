"""Says who may be asked for a confirmation: the view `askable`, a companion of `mailable`.

It has one row for each subscription that waits for its subscriber's word and whose address is not suppressed, with the
columns of `mailable` but `paused_until`: a pause does not keep back a mail that its reader has just asked for. What is
said there of look-ups by index holds here too.
"""

CREATE_ASKABLE = """
CREATE VIEW askable AS
SELECT
    subscribers.id AS subscriber_id,
    subscribers.address AS address,
    subscribers.address_key AS address_key,
    subscribers.name AS name,
    subscribers.language AS language,
    subscribers.epoch AS epoch,
    lists.id AS list_id,
    lists.name AS list,
    lists.title AS list_title,
    subscriptions.joined_at AS joined_at
FROM lists
CROSS JOIN subscriptions ON subscriptions.list_id = lists.id
CROSS JOIN subscribers ON subscribers.id = subscriptions.subscriber_id
WHERE subscriptions.state = 'unconfirmed'
    AND NOT EXISTS (
        SELECT 1 FROM suppressions
        WHERE key IN (subscribers.address_key, substr(subscribers.address_key, instr(subscribers.address_key, '@')))
    )
"""
