"""Which of a centre's instances is primary.

Where Redis takes keys: every instance writes its uuid with the time into a hash of the centre; the lowest uuid seen
within the freshness window is primary. That is the antiloop's own rule.

Where Redis runs but its cluster is not formed (no key can be written): every instance names its connection to the
first server that answers, and the lowest host name among the connections that spoke within the window is primary.

A cluster that took keys a moment ago and does not now is failing over: the role is kept meanwhile.

Where no Redis answers at all the instances cannot see each other. A role already taken is kept. A fresh instance is
primary unless ELECTION_PEERS (host names of the centre's instances) holds a lower name than its own: two primaries
cost duplicates, none costs data.
"""

import logging
import time

from redis_client import RedisError

log = logging.getLogger("election")

# Longer than a Redis cluster takes to replace a lost master (node timeout 15 s, and the vote).
FAILOVER_SECONDS = 30


class Election:
    """Holds the role of this instance; `tick` is called every `announce_seconds` from one thread."""

    def __init__(self, settings, redis, on_primary, note):
        self._settings = settings
        self._redis = redis
        self._on_primary = on_primary
        self._note = note
        self._key = f"antiloop:election:{{{settings.centre_id}}}"
        self._name = f"antiloop:{settings.centre_id}:{settings.host}:{settings.instance}"
        self._evaluate_at = 0.0
        self._keys_worked_at = 0.0
        self.mode = "none"
        self.decided = False
        self.primary = False

    def tick(self):
        """Announces this instance, and now and then decides the role anew."""
        now = time.time()
        mode, candidates = self._announce(now)
        changed = mode != self.mode
        self.mode = mode
        if now < self._evaluate_at and not changed:
            return
        self._evaluate_at = now + self._settings.evaluate_seconds
        self._decide(candidates())

    def _announce(self, now):
        """The rule that applies, and a function giving who stands for election with one's own name, or None."""
        settings = self._settings
        try:
            self._redis.keyed("HSET", self._key, settings.instance, str(int(now * 1000)))
            self._keys_worked_at = now
            return "uuid", lambda: self._fresh_uuids(now)
        except RedisError:
            if now - self._keys_worked_at < FAILOVER_SECONDS:
                return "uuid", lambda: None
        try:
            self._redis.first_server(("CLIENT", "SETNAME", self._name))
            return "name", self._connected_names
        except RedisError:
            return "alone", lambda: None

    def _fresh_uuids(self, now):
        """The uuids of this centre's live instances, and the own one; those long dead are cleared out on the way."""
        settings = self._settings
        try:
            flat = self._redis.keyed("HGETALL", self._key)
            seen = dict(zip(flat[::2], flat[1::2]))
            oldest = (now - settings.fresh_seconds) * 1000
            for name, when in seen.items():
                if float(when) < oldest - 60_000:
                    self._redis.keyed("HDEL", self._key, name)
            return {name.decode() for name, when in seen.items() if float(when) >= oldest}, settings.instance
        except RedisError:
            return None

    def _connected_names(self):
        try:
            text = self._redis.first_server(("CLIENT", "LIST")).decode()
        except RedisError:
            return None
        prefix = f"antiloop:{self._settings.centre_id}:"
        names = set()
        for line in text.splitlines():
            if f" name={prefix}" not in line:
                continue
            fields = dict(field.partition("=")[::2] for field in line.split(" "))
            if int(fields.get("idle", "0")) <= self._settings.fresh_seconds:
                names.add(fields["name"])
        return names, self._name

    def _decide(self, outcome):
        if outcome is not None and outcome[0]:
            names, own = outcome
            primary = own <= min(names)
        elif self.decided:
            primary = self.primary
        else:
            primary = all(self._settings.host <= peer for peer in self._settings.peers)
        if primary != self.primary or not self.decided:
            role = "primary" if primary else "secondary"
            log.info("role %s (election: %s)", role, self.mode)
            self._note(role)
        self.decided = True
        self.primary = primary
        if primary:
            self._on_primary()

    def leave(self):
        """Takes this instance out of the election, so that the sibling need not wait for the window to pass."""
        if self.mode == "uuid":
            try:
                self._redis.keyed("HDEL", self._key, self._settings.instance)
            except RedisError:
                log.info("could not leave the election; the others notice within the freshness window")
