"""What the accounts say must be told apart before a loss is put down to anybody."""

import unittest

from accounts import KILLED, RUNNING, SENT, UNCLAIMED, UNFINISHED, explain

INSTANCES = {
    "ended": {"unasked": [], "unfinished": ["a"]},
    "runs": {"unasked": ["again"], "unfinished": None},
    "killed": {"unasked": [], "unfinished": None},
}


class AccountsTests(unittest.TestCase):
    def explained(self, claims, missing=(), again=()):
        phase = {"missing": [(identity, 0.0) for identity in missing], "again": list(again)}
        explain({"phases": [phase]}, claims, INSTANCES, running={"runs"})
        return phase

    def test_fates_are_told_apart(self):
        for claimant, identity, expected in (
                (None, "a", UNCLAIMED), ("ended", "a", UNFINISHED), ("ended", "b", SENT), ("killed", "a", KILLED),
                ("runs", "a", RUNNING), ("unheard-of", "a", KILLED)):
            with self.subTest(expected):
                self.assertEqual(self.explained({identity: claimant}, [identity])["fates"], {expected: 1})

    def test_each_subscriber_that_misses_it_counts(self):
        self.assertEqual(self.explained({"a": "ended"}, ["a", "a", "c"])["fates"], {UNFINISHED: 2, UNCLAIMED: 1})

    def test_what_was_published_unasked_explains_only_its_own_repeats(self):
        self.assertEqual(self.explained({}, again=["again", "again", "other"])["again_unasked"], 2)


if __name__ == "__main__":
    unittest.main()
