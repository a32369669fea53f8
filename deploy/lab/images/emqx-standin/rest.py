"""The REST API: the part of EMQX 5's which a Global Broker's operators use, with EMQX's paths, codes and bodies."""

import json
import re
import secrets
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from access import AUTHENTICATOR, Access

BEYOND_USERS = "/authorization/sources/built_in_database/rules"
RULES = f"{BEYOND_USERS}/users"
USERS = f"/authentication/{AUTHENTICATOR}/users"


class Problem(Exception):
    """An answer other than success."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


class Api:
    """Every method answers a parsed request: (status, body). Body None means none, a str is sent as text."""

    def __init__(self, cluster, access, broker, version):
        self.cluster = cluster
        self.access = access
        self._broker = broker
        self._version = version
        self._tokens = set()
        self._started = time.time()
        name = "([^/]+)"
        self._routes = [
            ("POST", "/login", self._login),
            ("POST", "/logout", lambda body: (204, None)),
            ("POST", f"/users/{name}/change_pwd", self._change_password),
            ("GET", "/nodes", self._nodes),
            ("GET", "/cluster", self._cluster),
            ("GET", "/stats", self._stats),
            ("GET", "/prometheus/stats", self._prometheus),
            ("GET", "/authentication", lambda body: (200, self._state["authenticators"])),
            ("POST", "/authentication", self._add_authenticator),
            ("GET", f"/authentication/{AUTHENTICATOR}", self._get_authenticator),
            ("DELETE", f"/authentication/{AUTHENTICATOR}", self._remove_authenticator),
            ("GET", USERS, self._list_users),
            ("POST", USERS, self._add_user),
            ("GET", f"{USERS}/{name}", self._get_user),
            ("PUT", f"{USERS}/{name}", self._put_user),
            ("DELETE", f"{USERS}/{name}", self._remove_user),
            ("GET", "/authorization/settings", lambda body: (200, self._state["settings"])),
            ("PUT", "/authorization/settings", self._put_settings),
            ("GET", "/authorization/sources", lambda body: (200, {"sources": self._state["sources"]})),
            ("POST", "/authorization/sources", self._add_source),
            ("GET", f"/authorization/sources/{name}", self._get_source),
            ("DELETE", f"/authorization/sources/{name}", self._remove_source),
            ("GET", f"{BEYOND_USERS}/all", lambda body: self._rules_beyond_users({"rules": []})),
            ("GET", f"{BEYOND_USERS}/clients", lambda body: self._rules_beyond_users(_page([]))),
            ("GET", RULES, self._list_rules),
            ("POST", RULES, self._add_rules),
            ("GET", f"{RULES}/{name}", self._get_rules),
            ("PUT", f"{RULES}/{name}", self._put_rules),
            ("DELETE", f"{RULES}/{name}", self._remove_rules),
        ]

    @property
    def _state(self):
        return self.access.state

    def answer(self, method, path, headers, body):
        if path == "/status":
            return 200, f"Node {self.cluster.name} is started\nemqx is running\n"
        if path.startswith("/standin/"):
            return self._internal(path, headers)
        if not path.startswith("/api/v5/"):
            raise Problem(404, "NOT_FOUND", "no such resource")
        path = path.removeprefix("/api/v5")
        if path not in ("/login", "/prometheus/stats"):
            scheme, _, token = headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or token not in self._tokens:
                raise Problem(401, "BAD_TOKEN", "login first")
        for verb, pattern, handler in self._routes:
            match = re.fullmatch(pattern, path)
            if match and verb == method:
                with self.access.lock:
                    return handler(*[urllib.parse.unquote(group) for group in match.groups()], body)
        raise Problem(404, "NOT_FOUND", f"the stand-in has no {method} {path}")

    def _internal(self, path, headers):
        if path == "/standin/ctl/status":
            if not self._broker.running():
                raise Problem(503, "NOT_RUNNING", "the broker is not running")
            return 200, f"Node '{self.cluster.name}' {self._version} is started\n"
        if path == "/standin/ctl/cluster":
            running, stopped = (
                ",".join(f"'{name}'" for name in names) for names in self.cluster.members()
            )
            indent = " " * 18
            return 200, (
                f"Cluster status: #{{running_nodes =>\n{indent}    [{running}],\n{indent}stopped_nodes => [{stopped}]}}\n"
            )
        if path == "/standin/access":
            if not secrets.compare_digest(headers.get("X-Proof", ""), self.cluster.proof("access")):
                raise Problem(401, "BAD_COOKIE", "another cookie")
            return 200, self._state
        raise Problem(404, "NOT_FOUND", "no such resource")

    # The dashboard's own users

    def _login(self, body):
        if body.get("username") != "admin" or not self.access.is_dashboard_password(body.get("password", "")):
            raise Problem(401, "BAD_USERNAME_OR_PWD", "Auth failed")
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return 200, {"token": token, "version": self._version, "license": {"edition": "opensource"}, "role": "administrator"}

    def _change_password(self, name, body):
        if name != "admin":
            raise Problem(404, "USER_NOT_FOUND", "username not found")
        if not self.access.is_dashboard_password(body.get("old_pwd", "")):
            raise Problem(400, "ERROR_PWD_NOT_MATCH", "the old password does not match")
        self.access.set_dashboard_password(body["new_pwd"])
        return 204, None

    # Nodes and figures

    def _nodes(self, body):
        running, stopped = self.cluster.members()
        uptime = int((time.time() - self._started) * 1000)
        return 200, [
            {"node": name, "node_status": status, "version": self._version, "uptime": uptime, "role": "core"}
            for status, names in (("running", running), ("stopped", stopped))
            for name in names
        ]

    def _cluster(self, body):
        return 200, {"name": "emqxcl", "nodes": self.cluster.members()[0], "self": self.cluster.name}

    def _stats(self, body):
        return 200, [{"node": self.cluster.name, "connections.count": self.cluster.connections}]

    def _prometheus(self, body):
        running, stopped = self.cluster.members()
        return 200, (
            f"emqx_connections_count {self.cluster.connections}\n"
            f"emqx_cluster_nodes_running {len(running)}\nemqx_cluster_nodes_stopped {len(stopped)}\n"
        )

    # Authentication

    def _add_authenticator(self, body):
        if body.get("mechanism") != "password_based" or body.get("backend") != "built_in_database":
            raise Problem(400, "BAD_REQUEST", "the stand-in knows only password_based with built_in_database")
        if self._state["authenticators"]:
            raise Problem(409, "ALREADY_EXISTS", f"{AUTHENTICATOR} exists")
        entry = {"enable": True, **body, "id": AUTHENTICATOR}
        self._state["authenticators"].append(entry)
        self.access.changed()
        return 200, entry

    def _get_authenticator(self, body):
        if not self._state["authenticators"]:
            raise Problem(404, "NOT_FOUND", f"{AUTHENTICATOR} does not exist")
        return 200, self._state["authenticators"][0]

    def _remove_authenticator(self, body):
        if not self._state["authenticators"]:
            raise Problem(404, "NOT_FOUND", f"{AUTHENTICATOR} does not exist")
        self._state["authenticators"].clear()
        self._state["users"].clear()
        self.access.changed()
        return 204, None

    def _user(self, name):
        if name not in self._state["users"]:
            raise Problem(404, "NOT_FOUND", f"user {name} not found")
        return {"user_id": name, "is_superuser": self._state["users"][name]["is_superuser"]}

    def _list_users(self, body):
        return 200, _page([self._user(name) for name in sorted(self._state["users"])])

    def _add_user(self, body):
        if not self._state["authenticators"]:
            raise Problem(404, "NOT_FOUND", f"{AUTHENTICATOR} does not exist")
        if body["user_id"] in self._state["users"]:
            raise Problem(409, "ALREADY_EXISTS", "the user exists")
        self._set_user(body["user_id"], body)
        return 201, self._user(body["user_id"])

    def _get_user(self, name, body):
        return 200, self._user(name)

    def _put_user(self, name, body):
        self._user(name)
        self._set_user(name, body)
        return 200, self._user(name)

    def _set_user(self, name, body):
        old = self._state["users"].get(name, {})
        hashed = Access.password_hash(body["password"]) if "password" in body else old["hash"]
        superuser = body.get("is_superuser", old.get("is_superuser", False))
        self._state["users"][name] = {"hash": hashed, "is_superuser": superuser}
        self.access.changed()

    def _remove_user(self, name, body):
        self._user(name)
        del self._state["users"][name]
        self.access.changed()
        return 204, None

    # Authorization

    def _put_settings(self, body):
        if body.get("no_match") not in ("allow", "deny"):
            raise Problem(400, "BAD_REQUEST", "no_match must be allow or deny")
        self._state["settings"] = {**self._state["settings"], **body}
        self.access.changed()
        return 200, self._state["settings"]

    def _add_source(self, body):
        if any(source["type"] == body["type"] for source in self._state["sources"]):
            raise Problem(409, "DUPLICATED", "the source exists")
        self._state["sources"].insert(0, {"enable": True, **body})
        self.access.changed()
        return 204, None

    def _get_source(self, kind, body):
        for source in self._state["sources"]:
            if source["type"] == kind:
                return 200, source
        raise Problem(404, "NOT_FOUND", f"no source {kind}")

    def _remove_source(self, kind, body):
        kept = [source for source in self._state["sources"] if source["type"] != kind]
        if len(kept) == len(self._state["sources"]):
            raise Problem(404, "NOT_FOUND", f"no source {kind}")
        self._state["sources"] = kept
        self.access.changed()
        return 204, None

    def _require_database_source(self):
        if all(source["type"] != "built_in_database" for source in self._state["sources"]):
            raise Problem(404, "NOT_FOUND", "the source built_in_database does not exist")

    def _rules_beyond_users(self, none):
        """Rules for all clients, or for one client whoever it is: the stand-in keeps none."""
        self._require_database_source()
        return 200, none

    def _rules(self, name):
        self._require_database_source()
        if name not in self._state["rules"]:
            raise Problem(404, "NOT_FOUND", f"no rules of {name}")
        return {"username": name, "rules": self._state["rules"][name]}

    def _list_rules(self, body):
        self._require_database_source()
        return 200, _page([self._rules(name) for name in sorted(self._state["rules"])])

    def _add_rules(self, body):
        self._require_database_source()
        for entry in body:
            if entry["username"] in self._state["rules"]:
                raise Problem(409, "ALREADY_EXISTS", f"rules of {entry['username']} exist")
        for entry in body:
            self._state["rules"][entry["username"]] = [_rule(rule) for rule in entry["rules"]]
        self.access.changed()
        return 204, None

    def _get_rules(self, name, body):
        return 200, self._rules(name)

    def _put_rules(self, name, body):
        self._require_database_source()
        self._state["rules"][name] = [_rule(rule) for rule in body["rules"]]
        self.access.changed()
        return 204, None

    def _remove_rules(self, name, body):
        self._rules(name)
        del self._state["rules"][name]
        self.access.changed()
        return 204, None


def _rule(rule):
    if rule.get("permission") not in ("allow", "deny") or rule.get("action") not in ("publish", "subscribe", "all"):
        raise Problem(400, "BAD_REQUEST", "a rule has topic, permission (allow|deny) and action (publish|subscribe|all)")
    return {"topic": rule["topic"], "permission": rule["permission"], "action": rule["action"]}


def _page(entries):
    return {"data": entries, "meta": {"page": 1, "limit": 10_000, "count": len(entries), "hasnext": False}}


def serve(api, port):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self):
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
            try:
                body = json.loads(raw) if raw else {}
                status, answer = api.answer(self.command, path, self.headers, body)
            except Problem as problem:
                status, answer = problem.status, problem.body
            except (ValueError, KeyError, TypeError) as error:
                status, answer = 400, {"code": "BAD_REQUEST", "message": f"{type(error).__name__}: {error}"}
            self._send(status, answer)

        def _send(self, status, answer):
            text = isinstance(answer, str)
            data = b"" if answer is None else (answer if text else json.dumps(answer)).encode()
            self.send_response(status)
            if answer is not None:
                self.send_header("Content-Type", "text/plain" if text else "application/json")
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _handle

        def log_message(self, *arguments):
            """Requests are not logged: health checks would be all there is to read."""

    ThreadingHTTPServer(("", port), Handler).serve_forever()
