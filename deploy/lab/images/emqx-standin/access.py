"""Users and rules as EMQX's built-in database keeps them, and their translation for mosquitto."""

import base64
import hashlib
import json
import os
import threading

AUTHENTICATOR = "password_based:built_in_database"
LINK_USER = "_link"


class Access:
    """Who may do what. Kept in the data directory, the same on all members: the higher revision wins."""

    def __init__(self, directory, on_change, dashboard_password="public", environment=None):
        self._path = os.path.join(directory, "standin-access.json")
        self._on_change = on_change
        self.lock = threading.RLock()
        self.state = {
            "revision": 0,
            "authenticators": [],
            "users": {},
            "sources": [{"type": "file", "enable": True}],
            "rules": {},
            "settings": {"no_match": "allow", "deny_action": "ignore", "cache": {"enable": True}},
        }
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8") as file:
                self.state = json.load(file)
        # Only a member that finds none takes the password of its environment.
        self.state.setdefault("dashboard", self._digest(dashboard_password))
        self._configure(environment or {})

    @staticmethod
    def _digest(text):
        return hashlib.sha256(text.encode()).hexdigest()

    def is_dashboard_password(self, text):
        return self.state["dashboard"] == self._digest(text)

    def set_dashboard_password(self, text):
        """To be called with the lock held."""
        self.state["dashboard"] = self._digest(text)
        self.changed()

    def _configure(self, environment):
        """What the environment says wins over what was kept, whenever EMQX starts."""
        if environment.get("EMQX_AUTHENTICATION__1__MECHANISM") == "password_based" and not self.state["authenticators"]:
            self.state["authenticators"] = [{
                "id": AUTHENTICATOR, "mechanism": "password_based", "enable": True,
                "backend": environment.get("EMQX_AUTHENTICATION__1__BACKEND", "built_in_database"),
            }]
        no_match = environment.get("EMQX_AUTHORIZATION__NO_MATCH")
        if no_match in ("allow", "deny"):
            self.state["settings"]["no_match"] = no_match

    def changed(self):
        """To be called with the lock held, after `state` was changed."""
        self.state["revision"] += 1
        self._save()

    def adopt(self, state):
        """Takes another member's state if it is newer."""
        with self.lock:
            if state["revision"] > self.state["revision"]:
                self.state = state
                self._save()

    def _save(self):
        temporary = self._path + ".tmp"
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(self.state, file)
        os.replace(temporary, self._path)
        self._on_change()

    @staticmethod
    def password_hash(password):
        """In mosquitto's own format, so that no clear password is stored."""
        salt = os.urandom(12)
        digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 101)
        return f"$7$101${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"

    def password_file(self, link_password):
        users = {LINK_USER: self.password_hash(link_password)}
        users.update({name: user["hash"] for name, user in self.state["users"].items()})
        return "".join(f"{name}:{hashed}\n" for name, hashed in users.items())

    def rule_file(self):
        """Mosquitto's rules. It has no rule on subscribing itself: what may not be read is not delivered."""
        lines = [f"user {LINK_USER}", "topic readwrite #", "topic read $SYS/#"]
        if self.state["settings"]["no_match"] == "allow" or self._file_source():
            lines.insert(0, "pattern readwrite #")
        for name in sorted({*self.state["users"], *self.state["rules"]}):
            lines.append(f"user {name}")
            if self.state["users"].get(name, {}).get("is_superuser"):
                lines.append("topic readwrite #")
            for rule in self.state["rules"].get(name, []):
                word = {"publish": "write", "subscribe": "read", "all": "readwrite"}[rule["action"]]
                if rule["permission"] == "deny":
                    word = "deny"
                lines.append(f"topic {word} {rule['topic']}")
        return "\n".join(lines) + "\n"

    def _file_source(self):
        """EMQX's default file source ends with `{allow, all}`."""
        return any(source["type"] == "file" and source.get("enable", True) for source in self.state["sources"])

    def anonymous_allowed(self):
        return not any(entry.get("enable", True) for entry in self.state["authenticators"])
