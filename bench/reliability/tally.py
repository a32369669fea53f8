"""What became of numbered messages. Nothing in here reads a clock or a network.

A phase is a stretch of the measurement in which one thing happens to the broker. A message that is lost counts in the
phase in which it was published; what is received again and a gap count in the phase in which they are noticed. Times are
seconds of any one clock; those of publishing may be of another.
"""

# Why a message is missing, as far as the client that misses it can tell.
SESSION_GONE = "session gone"  # the client was away, and the broker it came back to did not know it
AWAY = "away"  # the client was away, and the broker it came back to knew it
OTHERWISE = "otherwise"  # the client was there

# What is sent again because an acknowledgement was under way is among the last few; what is older comes from a session
# that was left behind on another broker and went on collecting.
RESENT_WITHIN = 4


class Publisher:
    """One stream of messages, numbered from 0. Their identities begin with `name`."""

    def __init__(self, name=""):
        self.name = name
        self.phases = []
        self.times = []
        self.acknowledged = 0

    def publish(self, phase, now=0.0):
        """Notes a message of a phase and gives its number."""
        self.phases.append(phase)
        self.times.append(now)
        return len(self.phases) - 1

    def identity(self, number):
        return f"{self.name}/{number}"


class Subscriber:
    """One client's view of one stream."""

    def __init__(self, publisher, websocket=False):
        self.publisher = publisher
        self.websocket = websocket
        self.numbers = set()
        self.highest = -1
        self.last_at = None
        self.gaps = {}
        # Of what came again: phase and number.
        self.resent = []
        self.from_old_session = []
        self.absences = []
        self._away = None

    def received(self, number, phase, now):
        if self.last_at is not None:
            self.gaps[phase] = max(self.gaps.get(phase, 0), now - self.last_at)
        self.last_at = now
        if number in self.numbers:
            again = self.resent if self.highest - number <= RESENT_WITHIN else self.from_old_session
            again.append((phase, number))
            return
        self.numbers.add(number)
        if self._away and number > self._away[0]:
            # A publisher that comes back at the same time sends its newest message before those it repeats: what was
            # published before the absence ended belongs to it, in whatever order it was sent.
            self.absences.append((self._away[0], max(number, len(self.publisher.phases)), self._away[1]))
            self._away = None
        self.highest = max(self.highest, number)

    def disconnected(self):
        """The connection ended; what comes next may be missing."""
        if self._away is None:
            self._away = (self.highest, AWAY)

    def reconnected(self, session_present):
        """The broker kept the session, or it did not and the client subscribed anew."""
        if not session_present and self._away:
            self._away = (self._away[0], SESSION_GONE)

    def lost(self):
        """Numbers never received, each with the reason."""
        absences = list(self.absences)
        if self._away:
            absences.append((self._away[0], len(self.publisher.phases), self._away[1]))
        for number in range(len(self.publisher.phases)):
            if number not in self.numbers:
                reasons = (reason for before, after, reason in absences if before < number < after)
                yield number, next(reasons, OTHERWISE)


class Phase:
    """The figures of one phase."""

    def __init__(self, name):
        self.name = name
        self.reconnects = self.sessions_gone = 0
        self.sent = self.expected = self.received = 0
        self.lost = {SESSION_GONE: 0, AWAY: 0, OTHERWISE: 0}
        self.lost_over_websocket = 0
        self.resent = self.from_old_session = 0
        self.longest_gap = 0.0
        # One for each subscriber: identity and time of messages lost otherwise, identity of all that came again.
        self.missing = []
        self.again = []


def count(phases, publishers, subscribers):
    """Fills in what the streams tell of each phase."""
    for publisher in publishers:
        for phase in publisher.phases:
            phases[phase].sent += 1
    for subscriber in subscribers:
        of = subscriber.publisher.phases
        for number, phase in enumerate(of):
            phases[phase].expected += 1
            phases[phase].received += number in subscriber.numbers
        for number, reason in subscriber.lost():
            phases[of[number]].lost[reason] += 1
            phases[of[number]].lost_over_websocket += subscriber.websocket
            if reason == OTHERWISE:
                publisher = subscriber.publisher
                phases[of[number]].missing.append((publisher.identity(number), publisher.times[number]))
        for phase, gap in subscriber.gaps.items():
            phases[phase].longest_gap = max(phases[phase].longest_gap, gap)
        for phase, _ in subscriber.resent:
            phases[phase].resent += 1
        for phase, _ in subscriber.from_old_session:
            phases[phase].from_old_session += 1
        for phase, number in subscriber.resent + subscriber.from_old_session:
            phases[phase].again.append(subscriber.publisher.identity(number))
    return phases
