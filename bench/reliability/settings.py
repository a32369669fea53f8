"""The settings of load.py, one line of JSON. The publisher's password comes on standard input.

Usage: settings.py clients|nodes ADDRESS NODE-BROKER RUN DIRECTORY-OF-NODES
"""

import json
import pathlib
import re
import sys

CLIENTS = 20
SUBSCRIBERS_OF_CLIENTS = 180


def centres(directory):
    """The centre-ids of the WIS2 Nodes proper: each publishes below a topic of its own."""
    texts = (path.read_text() for path in sorted(pathlib.Path(directory).glob("*.yaml")))
    return [re.search(r"^centreId: (\S+)", text, re.M)[1] for text in texts if re.search(r"^kind: node$", text, re.M)]


def main():
    publishers, address, node_broker, run, directory = sys.argv[1:]
    settings = {
        "address": address, "intervalSeconds": 0.5, "keepAliveSeconds": 15, "run": run,
        "publisher": ["globalbroker", sys.stdin.read().rstrip("\n")], "subscriber": ["everyone", "everyone"],
    }
    if publishers == "nodes":
        topics = [f"origin/a/wis2/{centre}/data/core" for centre in centres(directory)]
        settings |= {
            "topics": topics, "subscribers": 2 * len(topics), "websocketEvery": 2, "source": [node_broker, 1883]}
    else:
        topics = [f"origin/a/wis2/xx-measure/data/{number}" for number in range(CLIENTS)]
        settings |= {"topics": topics, "subscribers": SUBSCRIBERS_OF_CLIENTS, "websocketEvery": 5}
    print(json.dumps(settings))


main()
