"""The hosts that `peers/capture` wrote down, with their variables."""
import json
import os
import re
import shlex

_captured = os.environ["CAPTURED"]


def _host(line):
    name, *words = shlex.split(line)
    settings = dict(word.split("=", 1) for word in words)
    known = re.search(r"UserKnownHostsFile=(\S+)", settings["ansible_ssh_common_args"]).group(1)
    with open(os.path.join(_captured, "host_vars", name + ".json")) as file:
        data = json.load(file)
    data.update(
        ssh_hostname=settings["ansible_host"],
        ssh_user=settings["ansible_user"],
        ssh_key=settings["ansible_ssh_private_key_file"],
        ssh_known_hosts_file=known,
        ssh_strict_host_key_checking="yes",
    )
    return name, data


with open(os.path.join(_captured, "hosts.ini")) as _file:
    hosts = [_host(_line) for _line in _file.read().splitlines()]
