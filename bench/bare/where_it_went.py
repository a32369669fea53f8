"""Says where the time of a run went.

usage: where_it_went.py PLAN RUN        what `isobar plan` and `isobar show` print with --format json

First a table of what was done, by kind: when it began and ended and its longest step. Then the longest chain: the step
that ended last, the step among those it had to wait for that ended last, and so on; steps shorter than half a second are only added up.
"""

import datetime
import json
import sys

CONTAINERS = ("redis", "emqx", "traefik", "prometheus")
BALANCERS = ("wlb01", "wlb02")
SHORT_SECONDS = 0.5


def topic(resource):
    host, _, rest = resource.partition("/")
    kind, _, name = rest.partition("/")
    if host == "cluster":
        return f"cluster/{rest}"
    if kind == "package":
        return "packages of the balancers" if host in BALANCERS else "packages of the other hosts"
    if kind == "container":
        return f"container {name}" if name in CONTAINERS else "containers of nodes"
    return {"directory": "directories", "file": "files", "helper": "helper", "account": "accounts"}.get(kind, kind)


def seconds(text, origin):
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - origin).total_seconds()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        run = json.load(file)
    origin = datetime.datetime.fromisoformat(run["startedAt"].replace("Z", "+00:00"))
    steps = {
        step["id"]: (seconds(step["intendedAt"], origin), seconds(step["endedAt"], origin), step)
        for step in run["steps"] if "intendedAt" in step and "endedAt" in step
    }
    topics = {}
    for begin, end, step in steps.values():
        topics.setdefault(topic(step["resource"]), []).append((begin, end, step["resource"]))
    print("| what | steps | from | to | longest step |\n| --- | ---: | ---: | ---: | --- |")
    for name, entries in sorted(topics.items(), key=lambda item: min(entry[0] for entry in item[1])):
        longest = max(entries, key=lambda entry: entry[1] - entry[0])
        print(f"| {name} | {len(entries)} | {min(e[0] for e in entries):.0f} s | {max(e[1] for e in entries):.0f} s | "
              f"{longest[1] - longest[0]:.1f} s, {longest[2]} |")
    after = {step["id"]: step["after"] for step in plan["steps"]}
    chain = []
    current = max(steps, key=lambda identifier: steps[identifier][1])
    while current:
        chain.append(current)
        before = [identifier for identifier in after.get(current, ()) if identifier in steps]
        current = max(before, key=lambda identifier: steps[identifier][1], default=None)
    print("\nThe longest chain:\n\n| step | began | took |\n| --- | ---: | ---: |")
    short = 0.0
    for identifier in reversed(chain):
        begin, end, step = steps[identifier]
        if end - begin < SHORT_SECONDS:
            short += end - begin
            continue
        print(f"| {step['action']} {step['resource']} | {begin:.0f} s | {end - begin:.1f} s |")
    print(f"| all shorter ones | | {short:.1f} s |")
    ended = f"{seconds(run['endedAt'], origin):.0f} s" if run["endedAt"] else "never"
    print(f"\n{len(steps)} steps, the run ended after {ended}: {run['outcome']}")


main()
