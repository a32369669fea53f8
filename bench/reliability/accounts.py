"""Adds to the figures of load.py what the antiloop's instances say of the messages that are missing or came again.

Each instance of the stand-in leaves an account in Redis (deploy/lab/images/antiloop-standin/account.py), and who has
claimed a message stands there under the message's identity.

Usage: accounts.py REDIS-ADDRESS… <FIGURES >FIGURES
"""

import json
import pathlib
import sys
import time

STAND_IN = pathlib.Path(__file__).resolve().parents[2] / "deploy/lab/images/antiloop-standin"
# An instance that runs speaks every 2 s.
FRESH_SECONDS = 15

# What became of a message that is missing, as far as the accounts can tell.
UNCLAIMED = "claimed by nobody"
UNFINISHED = "claimed, and never acknowledged by the broker before its instance ended"
SENT = "claimed and acknowledged by the broker"
KILLED = "claimed by an instance that ended without an account"
RUNNING = "claimed by an instance that runs"


def fate(identity, claimant, instances, running):
    """What became of one missing message; `claimant` is the instance that has claimed it, or None."""
    if claimant is None:
        return UNCLAIMED
    account = instances.get(claimant, {})
    if account.get("unfinished") is not None:
        return UNFINISHED if identity in account["unfinished"] else SENT
    return RUNNING if claimant in running else KILLED


def explain(figures, claims, instances, running):
    """Writes into each phase what became of what is missing, and how often what came again was published unasked."""
    unasked = {identity for account in instances.values() for identity in account["unasked"]}
    for phase in figures["phases"]:
        phase["fates"] = {}
        for identity, _ in phase["missing"]:
            what = fate(identity, claims.get(identity), instances, running)
            phase["fates"][what] = phase["fates"].get(what, 0) + 1
        phase["again_unasked"] = sum(identity in unasked for identity in phase["again"])


def clock(seconds):
    return time.strftime("%H:%M:%S", time.gmtime(seconds)) + f"{seconds % 1:.1f}"[1:]


def history(centre, instances):
    """What happened to a centre's instances and when, a line for each."""
    accounts = [account for account in instances.values() if account["centre"] == centre]
    for account in sorted(accounts, key=lambda account: account["history"]):
        events = ", ".join(f"{clock(at)} {event}" for at, event in account["history"])
        yield f"{centre} on {account['host']}: {events}"


class Records:
    """What stands in Redis."""

    def __init__(self, servers):
        sys.path.insert(0, str(STAND_IN))
        from redis_client import Redis

        self._redis = Redis([(server, 6379) for server in servers])

    def claimant(self, identity):
        reply = self._redis.keyed("GET", f"antiloop:seen:{identity}")
        return reply and reply.decode()

    def instances(self):
        flat = self._redis.keyed("HGETALL", "antiloop:accounts")
        return {name.decode(): json.loads(account) for name, account in zip(flat[::2], flat[1::2])}

    def running(self, centres):
        """The instances that spoke just now in their centre's election."""
        names = set()
        for centre in centres:
            flat = self._redis.keyed("HGETALL", f"antiloop:election:{{{centre}}}")
            oldest = (time.time() - FRESH_SECONDS) * 1000
            names |= {name.decode() for name, when in zip(flat[::2], flat[1::2]) if float(when) >= oldest}
        return names


def main():
    figures, records = json.load(sys.stdin), Records(sys.argv[1:])
    instances = records.instances()
    running = records.running({account["centre"] for account in instances.values()})
    missing = sorted({tuple(entry) for phase in figures["phases"] for entry in phase["missing"]})
    claims = {identity: records.claimant(identity) for identity, _ in missing}
    for identity, at in missing:
        account = instances.get(claims[identity], {})
        print(f"missing: {identity} of {clock(at)}: {fate(identity, claims[identity], instances, running)}"
              f" ({account.get('centre', '-')} on {account.get('host', '-')})", file=sys.stderr)
    for centre in sorted({identity.split("/")[1] for identity, _ in missing}):
        print("\n".join(history(centre, instances)), file=sys.stderr)
    explain(figures, claims, instances, running)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
