"""The mosquitto process inside the stand-in."""

import os
import signal
import subprocess
import tempfile


class Mosquitto:
    """Runs mosquitto with the present users and rules; `reload` puts changed ones in force without a restart."""

    def __init__(self, directory, access, link_password):
        self._files = tempfile.mkdtemp(prefix="mosquitto.")
        self._directory = directory
        self._access = access
        self._link_password = link_password
        self._process = None

    def start(self):
        self._write()
        self._process = subprocess.Popen(["mosquitto", "-c", os.path.join(self._files, "mosquitto.conf")])

    def reload(self):
        self._write()
        if self._process:
            self._process.send_signal(signal.SIGHUP)

    def running(self):
        return self._process is not None and self._process.poll() is None

    def wait(self):
        """The status mosquitto ends with. Meanwhile what health checks leave behind is reaped: process 1 inherits it."""
        while self.running():
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT).si_pid
                if ended != self._process.pid:
                    os.waitpid(ended, 0)
            except ChildProcessError:
                break
        return self._process.wait()

    def stop(self):
        if self.running():
            self._process.terminate()
            self._process.wait(10)

    def _write(self):
        access = self._access
        with access.lock:
            contents = {
                "passwords": access.password_file(self._link_password),
                "rules": access.rule_file(),
                "mosquitto.conf": self._configuration(access.anonymous_allowed()),
            }
        for name, content in contents.items():
            path = os.path.join(self._files, name)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(content)

    def _configuration(self, anonymous):
        # Without an authenticator EMQX lets in whoever comes, with whatever name and password: no password file then.
        passwords = [] if anonymous else [f"password_file {self._files}/passwords"]
        return "\n".join([
            "listener 1883",
            "listener 8083",
            "protocol websockets",
            f"allow_anonymous {str(anonymous).lower()}",
            *passwords,
            f"acl_file {self._files}/rules",
            "persistence true",
            f"persistence_location {self._directory}/",
            "max_inflight_messages 1000",
            "max_queued_messages 100000",
            "sys_interval 5",
            "log_dest stdout",
            "log_type warning",
            "log_type error",
            "",
        ])
