from datetime import UTC, datetime, timedelta

import pytest

from digest.deliver.patience import IN_A_ROW, LONGEST_ASKED, Brake, Domains, next_try
from digest.model.delivery import DeliveryStatus, Receipt

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
LATER = Receipt(1, DeliveryStatus.DEFERRED, "4.7.1", "later")


@pytest.mark.parametrize(
    ("attempts", "least", "most"), [(1, 4, 6), (2, 8, 12), (3, 16, 24), (4, 32, 48), (5, 48, 72), (99, 48, 72)]
)
def test_each_try_comes_later_than_the_last_up_to_about_an_hour(attempts, least, most):
    waits = [next_try(attempts) for _ in range(50)]
    assert timedelta(minutes=least) <= min(waits) <= max(waits) <= timedelta(minutes=most)
    assert len(set(waits)) > 1, "not all at the same moment"


class TestTheBrake:
    def test_it_waits_as_long_as_was_asked_and_little_longer(self):
        assert 3.0 <= Brake().pull(3.0) <= 3.3

    def test_it_believes_nobody_who_asks_for_days(self):
        assert Brake().pull(1e9) <= LONGEST_ASKED * 1.1

    def test_it_is_pulled_once_by_all_who_were_under_way(self):
        brake = Brake()
        assert brake.pull(5.0) > 0
        assert [brake.pull(5.0), brake.pull(0.0)] == [0.0, 0.0]
        assert brake.pulled == 1
        assert timedelta(seconds=4) < brake.remaining() <= timedelta(seconds=6)

    def pauses(self, brake, times):
        """Pull it so often, each time when the pause before is over."""
        lengths = []
        for _ in range(times):
            lengths.append(brake.pull(0.0))
            brake._until = 0.0
        return lengths

    def test_without_a_time_asked_for_each_pause_is_up_to_twice_the_last_and_a_minute_at_most(self):
        pauses = self.pauses(Brake(), 9)
        for pause, most in zip(pauses, (1, 2, 4, 8, 16, 32, 60, 60, 60), strict=True):
            assert most / 2 <= pause <= most

    def test_once_mail_is_taken_again_the_next_pause_is_half_the_last_and_not_the_shortest(self):
        brake = Brake()
        self.pauses(brake, 6)
        for most in (16, 8, 4, 2, 1, 1):
            for _ in range(3):  # however many mails are taken
                brake.let_go()
            assert brake.pulled == 0
            (pause,) = self.pauses(brake, 1)
            assert most / 2 <= pause <= most

    def test_a_server_that_takes_a_mail_a_minute_is_soon_asked_no_more_than_it_likes(self):
        """Whoever begins anew after each mail that was taken asks six times a minute, for ever."""
        brake, asked = Brake(), []
        for _ in range(20):
            waited, times = 0.0, 0
            while waited < 60:
                waited += sum(self.pauses(brake, 1))
                times += 1
            asked.append(times)
            brake.let_go()
        assert max(asked[1:]) <= 4

    def test_a_pause_that_was_asked_for_does_not_lengthen_those_that_are_guessed(self):
        brake = Brake()
        for _ in range(5):
            brake.pull(30.0)
            brake._until = 0.0
        assert self.pauses(brake, 1)[0] <= 1.0


class TestDomains:
    def put_off(self, domains, times, *, domain="slow.example", now=NOW, receipt=LATER):
        for _ in range(times):
            domains.note(domain, receipt, now=now)

    def test_one_that_puts_off_mail_after_mail_rests_and_no_other(self):
        domains = Domains()
        self.put_off(domains, IN_A_ROW - 1)
        self.put_off(domains, IN_A_ROW - 1, domain="other.example")
        assert domains.resting(NOW) == {}
        self.put_off(domains, 1)
        assert list(domains.resting(NOW)) == ["slow.example"]

    def test_after_the_rest_one_more_begins_a_longer_one(self):
        domains = Domains()
        self.put_off(domains, IN_A_ROW)
        first = domains.resting(NOW)["slow.example"]
        assert domains.resting(first) == {}
        self.put_off(domains, 1, now=first)
        assert domains.resting(first)["slow.example"] - first > (first - NOW) * 1.2

    def test_who_were_under_way_when_the_rest_began_make_it_no_longer(self):
        domains = Domains()
        self.put_off(domains, IN_A_ROW)
        first = domains.resting(NOW)["slow.example"]
        self.put_off(domains, 10)
        assert domains.resting(NOW)["slow.example"] == first

    def test_it_is_forgiven_once_it_takes_a_mail(self):
        domains = Domains()
        self.put_off(domains, IN_A_ROW)
        domains.note("slow.example", Receipt(2, DeliveryStatus.ACCEPTED), now=NOW)
        assert domains.resting(NOW) == {}
        self.put_off(domains, IN_A_ROW - 1)
        assert domains.resting(NOW) == {}

    @pytest.mark.parametrize(
        "receipt",
        [
            Receipt(1, DeliveryStatus.DEFERRED, "4.2.2", "mailbox full"),
            Receipt(1, DeliveryStatus.DEFERRED, "5.7.1", "policy", ours=True),
            Receipt(1, DeliveryStatus.DEFERRED, "421", "busy", wait=0.0),
            Receipt(1, DeliveryStatus.UNKNOWN),
        ],
    )
    def test_what_is_one_mailboxs_or_everybodys_trouble_is_not_the_domains(self, receipt):
        domains = Domains()
        self.put_off(domains, 20, receipt=receipt)
        assert domains.resting(NOW) == {}
