"""The container's HTTP port: a server for a handful of short answers, in one thread."""

import selectors
import socket

STATUS_TEXT = {200: "OK", 404: "Not Found", 503: "Service Unavailable"}


def serve(port, respond):
    """Answers for ever; `respond(path)` gives (status, content type, body)."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", port))
    listener.listen(64)
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listener:
                    connection, _ = listener.accept()
                    connection.settimeout(2)
                    selector.register(connection, selectors.EVENT_READ, bytearray())
                elif not _answer(key.fileobj, key.data, respond):
                    selector.unregister(key.fileobj)
                    key.fileobj.close()


def _answer(connection, buffer, respond):
    """Reads what has come and answers each full request; False when the connection is to be closed."""
    try:
        data = connection.recv(8192)
        if not data or len(buffer) > 65536:
            return False
        buffer += data
        while b"\r\n\r\n" in buffer:
            head, _, rest = bytes(buffer).partition(b"\r\n\r\n")
            buffer[:] = rest
            request = head.split(b"\r\n")[0].decode("latin-1").split(" ")
            path = request[1].partition("?")[0] if len(request) == 3 else "/"
            status, kind, body = respond(path)
            data = body.encode()
            connection.sendall(
                f"HTTP/1.1 {status} {STATUS_TEXT[status]}\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {len(data)}\r\n\r\n".encode() + (b"" if request[0] == "HEAD" else data)
            )
            if b"connection: close" in head.lower() or head.endswith(b"HTTP/1.0"):
                return False
        return True
    except OSError:
        return False
