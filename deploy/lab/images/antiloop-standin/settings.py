"""What the container's environment says: the variables of the antiloop, and none of its silent defaults changed."""

import json
import os
import socket
import uuid


class Broker:
    """One MQTT broker as the environment describes it."""

    def __init__(self, url, username, password, version, verify):
        scheme, _, rest = url.partition("://")
        if scheme not in ("mqtt", "mqtts", "ws", "wss") or not rest:
            raise ValueError(f"not a broker URL: {url!r}")
        authority, slash, path = rest.partition("/")
        host, colon, port = authority.rpartition(":")
        if not colon:
            host, port = authority, {"mqtt": 1883, "mqtts": 8883, "ws": 80, "wss": 443}[scheme]
        self.host = host.strip("[]")
        self.port = int(port)
        self.path = slash + path or "/mqtt"
        self.tls = scheme in ("mqtts", "wss")
        self.websockets = scheme in ("ws", "wss")
        self.username = username
        self.password = password
        self.version = version
        self.verify = verify


def _broker(prefix, suffix="", default_version="4"):
    url = os.environ.get(f"{prefix}_BROKER{suffix}", "")
    if not url:
        return None
    return Broker(
        url,
        os.environ.get(f"{prefix}_USERNAME{suffix}", ""),
        os.environ.get(f"{prefix}_PASSWORD{suffix}", ""),
        os.environ.get(f"{prefix}_BROKERVERSION{suffix}", default_version),
        os.environ.get(f"{prefix}_VERIFYCERT{suffix}", "false").lower() == "true",
    )


def _redis_servers():
    text = os.environ.get("REDIS_URL", "")
    return [(entry["host"], int(entry.get("port", 6379))) for entry in json.loads(text)] if text else []


class Settings:
    """The settings of one antiloop instance. Raises ValueError or KeyError when the environment cannot be used."""

    def __init__(self):
        self.centre_id = os.environ["CENTRE_ID"]
        self.global_broker_id = os.environ.get("GB_ID", "")
        self.host = os.environ.get("WHOAMI") or socket.gethostname()
        self.instance = uuid.uuid4().hex
        self.subscribe = [b for b in (_broker("MQTT_SUB"), _broker("MQTT_SUB", "_BACKUP")) if b]
        self.publish = _broker("MQTT_PUB", default_version="5")
        topics = os.environ.get("MQTT_SUB_TOPIC", f"origin/a/wis2/{self.centre_id}/#")
        self.topics = [topic.strip() for topic in topics.split(",") if topic.strip()]
        self.redis = _redis_servers()
        self.checks = {
            name: os.environ.get(f"{name}_CHECK_OPTION", "ignore") for name in ("MSG", "TOPIC", "METADATA")
        }
        self.version = os.environ.get("STANDIN_VERSION", "0")
        # "" as it should be; "unhealthy": never connects; "mute": looks well and forwards nothing; "crash": exits at once.
        self.fault = os.environ.get("STANDIN_FAULT", "")
        self.peers = [name for name in os.environ.get("ELECTION_PEERS", "").split(",") if name]
        self.announce_seconds = float(os.environ.get("ELECTION_ANNOUNCE_SECONDS", "2"))
        self.fresh_seconds = float(os.environ.get("ELECTION_FRESH_SECONDS", "8"))
        self.evaluate_seconds = float(os.environ.get("ELECTION_EVALUATE_SECONDS", "10"))
