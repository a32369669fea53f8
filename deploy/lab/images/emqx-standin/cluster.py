"""The stand-in's cluster: who is a member, the same users everywhere, and messages carried between the members.

Members are found by the static seeds. One that answers with the same cookie has joined. Each member subscribes to
every other and publishes what it gets locally, marked, so that nothing goes round twice.
"""

import hashlib
import hmac
import json
import logging
import threading
import urllib.request

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from access import LINK_USER

log = logging.getLogger("cluster")

CONNECTIONS_TOPIC = "$SYS/broker/clients/connected"
FORWARDED = ("standin-forwarded", "1")
PROBE_SECONDS = 2.0


class Cluster:
    def __init__(self, name, seeds, cookie, access):
        self.name = name
        self.peers = sorted(seed for seed in seeds if seed != name)
        self._cookie = cookie
        self._access = access
        self._links = {}
        self._local = None
        self.connections = 0
        self.joined = set()
        self.known = set()

    @property
    def link_password(self):
        return self.proof("link")

    def proof(self, purpose):
        """Shows knowledge of the cookie without showing the cookie."""
        return hmac.new(self._cookie.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def members(self):
        """The running and the stopped members, this one included."""
        return sorted({self.name, *self.joined}), sorted(self.known - self.joined)

    def start(self):
        self._local = self._client("127.0.0.1", lambda client: client.subscribe(CONNECTIONS_TOPIC), self._count)
        for peer in self.peers:
            threading.Thread(target=self._watch, args=(peer,), daemon=True).start()

    # Membership

    def _watch(self, peer):
        pause = threading.Event()
        while True:
            if self._probe(peer):
                if peer not in self.joined:
                    log.info("%s joined", peer)
                self.joined.add(peer)
                self.known.add(peer)
                if peer not in self._links:
                    self._links[peer] = self._client(_host(peer), self._subscribe, self._forward)
            else:
                if peer in self.joined:
                    log.info("%s left", peer)
                self.joined.discard(peer)
            pause.wait(PROBE_SECONDS)

    def _probe(self, peer):
        """Asks a peer for its users and rules; only one with the same cookie gives an answer that counts."""
        request = urllib.request.Request(
            f"http://{_host(peer)}:18083/standin/access", headers={"X-Proof": self.proof("access")}
        )
        try:
            with urllib.request.urlopen(request, timeout=3) as response:
                self._access.adopt(json.load(response))
            return True
        except (OSError, ValueError):
            return False

    # Messages

    def _client(self, host, subscribe, receive):
        client = mqtt.Client(client_id="", protocol=mqtt.MQTTv5)
        client.username_pw_set(LINK_USER, self.link_password)
        client.reconnect_delay_set(1, 5)
        client.max_inflight_messages_set(1000)
        client.on_connect = lambda connected, *rest: subscribe(connected)
        client.on_message = receive
        client.connect_async(host, 1883, keepalive=10)
        client.loop_start()
        return client

    @staticmethod
    def _subscribe(client):
        client.subscribe("#", options=mqtt.SubscribeOptions(qos=1, noLocal=True))

    def _count(self, client, data, message):
        self.connections = int(message.payload)

    def _forward(self, client, data, message):
        if FORWARDED in getattr(message.properties, "UserProperty", []):
            return
        properties = Properties(PacketTypes.PUBLISH)
        properties.UserProperty = [*getattr(message.properties, "UserProperty", []), FORWARDED]
        self._local.publish(message.topic, message.payload, message.qos, message.retain, properties)


def _host(node):
    return node.partition("@")[2]
