"""Prints the figures of load.py, JSON on standard input, as a table; with `brief` as a sentence for each phase."""

import json
import sys

from accounts import UNFINISHED
from tally import AWAY, OTHERWISE, SESSION_GONE

HEAD = ("what happened", "sent", "to be received", "lost: session gone", "lost: away", "lost otherwise",
        "of these over WebSocket", "again: sent again", "again: old session", "longest gap", "reconnects",
        "of these without session")
# Where the antiloop's instances were asked as well (accounts.py).
HEAD_OF_ACCOUNTS = ("lost otherwise: claimed, not sent", "again: Redis not asked")


def row(cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def cells(phase):
    lost = phase["lost"]
    accounts = (phase["fates"].get(UNFINISHED, 0), phase["again_unasked"]) if "fates" in phase else ()
    return (phase["name"], phase["sent"], phase["expected"], lost[SESSION_GONE], lost[AWAY], lost[OTHERWISE],
            phase["lost_over_websocket"], phase["resent"], phase["from_old_session"],
            f"{phase['longest_gap']:.1f} s", phase["reconnects"], phase["sessions_gone"], *accounts)


def sentence(phase):
    return (f"{phase['name']}: {phase['sent']} messages sent, {phase['received']} of {phase['expected']} received, "
            f"{phase['resent'] + phase['from_old_session']} twice, longest gap {phase['longest_gap']:.1f} s")


def main():
    figures = json.load(sys.stdin)
    if sys.argv[1:] == ["brief"]:
        print("\n".join(sentence(phase) for phase in figures["phases"] if phase["name"] != "start"))
        return
    phases = [phase for phase in figures["phases"] if phase["name"] != "start"]
    head = HEAD + (HEAD_OF_ACCOUNTS if all("fates" in phase for phase in phases) else ())
    row(head)
    row(["---"] + ["---:"] * (len(head) - 1))
    for phase in phases:
        row(cells(phase))
    for phase in phases:
        for fate, times in phase.get("fates", {}).items():
            if fate != UNFINISHED:
                print(f"\n{phase['name']}: of the messages lost otherwise, {times} were {fate}.")
    if figures["unacknowledged"]:
        print(f"\n{figures['unacknowledged']} messages were published and never acknowledged by the broker.")


main()
