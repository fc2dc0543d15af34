"""Scripts that the egress test runs in containers: a listener, a connection attempt, and a list of addresses."""

# Accepts TCP connections and UDP packets on a port, and prints their senders. It answers a DNS query with its own
# address; any packet longer than a DNS header counts as one.
LISTENER = """
import socket, struct, sys, threading
port = int(sys.argv[1])
stream = socket.create_server(("0.0.0.0", port))
packets = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
packets.bind(("0.0.0.0", port))
def receive():
    while True:
        message, sender = packets.recvfrom(512)
        print("message", sender[0], flush=True)
        if len(message) > 12:
            own = socket.inet_aton(socket.gethostbyname(socket.gethostname()))
            head = message[:2] + struct.pack(">HHHHH", 0x8180, 1, 1, 0, 0)
            packets.sendto(head + message[12:] + struct.pack(">HHHIH", 0xC00C, 1, 1, 1, 4) + own, sender)
threading.Thread(target=receive, daemon=True).start()
print("listening", flush=True)
while True:
    connection, sender = stream.accept()
    print("connection", sender[0], flush=True)
    connection.close()
"""

# Connects and sends to every address, and resolves a name. Prints the results as JSON.
CONNECT = """
import json, socket, sys
found = {}
for target in sys.argv[2:]:
    host, _, port = target.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=3).close()
        found[target] = "connected"
    except OSError as error:
        found[target] = error.strerror or str(error)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        try:
            packets.sendto(b"hello", (host, int(port)))
        except OSError:
            pass
try:
    found[sys.argv[1]] = "found " + socket.gethostbyname(sys.argv[1])
except OSError as error:
    found[sys.argv[1]] = error.strerror or str(error)
print(json.dumps(found))
"""

# Prints every IPv4 address of the machine except loopback.
LIST_ADDRESSES = """
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    for _, name in socket.if_nameindex():
        try:
            answer = fcntl.ioctl(control, 0x8915, struct.pack("256s", name.encode()))
        except OSError:
            continue
        address = socket.inet_ntoa(answer[20:24])
        if not address.startswith("127."):
            print(address)
"""

# Asks every address in the protocol of its port, and resolves a name. Prints the results as JSON.
ASK = """
import json, socket, sys
found = {}
for target in sys.argv[2:]:
    host, _, port = target.rpartition(":")
    # PostgreSQL answers a request for TLS with one byte.
    question = bytes.fromhex("0000000804d2162f") if port == "5432" else b"GET / HTTP/1.0\\r\\n\\r\\n"
    try:
        with socket.create_connection((host, int(port)), timeout=2) as connection:
            connection.sendall(question)
            first = connection.recv(1)
            found[target] = f"answered {first.decode(errors='replace')}" if first else "closed"
    except OSError as error:
        found[target] = error.strerror or str(error)
try:
    found[sys.argv[1]] = "found " + socket.gethostbyname(sys.argv[1])
except OSError as error:
    found[sys.argv[1]] = error.strerror or str(error)
print(json.dumps(found))
"""
