"""From the node's broker to the global broker: checks, deduplication, and the queue of a secondary."""

import collections
import json
import logging
import ssl
import threading
import time

import paho.mqtt.client as mqtt

from account import Account
from redis_client import RedisError

log = logging.getLogger("relay")

QUEUE_LENGTH = 10_000
# A takeover comes within the freshness window and one evaluation; what is older, the other instance has published.
QUEUE_SECONDS = 60
SEEN_SECONDS = 900
# How long the antiloop has Redis keep a message's identity.
CLAIM_SECONDS = 7200


class Relay:
    """Subscribes, and as primary publishes what no other instance has published; as secondary keeps it."""

    def __init__(self, settings, redis, is_primary):
        self._settings = settings
        self._redis = redis
        self._is_primary = is_primary
        self._lock = threading.Lock()
        self._queue = collections.deque(maxlen=QUEUE_LENGTH)
        self._held = collections.deque(maxlen=QUEUE_LENGTH)
        self._seen = collections.OrderedDict()
        self._source = 0
        self._subscriber = None
        self._publisher = None
        self.connected = False
        self.publisher_connected = False
        self.counters = collections.Counter()
        self.account = Account()
        self.last_message = 0.0

    # Connections

    def start(self):
        self.account.note("began")
        if self._settings.fault == "unhealthy":
            return
        if self._settings.publish:
            self._publisher = self._client(self._settings.publish, "pub")
            self._publisher.on_connect = lambda client, data, flags, code, *rest: self._publisher_is(_accepted(code))
            self._publisher.on_disconnect = lambda *rest: self._publisher_is(False)
            self._publisher.on_publish = lambda client, data, packet: self._acknowledged(packet)
            self._connect(self._publisher, self._settings.publish)
        if self._settings.subscribe:
            self._subscribe_to(self._settings.subscribe[0])

    def _subscribe_to(self, broker):
        self._subscriber = self._client(broker, "sub")
        self._subscriber.on_connect = self._on_connect
        self._subscriber.on_disconnect = self._on_disconnect
        self._subscriber.on_message = lambda client, data, message: self.received(message.topic, message.payload)
        self._connect(self._subscriber, broker)

    def try_other_broker(self):
        """Goes to the backup broker, or back from it; called when the present one has not answered for a while."""
        if len(self._settings.subscribe) < 2 or self.connected:
            return
        old = self._subscriber
        old.on_disconnect = None
        old.disconnect()
        old.loop_stop()
        self._source = 1 - self._source
        self._subscribe_to(self._settings.subscribe[self._source])

    def _client(self, broker, purpose):
        settings = self._settings
        client = mqtt.Client(
            client_id=f"{settings.global_broker_id}-{settings.centre_id}-{purpose}-{settings.instance}",
            clean_session=True if broker.version != "5" else None,
            protocol=mqtt.MQTTv5 if broker.version == "5" else mqtt.MQTTv311,
            transport="websockets" if broker.websockets else "tcp",
        )
        if broker.websockets:
            client.ws_set_options(path=broker.path)
        if broker.username:
            client.username_pw_set(broker.username, broker.password)
        if broker.tls:
            context = ssl.create_default_context()
            if not broker.verify:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            client.tls_set_context(context)
        client.reconnect_delay_set(1, 15)
        client.max_inflight_messages_set(1000)
        return client

    @staticmethod
    def _connect(client, broker):
        client.connect_async(broker.host, broker.port, keepalive=60)
        client.loop_start()

    def _on_connect(self, client, data, flags, code, *rest):
        if _accepted(code):
            client.subscribe([(topic, 1) for topic in self._settings.topics])
            self.connected = True
            self.account.note("subscribed")
            log.info("subscribed to %s", ", ".join(self._settings.topics))
        else:
            log.warning("the node's broker refused the connection: %s", code)

    def _on_disconnect(self, *rest):
        self.connected = False

    def _publisher_is(self, connected):
        self.publisher_connected = connected
        if connected:
            # Not in this thread: the acknowledgements come through it.
            threading.Thread(target=self._release, daemon=True).start()

    # Messages

    def received(self, topic, payload):
        self._count("received")
        self.last_message = time.time()
        identity = self._examine(topic, payload)
        if identity is None or self._settings.fault == "mute" or not self._publisher:
            return
        with self._lock:
            if not self._is_primary():
                self._queue.append((self.last_message, identity, topic, payload))
                return
        self._pass_on(identity, topic, payload)

    def _examine(self, topic, payload):
        """The message's identity, or None when a check says to discard it."""
        checks = self._settings.checks
        try:
            message = json.loads(payload)
            identity = message["id"]
            valid = isinstance(identity, str) and isinstance(message["properties"], dict)
        except (ValueError, KeyError, TypeError):
            message, identity, valid = {}, payload.hex()[:64], False
        if not valid and not self._passes(checks["MSG"], "invalid_format"):
            return None
        levels = topic.split("/")
        if levels[0] not in ("origin", "cache") or levels[1:3] != ["a", "wis2"] or len(levels) < 5:
            if not self._passes(checks["TOPIC"], "invalid_topic"):
                return None
        if valid and "metadata_id" not in message["properties"]:
            if not self._passes(checks["METADATA"], "no_metadata"):
                return None
        return str(identity)

    def _passes(self, option, counter):
        if option in ("verify", "discard"):
            self._count(counter)
        return option != "discard"

    def take_over(self):
        """Publishes what was kept as secondary; the other instance's messages are dropped as seen."""
        with self._lock:
            kept, self._queue = self._queue, collections.deque(maxlen=QUEUE_LENGTH)
        oldest = time.time() - QUEUE_SECONDS
        for came, identity, topic, payload in kept:
            if came >= oldest:
                self._pass_on(identity, topic, payload)

    def _pass_on(self, *message):
        """Publishes a message, or keeps it while the Global Broker cannot be reached: until then it is nobody's."""
        with self._lock:
            if not self.publisher_connected:
                self._held.append(message)
                return
        self._forward(*message)

    def _release(self):
        with self._lock:
            held, self._held = self._held, collections.deque(maxlen=QUEUE_LENGTH)
        for message in held:
            self._forward(*message)

    def _forward(self, identity, topic, payload):
        if self._had_before(identity) or not self.account.begin(identity):
            return
        if self._claims(identity):
            self.account.published(identity, self._publisher.publish(topic, payload, qos=1).mid)
        else:
            self.account.left_to_another(identity)

    def _acknowledged(self, packet):
        self._count("published")
        self.account.acknowledged(packet)

    def _had_before(self, identity):
        """Whether this instance has answered for the message; if not, it has from now on."""
        now = time.time()
        # Two threads come here: the subscriber's, and during a takeover the election's.
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < now - SEEN_SECONDS:
                self._seen.popitem(last=False)
            had = identity in self._seen
            self._seen.setdefault(identity, now)
            return had

    def _claims(self, identity):
        """Whether nobody else has claimed this message. Where Redis cannot be asked it is published: never dropped."""
        instance = self._settings.instance
        try:
            # GET: a claim whose answer did not come, and that was made again, is this instance's own.
            claimed = self._redis.keyed(
                "SET", f"antiloop:seen:{identity}", instance, "NX", "EX", str(CLAIM_SECONDS), "GET")
            return claimed is None or claimed == instance.encode()
        except RedisError:
            self.account.unasked(identity)
            return True

    def _count(self, name):
        self.counters[name] += 1

    def queue_length(self):
        return len(self._queue)

    # The end

    def drain(self, seconds):
        """Stops taking messages, and gives those under way a moment: being claimed, or not yet acknowledged."""
        self.account.note("told to stop")
        self.account.close()
        if self._subscriber:
            self._subscriber.disconnect()
        if self._publisher:
            deadline = time.monotonic() + seconds
            while self.account.unfinished() and time.monotonic() < deadline:
                time.sleep(0.01)
            self._publisher.disconnect()


def _accepted(code):
    """Paho gives an int for MQTT 3.1.1 and a ReasonCodes for MQTT 5."""
    return code == 0
