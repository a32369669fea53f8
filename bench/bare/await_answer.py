"""Waits until a broker answers behind the virtual address, over TLS on 8883 and over WebSocket on 443.

usage: await_answer.py ADDRESS USER PASSWORD SECONDS

Prints for each, as soon as it is so, the seconds since the start at which an MQTT CONNECT was accepted. Ends with 1 if one
of the two does not answer within SECONDS.
"""

import base64
import os
import socket
import ssl
import sys
import threading
import time


def field(text):
    return len(text).to_bytes(2, "big") + text.encode()


def connect_packet(user, password):
    """MQTT 3.1.1, clean session, user name and password, keep alive 60 s."""
    body = field("MQTT") + b"\x04\xc2" + (60).to_bytes(2, "big") + field("await-answer") + field(user) + field(password)
    return b"\x10" + bytes([len(body)]) + body


def tls(address, port):
    # The lab's certificate is its own; whether somebody answers is the question.
    context = ssl._create_unverified_context()
    raw = socket.create_connection((address, port), timeout=2)
    raw.settimeout(2)
    return context.wrap_socket(raw)


def accepted(answer):
    return answer[:1] == b"\x20" and answer[3:4] == b"\x00"


def over_tls(address, packet):
    with tls(address, 8883) as connection:
        connection.sendall(packet)
        return accepted(connection.recv(4))


def over_websocket(address, packet):
    with tls(address, 443) as connection:
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall((
            f"GET /mqtt HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n"
        ).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(1024)
            if not received:
                return False
            head += received
        if b" 101 " not in head.split(b"\r\n")[0]:
            return False
        # One binary frame; a client has to mask, and a mask of zeros leaves the content as it is.
        connection.sendall(b"\x82" + bytes([0x80 | len(packet)]) + b"\0\0\0\0" + packet)
        return accepted(connection.recv(6)[2:])


def main():
    address, user, password, limit = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
    packet = connect_packet(user, password)
    begun = time.monotonic()
    failed = []

    def wait(name, attempt):
        while time.monotonic() - begun < limit:
            try:
                if attempt(address, packet):
                    print(f"{name} answers after {time.monotonic() - begun:.0f} s", flush=True)
                    return
            except OSError:
                pass
            time.sleep(0.2)
        failed.append(name)

    threads = [threading.Thread(target=wait, args=arguments) for arguments in
               (("MQTT over TLS on 8883", over_tls), ("MQTT over WebSocket on 443", over_websocket))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.exit(1 if failed else 0)


main()
