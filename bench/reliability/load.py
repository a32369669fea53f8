"""Clients that hold connections through the virtual address and publish and receive numbered messages at QoS 1.

Where they publish, `source` says: at the same address, or at the broker of the WIS2 Nodes, from where each message has
to come through an antiloop's instances. Messages are notifications of WIS2 with an `id` of their own, as antiloops need
them.

Settings come as one line of JSON on standard input, then commands, one a line:

    phase NAME       what is published from now on belongs to that phase
    settle SECONDS   answer as soon as every client is connected and receives again, at the latest after SECONDS
    end              publish no more, wait for what is under way, print the figures and end

Every answer is one line of JSON. Clients are what WIS2 asks of one: QoS 1, a session that outlives the connection,
the subscription made anew when the broker does not know the session, a pause of 1 s and longer before reconnecting.
"""

import json
import os
import ssl
import sys
import threading
import time

import paho.mqtt.client as mqtt

from tally import Phase, Publisher, Subscriber, count

CONNECTING_SECONDS = 120
# Nothing more is on its way when this long nothing came.
DRAIN_SECONDS = 8.0
# How long all must have been connected, and how recently have received, to count as settled.
CALM_SECONDS = 5.0
RECENT_SECONDS = 3.0


def answer(**what):
    print(json.dumps(what), flush=True)


class Measurement:
    """The clients of one run and the phase they are in."""

    def __init__(self, settings):
        self.settings = settings
        # The lab's certificate is its own; the clients measure delivery.
        self.context = ssl._create_unverified_context()
        self.lock = threading.Lock()
        self.phases = [Phase("start")]
        self.connected_at = {}
        self.publishers = []
        self.subscribers = []
        self.publishing = threading.Event()
        self.publishing.set()

    @property
    def phase(self):
        return len(self.phases) - 1

    def topic(self, publisher):
        return f"{self.settings['topics'][publisher]}/{self.settings['run']}"

    def message(self, publisher, number):
        """A notification message (WIS2 topic and message format), in as far as it is looked at on its way."""
        identity = self.publishers[publisher][1].identity(number)
        return json.dumps({
            "id": identity, "conformsTo": ["http://wis.wmo.int/spec/wnm/1/conf/core"],
            "type": "Feature", "geometry": None,
            "properties": {"data_id": identity, "metadata_id": "urn:wmo:md:xx-measure:run", "number": number,
                           "pubtime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())},
            "links": [{"href": "https://example.org/" + identity, "rel": "canonical"}],
        })

    def over_websocket(self, number):
        # Shifted from round to round, so that a stream has subscribers of both sorts.
        return (number + number // len(self.settings["topics"])) % self.settings["websocketEvery"] == 0

    def client(self, name, websocket, user, stream, source=None):
        """A client that is kept connected, through the virtual address or, without TLS, with `source`."""
        client = mqtt.Client(client_id=name, clean_session=False, transport="websockets" if websocket else "tcp")
        client.reconnect_delay_set(1, 16)
        if source is None:
            client.username_pw_set(*user)
            client.tls_set_context(self.context)
            client.tls_insecure_set(True)
        if websocket:
            client.ws_set_options(path="/mqtt")

        def on_connect(client, data, flags, code):
            if code != 0:
                return
            present = bool(flags["session present"])
            if stream and not present:
                client.subscribe(stream[0], qos=1)
            with self.lock:
                again = name in self.connected_at
                self.connected_at[name] = time.monotonic()
                if again:
                    self.phases[-1].reconnects += 1
                    if stream:
                        stream[1].reconnected(present)
                        self.phases[-1].sessions_gone += not present

        def on_disconnect(client, data, code):
            with self.lock:
                self.connected_at[name] = None
                if stream:
                    stream[1].disconnected()

        client.on_connect = on_connect
        client.on_disconnect = on_disconnect
        address, port = source or (self.settings["address"], 443 if websocket else 8883)
        client.connect_async(address, port, self.settings["keepAliveSeconds"])
        return client

    def add_subscriber(self, number, publisher):
        websocket = self.over_websocket(number)
        subscriber = Subscriber(self.publishers[publisher][1], websocket)
        name = f"{self.settings['run']}-subscriber-{number:03d}"
        client = self.client(name, websocket, self.settings["subscriber"], (self.topic(publisher), subscriber))
        subscribed = threading.Event()

        def on_message(client, data, message):
            with self.lock:
                subscriber.received(json.loads(message.payload)["properties"]["number"], self.phase, time.monotonic())

        client.on_message = on_message
        client.on_subscribe = lambda *rest: subscribed.set()
        client.loop_start()
        self.subscribers.append((client, subscriber, subscribed))

    def add_publisher(self, number):
        centre = self.settings["topics"][number].split("/")[3]
        publisher = Publisher(f"{self.settings['run']}/{centre}/{number}")
        name, source = f"{self.settings['run']}-publisher-{number:03d}", self.settings.get("source")
        websocket = source is None and self.over_websocket(number)
        client = self.client(name, websocket, self.settings["publisher"], None, source)
        # What was sent and not acknowledged goes out again before what is new.
        client.max_queued_messages_set(0)

        def on_publish(client, data, identifier):
            with self.lock:
                publisher.acknowledged += 1

        client.on_publish = on_publish
        client.loop_start()
        self.publishers.append((client, publisher))

    def everyone_connected(self):
        with self.lock:
            connected = [at for at in self.connected_at.values() if at is not None]
        return len(connected) == len(self.publishers) + len(self.subscribers), max(connected, default=0)

    def start(self):
        for number in range(len(self.settings["topics"])):
            self.add_publisher(number)
        for number in range(self.settings["subscribers"]):
            self.add_subscriber(number, number % len(self.settings["topics"]))
        self.wait(CONNECTING_SECONDS, lambda: self.everyone_connected()[0], "not every client could connect")
        self.wait(30, lambda: all(entry[2].is_set() for entry in self.subscribers), "not every client could subscribe")
        for number, entry in enumerate(self.publishers):
            threading.Thread(target=self.publish, args=(number, *entry), daemon=True).start()

    def wait(self, seconds, condition, otherwise=None):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                if otherwise:
                    sys.exit(f"load: {otherwise} within {seconds} s")
                return False
            time.sleep(0.1)
        return True

    def publish(self, number, client, publisher):
        """One message every `intervalSeconds`, the publishers spread over the interval."""
        interval = self.settings["intervalSeconds"]
        due = time.monotonic() + interval * number / len(self.publishers)
        while self.publishing.is_set():
            time.sleep(max(0, due - time.monotonic()))
            due += interval
            with self.lock:
                message = publisher.publish(self.phase, round(time.time(), 1))
            client.publish(self.topic(number), self.message(number, message), qos=1)

    def settled(self):
        everyone, since = self.everyone_connected()
        now = time.monotonic()
        with self.lock:
            oldest = min((entry[1].last_at or 0 for entry in self.subscribers), default=0)
        return everyone and now - since > CALM_SECONDS and now - oldest < RECENT_SECONDS

    def settle(self, seconds):
        begun = time.monotonic()
        calm = self.wait(seconds, self.settled)
        answer(settled=calm, seconds=round(time.monotonic() - begun, 1))

    def enter(self, name):
        with self.lock:
            self.phases.append(Phase(name))
        answer(phase=name)

    def missing(self):
        with self.lock:
            return sum(len(s.publisher.phases) - len(s.numbers) for _, s, _ in self.subscribers) or sum(
                len(p.phases) - p.acknowledged for _, p in self.publishers
            )

    def end(self):
        self.publishing.clear()
        missing, since = self.missing(), time.monotonic()
        while missing and time.monotonic() - since < DRAIN_SECONDS:
            time.sleep(0.1)
            if self.missing() != missing:
                missing, since = self.missing(), time.monotonic()
        with self.lock:
            figures = count(self.phases, [p for _, p in self.publishers], [entry[1] for entry in self.subscribers])
            unacknowledged = sum(len(p.phases) - p.acknowledged for _, p in self.publishers)
        answer(phases=[vars(phase) for phase in figures], unacknowledged=unacknowledged)


def main():
    measurement = Measurement(json.loads(sys.stdin.readline()))
    measurement.start()
    answer(connected=len(measurement.connected_at))
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "phase":
            measurement.enter(argument)
        elif command == "settle":
            measurement.settle(float(argument))
        elif command == "end":
            measurement.end()
            # The clients' threads still run: a usual end would wait for them.
            os._exit(0)
        else:
            sys.exit(f"load: unknown command {command}")
    sys.exit("load: standard input ended without \"end\"")


main()
