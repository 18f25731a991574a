#!/usr/bin/env python3
"""subscriber.py <port> <folder of the .proto files> <count>: reads batches of events from NATS and prints a JSON line for each event.

Standard library only: the NATS protocol is lines on a socket, JetStream is requests on it, and the numbers of the fields come from
the .proto files."""
import json, os, re, socket, struct, sys

port, protos, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def numbers(message):
    for name in os.listdir(protos):
        with open(os.path.join(protos, name)) as file:
            found = re.search(r"message %s \{(.*?)\n\}" % message, file.read(), re.S)
        if found:
            return {n: int(i) for n, i in re.findall(r"(\w+) = (\d+);", found.group(1))}
    raise SystemExit("no message " + message)


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at, out = 0, {}
    while at < len(data):
        tag, at = varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            value, at = struct.unpack_from("<q", data, at)[0], at + 8
        elif kind == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            value, at = struct.unpack_from("<i", data, at)[0], at + 4
        out.setdefault(tag >> 3, []).append(value)
    return out


connection = socket.create_connection(("127.0.0.1", port))
lines = connection.makefile("rb")
lines.readline()
inbox = "_INBOX.python.%d" % os.getpid()


def publish(subject, data=b"", reply=""):
    connection.sendall(("PUB %s %s %d\r\n" % (subject, reply, len(data))).encode() + data + b"\r\n")


def receive():
    while True:
        words = lines.readline().decode().split()
        if not words:
            raise SystemExit("the server has gone")
        if words[0] == "PING":
            connection.sendall(b"PONG\r\n")
        elif words[0] in ("MSG", "HMSG"):
            head = int(words[-2]) if words[0] == "HMSG" else 0
            size = int(words[-1])
            data = lines.read(size + 2)[head:size]
            wanted = 6 if words[0] == "HMSG" else 5
            return words[1], (words[3] if len(words) == wanted else None), data
        elif words[0] == "-ERR":
            raise SystemExit(" ".join(words))


connection.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n')
connection.sendall(("SUB %s.* 1\r\n" % inbox).encode())
config = {"ack_policy": "explicit", "filter_subject": "deye.v1.events.process.snapshot.>", "inactive_threshold": 10**10}
publish(
    "$JS.API.CONSUMER.CREATE.DEYE_EV_PROCESS",
    json.dumps({"stream_name": "DEYE_EV_PROCESS", "config": config}).encode(),
    inbox + ".create",
)
name = json.loads(receive()[2])["name"]
batch, event, process = numbers("EventBatch"), numbers("Event"), numbers("ProcessEvent")
left = count
while left > 0:
    publish("$JS.API.CONSUMER.MSG.NEXT.DEYE_EV_PROCESS." + name, b'{"batch":1,"expires":5000000000}', inbox + ".next")
    subject, reply, data = receive()
    if reply is None:
        continue
    got = fields(data)
    for one in map(fields, got[batch["events"]]):
        row = fields(one[event["process"]][0])
        print(json.dumps({
            "subject": subject,
            "collector": got[batch["collector"]][0].decode(),
            "epoch": got[batch["epoch"]][0].decode(),
            "seq": one[event["seq"]][0],
            "type": one[event["type"]][0].decode(),
            "time": one[event["time"]][0],
            "pid": row[process["pid"]][0],
            "name": row[process["name"]][0].decode() if process["name"] in row else None,
        }))
        left -= 1
        if left == 0:
            break
    publish(reply, b"+ACK")
