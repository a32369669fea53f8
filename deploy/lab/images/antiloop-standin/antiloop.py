"""A stand-in for the antiloop container of a WIS2 Global Broker, for the lab. See README.md in this directory."""

import signal
import sys


class Stopped(BaseException):
    """SIGTERM came."""


def _stop(*_):
    raise Stopped


# Before the slower imports: as process 1 of a container, a signal without a handler would be ignored.
signal.signal(signal.SIGTERM, _stop)
signal.signal(signal.SIGINT, _stop)
sys.path.insert(0, "/opt/antiloop")

import json  # noqa: E402
import logging  # noqa: E402
import threading  # noqa: E402

from election import Election  # noqa: E402
from http_server import serve  # noqa: E402
from redis_client import Redis, RedisError  # noqa: E402
from relay import Relay  # noqa: E402
from settings import Settings  # noqa: E402

PORT = 1880
# Less when nothing is under way: what was claimed in Redis and is not acknowledged yet nobody else will publish.
DRAIN_SECONDS = 5
BACKUP_AFTER_TICKS = 15
# The hash in Redis with the account of every instance there ever was.
ACCOUNTS = "antiloop:accounts"
METRICS = (
    ("messages_received_total", "counter", "Messages received from the centre"),
    ("messages_published_total", "counter", "Messages published to the Global Broker"),
    ("messages_invalid_topic_total", "counter", "Messages on a topic that is not of WIS2"),
    ("messages_invalid_format_total", "counter", "Messages that are no WIS2 notification"),
    ("messages_no_metadata_total", "counter", "Messages that name no metadata"),
    ("connected_flag", "gauge", "1 when subscribed to the centre's broker"),
    ("last_message_timestamp_seconds", "gauge", "When the last message came"),
)


class Antiloop:
    def __init__(self, settings):
        self._settings = settings
        self._redis = Redis(settings.redis)
        self._relay = Relay(settings, self._redis, lambda: self._election.primary)
        self._election = Election(settings, self._redis, self._relay.take_over, self._relay.account.note)
        self._told = None

    def run(self):
        self._relay.start()
        threading.Thread(target=self._elect, daemon=True).start()
        try:
            serve(PORT, self._respond)
        except Stopped:
            self._relay.drain(DRAIN_SECONDS)
            self._election.leave()
            self._tell_account(unfinished=self._relay.account.unfinished())

    def _elect(self):
        pause = threading.Event()
        silent = 0
        while True:
            if self._settings.fault != "unhealthy":
                self._election.tick()
            silent = 0 if self._relay.connected else silent + 1
            if silent >= BACKUP_AFTER_TICKS:
                self._relay.try_other_broker()
                silent = 0
            self._tell_account()
            pause.wait(self._settings.announce_seconds)

    def _tell_account(self, unfinished=None):
        """Leaves in Redis, for who measures, what became of messages here; what is unfinished only at the end."""
        account = {
            "centre": self._settings.centre_id, "host": self._settings.host,
            "unasked": self._relay.account.published_unasked(), "unfinished": unfinished,
            "history": self._relay.account.history(),
        }
        if account == self._told:
            return
        try:
            self._redis.keyed("HSET", ACCOUNTS, self._settings.instance, json.dumps(account))
            self._told = account
        except RedisError:
            pass

    def _respond(self, path):
        path = path.rstrip("/")
        if path == "/metrics":
            return 200, "text/plain; version=0.0.4", self._metrics()
        if path == "/primary":
            primary = self._election.primary
            return 200 if primary else 404, "text/plain", "primary\n" if primary else "secondary\n"
        if path == "/health":
            ill = self._settings.fault == "unhealthy"
            return 503 if ill else 200, "text/plain", "unhealthy\n" if ill else "ok\n"
        if path == "/state":
            return 200, "application/json", json.dumps(self._state(), indent=2) + "\n"
        if path == "/admin":
            return 200, "text/html", "<title>antiloop stand-in</title>The editor is not part of the stand-in.\n"
        return 404, "text/plain", "not found\n"

    def _metrics(self):
        relay = self._relay
        labels = f'centre_id="{self._settings.centre_id}",report_by="{self._settings.global_broker_id}"'
        gauges = {"connected_flag": int(relay.connected), "last_message_timestamp_seconds": relay.last_message}
        lines = []
        for name, kind, text in METRICS:
            count = relay.counters[name.removeprefix("messages_").removesuffix("_total")]
            value = gauges.get(name, count)
            lines.append(f"# HELP wmo_wis2_gb_{name} {text}\n# TYPE wmo_wis2_gb_{name} {kind}\n")
            lines.append(f"wmo_wis2_gb_{name}{{{labels}}} {value}\n")
        return "".join(lines)

    def _state(self):
        return {
            "standin": True,
            "version": self._settings.version,
            "host": self._settings.host,
            "instance": self._settings.instance,
            "primary": self._election.primary,
            "election": self._election.mode,
            "subscriberConnected": self._relay.connected,
            "publisherConnected": self._relay.publisher_connected,
            "queue": self._relay.queue_length(),
            "counters": dict(self._relay.counters),
        }


def main():
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s", stream=sys.stdout)
    try:
        settings = Settings()
    except (KeyError, ValueError, TypeError) as error:
        sys.exit(f"antiloop stand-in: the environment cannot be used: {error}")
    if settings.fault == "crash":
        sys.exit("antiloop stand-in: this variant exits at once, on purpose")
    Antiloop(settings).run()


if __name__ == "__main__":
    try:
        main()
    except Stopped:
        pass
