"""What became of the messages this instance answered for, so that a measurement can tell who lost one.

The antiloop keeps no such account. Of the stand-in alone.
"""

import collections
import threading
import time

UNASKED_KEPT = 20_000
HISTORY_KEPT = 50


class Account:
    """Identities of messages, by what became of them. Safe to call from several threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._closed = False
        self._begun = set()
        self._published = {}
        self._early = set()
        self._unasked = collections.deque(maxlen=UNASKED_KEPT)
        self._history = collections.deque(maxlen=HISTORY_KEPT)

    def note(self, event):
        """Something happened to the instance: it began, subscribed, changed its role, was told to stop."""
        with self._lock:
            self._history.append((round(time.time(), 1), event))

    def history(self):
        with self._lock:
            return list(self._history)

    def begin(self, identity):
        """Before a claim. False when the account is closed: then the message is to be left to the others."""
        with self._lock:
            if not self._closed:
                self._begun.add(identity)
            return not self._closed

    def left_to_another(self, identity):
        """Somebody else has claimed the message."""
        with self._lock:
            self._begun.discard(identity)

    def unasked(self, identity):
        """Redis could not be asked, and the message is published all the same."""
        with self._lock:
            self._unasked.append(identity)

    def published(self, identity, packet):
        """The message is with the client under this packet identifier; not yet acknowledged."""
        with self._lock:
            self._begun.discard(identity)
            # The acknowledgement may have been the quicker one.
            if packet in self._early:
                self._early.discard(packet)
            else:
                self._published[packet] = identity

    def acknowledged(self, packet):
        """The broker has the message."""
        with self._lock:
            if self._published.pop(packet, None) is None:
                self._early.add(packet)

    def close(self):
        with self._lock:
            self._closed = True

    def unfinished(self):
        """What was begun, and neither left to another nor acknowledged."""
        with self._lock:
            return sorted({*self._begun, *self._published.values()})

    def published_unasked(self):
        with self._lock:
            return list(self._unasked)
