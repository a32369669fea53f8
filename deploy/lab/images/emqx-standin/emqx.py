"""A stand-in for EMQX in a WIS2 Global Broker, for the lab. See README.md in this directory."""

import logging
import os
import signal
import sys
import threading


class Stopped(BaseException):
    """SIGTERM came."""


def _stop(*_):
    raise Stopped


signal.signal(signal.SIGTERM, _stop)
signal.signal(signal.SIGINT, _stop)
sys.path.insert(0, "/opt/emqx/lib")

from access import Access  # noqa: E402
from broker import Mosquitto  # noqa: E402
from cluster import Cluster  # noqa: E402
import hocon  # noqa: E402
from rest import Api, serve  # noqa: E402

DATA = "/opt/emqx/data"


def _seeds():
    if os.environ.get("EMQX_CLUSTER__DISCOVERY_STRATEGY", "manual") != "static":
        return []
    text = os.environ.get("EMQX_CLUSTER__STATIC__SEEDS", "").strip().strip("[]")
    return [seed.strip().strip("\"'") for seed in text.split(",") if seed.strip()]


def main():
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s", stream=sys.stdout)
    if not os.access(DATA, os.W_OK):
        sys.exit(f"EMQX stand-in: {DATA} must be writable by uid {os.getuid()}")
    password = hocon.text(os.environ.get("EMQX_DASHBOARD__DEFAULT_PASSWORD", "public"))
    access = Access(DATA, lambda: broker.reload(), password, os.environ)
    cluster = Cluster(
        os.environ.get("EMQX_NODE_NAME", "emqx@127.0.0.1"),
        _seeds(),
        os.environ.get("EMQX_NODE__COOKIE", "emqxsecretcookie"),
        access,
    )
    broker = Mosquitto(DATA, access, cluster.link_password)
    broker.start()
    cluster.start()
    api = Api(cluster, access, broker, os.environ.get("STANDIN_VERSION", "0"))
    threading.Thread(target=serve, args=(api, 18083), daemon=True).start()
    try:
        sys.exit(f"EMQX stand-in: mosquitto ended with status {broker.wait()}")
    except Stopped:
        broker.stop()


if __name__ == "__main__":
    main()
