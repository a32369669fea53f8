"""The counting must see every kind of loss before its figures mean anything."""

import unittest

from tally import AWAY, OTHERWISE, SESSION_GONE, Phase, Publisher, Subscriber, count


class TallyTests(unittest.TestCase):
    def setUp(self):
        self.phases = [Phase("calm"), Phase("storm")]
        self.publisher = Publisher("run/7")
        self.subscriber = Subscriber(self.publisher)

    def publish(self, calm=0, storm=0):
        for phase, messages in enumerate((calm, storm)):
            for _ in range(messages):
                self.publisher.publish(phase)

    def receive(self, *numbers, phase=0, at=0.0):
        for offset, number in enumerate(numbers):
            self.subscriber.received(number, phase, at + offset)

    def return_after_absence(self, *sessions_present):
        for present in sessions_present:
            self.subscriber.disconnected()
            self.subscriber.reconnected(present)

    def counted(self):
        return count(self.phases, [self.publisher], [self.subscriber])

    def lost(self):
        return {reason: number for reason, number in self.counted()[0].lost.items() if number}

    def test_all_received(self):
        self.publish(3, 2)
        self.receive(0, 1, 2, 3, 4)
        calm, storm = self.counted()
        self.assertEqual((calm.sent, calm.expected, calm.received, storm.received), (3, 3, 3, 2))
        self.assertEqual((sum(calm.lost.values()), calm.resent, calm.from_old_session), (0, 0, 0))

    def test_lost_in_the_phase_it_was_published_in(self):
        self.publish(3, 3)
        self.receive(0, 1, 2, 3, 5)
        calm, storm = self.counted()
        self.assertEqual((calm.lost[OTHERWISE], storm.lost[OTHERWISE]), (0, 1))
        self.assertEqual((calm.missing, storm.missing), ([], [("run/7/4", 0.0)]))

    def test_lost_while_the_session_was_gone(self):
        self.publish(6)
        self.receive(0, 1)
        self.return_after_absence(False)
        self.receive(4, 5)
        self.assertEqual(self.lost(), {SESSION_GONE: 2})
        self.assertEqual(self.phases[0].missing, [])

    def test_lost_while_away_although_the_session_was_kept(self):
        self.publish(6)
        self.receive(0, 1)
        self.return_after_absence(True)
        self.receive(4, 5)
        self.assertEqual(self.lost(), {AWAY: 2})

    def test_a_newer_message_sent_before_a_repeated_one_belongs_to_the_absence(self):
        self.publish(5)
        self.receive(0, 1)
        self.return_after_absence(False)
        self.receive(3)
        self.publish(2)
        self.receive(5, 6)
        self.assertEqual(self.lost(), {SESSION_GONE: 2})

    def test_lost_before_and_after_an_absence_is_not_blamed_on_it(self):
        self.publish(3)
        self.receive(0, 2)
        self.return_after_absence(False)
        self.publish(1)
        self.receive(3)
        self.publish(3)
        self.receive(4, 6)
        self.assertEqual(self.lost(), {OTHERWISE: 2})

    def test_lost_over_websocket_is_told_apart(self):
        self.subscriber.websocket = True
        self.test_lost_while_the_session_was_gone()
        self.assertEqual(self.phases[0].lost_over_websocket, 2)

    def test_two_disconnections_before_the_next_message_are_one_absence(self):
        self.publish(5)
        self.receive(0)
        self.return_after_absence(False, True)
        self.receive(4)
        self.assertEqual(self.lost(), {SESSION_GONE: 3})

    def test_what_is_sent_again_does_not_end_an_absence(self):
        self.publish(5)
        self.receive(0, 1)
        self.return_after_absence(True)
        self.receive(1, 4)
        self.assertEqual(self.lost(), {AWAY: 2})

    def test_never_heard_again(self):
        self.publish(4)
        self.receive(0)
        self.return_after_absence(False)
        self.assertEqual(self.lost(), {SESSION_GONE: 3})

    def test_sent_again_counts_where_it_is_noticed(self):
        self.publish(2)
        self.receive(0, 1)
        self.receive(1, 1, phase=1)
        calm, storm = self.counted()
        self.assertEqual((calm.received, calm.resent, storm.resent, storm.from_old_session), (2, 0, 2, 0))

    def test_old_messages_again_come_from_an_old_session(self):
        self.publish(10)
        self.receive(*range(10))
        self.receive(2, 3, phase=1)
        self.assertEqual((self.counted()[1].resent, self.phases[1].from_old_session), (0, 2))
        self.assertEqual(self.phases[1].again, ["run/7/2", "run/7/3"])

    def test_longest_gap_counts_where_it_ends(self):
        self.publish(3)
        self.receive(0, at=0)
        self.receive(1, at=0.5)
        self.receive(2, phase=1, at=7.5)
        calm, storm = self.counted()
        self.assertEqual((calm.longest_gap, storm.longest_gap), (0.5, 7))


if __name__ == "__main__":
    unittest.main()
