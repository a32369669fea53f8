"""A stand-in for Grafana: provisioning, the administrator's password, a little of the HTTP API. See README.md."""

import base64
import glob
import hashlib
import html
import http.server
import json
import os
import secrets
import sys
import urllib.error
import urllib.parse
import urllib.request

import yaml

PROVISIONING = "/etc/grafana/provisioning"
DATA = "/var/lib/grafana"


def documents(kind, key):
    for path in sorted(glob.glob(f"{PROVISIONING}/{kind}/*.yaml")):
        with open(path, encoding="utf-8") as file:
            document = yaml.safe_load(file) or {}
        if document.get("apiVersion") != 1:
            sys.exit(f"{path}: apiVersion is not 1")
        yield from document.get(key) or []


def data_sources():
    sources = {}
    for source in documents("datasources", "datasources"):
        if not all(source.get(field) for field in ("name", "type", "url", "uid")) or source["uid"] in sources:
            sys.exit(f"data source {source.get('name')!r}: a field is missing, or its uid is taken")
        sources[source["uid"]] = source
    return sources


def dashboards():
    boards = {}
    for provider in documents("dashboards", "providers"):
        for path in sorted(glob.glob(provider["options"]["path"] + "/*.json")):
            with open(path, encoding="utf-8") as file:
                board = json.load(file)
            if not board.get("title") or board.get("uid") in boards:
                raise ValueError(f"{path}: no title, or its uid is taken")
            boards[board["uid"]] = (board, provider.get("folder", ""))
    return boards


def digest(password, salt):
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=1024, r=8, p=1).hex()


def administrator():
    """Salt and digest of the password that counted at the first start."""
    path = f"{DATA}/standin.json"
    if not os.path.exists(path):
        salt = secrets.token_hex(16)
        password = os.environ.get("GF_SECURITY_ADMIN_PASSWORD", "admin")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump({"salt": salt, "digest": digest(password, salt)}, file)
        os.replace(path + ".new", path)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path
        if os.environ.get("GF_SERVER_SERVE_FROM_SUB_PATH") == "true":
            prefix = urllib.parse.urlsplit(os.environ.get("GF_SERVER_ROOT_URL", "/")).path.rstrip("/")
            if not path.startswith(prefix + "/") and path != prefix:
                return self.reply(404, {"message": "Not found"})
            path = path[len(prefix):] or "/"
        if path == "/api/health":
            return self.reply(200, {"database": "ok", "version": os.environ["STANDIN_VERSION"], "standin": True})
        if not self.is_admin():
            return self.reply(401, {"message": "Invalid username or password"}, **{"WWW-Authenticate": "Basic"})
        return self.answer(urllib.parse.urlsplit(path))

    def answer(self, url):
        boards = dashboards()
        parts = url.path.strip("/").split("/")
        if url.path == "/":
            items = "".join(f"<li>{html.escape(board['title'])}</li>" for board, _ in boards.values())
            return self.reply(200, f"<title>Grafana stand-in</title><p>It draws nothing. Dashboards:<ul>{items}</ul>")
        if url.path == "/api/search":
            found = [{"uid": uid, "title": b["title"], "folderTitle": f} for uid, (b, f) in boards.items()]
            return self.reply(200, found)
        if parts[:3] == ["api", "dashboards", "uid"] and len(parts) == 4 and parts[3] in boards:
            return self.reply(200, {"dashboard": boards[parts[3]][0]})
        if parts[:3] == ["api", "datasources", "uid"] and len(parts) == 4 and parts[3] in SOURCES:
            return self.reply(200, SOURCES[parts[3]])
        if parts[:4] == ["api", "datasources", "proxy", "uid"] and len(parts) > 5 and parts[4] in SOURCES:
            query = "?" + url.query if url.query else ""
            return self.relay(SOURCES[parts[4]]["url"] + "/" + "/".join(parts[5:]) + query)
        return self.reply(404, {"message": "Not found"})

    def relay(self, url):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return self.reply(answer.status, json.load(answer))
        except urllib.error.HTTPError as error:
            return self.reply(error.code, {"message": error.reason})
        except OSError as error:
            return self.reply(502, {"message": str(error)})

    def is_admin(self):
        scheme, _, text = self.headers.get("Authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(text).decode().partition(":")
        except ValueError:
            return False
        right = secrets.compare_digest(digest(password, ADMIN["salt"]), ADMIN["digest"])
        return scheme == "Basic" and user == "admin" and right

    def reply(self, status, body, **headers):
        is_page = isinstance(body, str)
        data = body.encode() if is_page else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if is_page else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


SOURCES = data_sources()
ADMIN = administrator()
dashboards()
http.server.ThreadingHTTPServer(("", 3000), Handler).serve_forever()
