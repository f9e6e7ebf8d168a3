#!/bin/sh
# llama.cpp's server (PyPI xllamacpp 2026.10.11549) closes the connection after each answer that is
# a stream, although that answer promises `Keep-Alive: timeout=5, max=100` and has no
# `Connection: close`. After a plain answer with the same header the connection stays open.
# A client that keeps connections for later sends its next request into a closed one now and then:
# it sees "connection reset" with nothing received and cannot know whether the request arrived.
# (An answer with an error closes too, but says `Connection: close`.)
#
# Seen: "plain: 200, Keep-Alive: timeout=5, max=100, open after 2 s"
#       "stream: 200, Keep-Alive: timeout=5, max=100, closed"
# Exit status 0: it is still so. 1: it is not.
set -eu
folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  xllamacpp==2026.10.11549 gguf==0.19.0 numpy==2.4.6
# A model of random weights. It says nothing sensible, but runs like any other.
cat >"$folder/model.py" <<'PYTHON'
import sys

import gguf
import numpy

WIDTH, HEADS, INNER = 64, 2, 128

tokens = [b"<unk>", b"<s>", b"</s>"]
tokens += [f"<0x{byte:02X}>".encode() for byte in range(256)]
tokens += ["\u2581".encode()] + [bytes([code]) for code in range(33, 127)]
types = [2, 3, 3] + [6] * 256 + [1] * 95

model = gguf.GGUFWriter(sys.argv[1], "llama")
model.add_context_length(512)
model.add_embedding_length(WIDTH)
model.add_block_count(1)
model.add_feed_forward_length(INNER)
model.add_head_count(HEADS)
model.add_head_count_kv(HEADS)
model.add_layer_norm_rms_eps(1e-5)
model.add_rope_dimension_count(WIDTH // HEADS)
model.add_vocab_size(len(tokens))
model.add_file_type(0)
model.add_tokenizer_model("llama")
model.add_token_list(tokens)
model.add_token_scores([0.0] * 259 + [-float(code) for code in range(32, 127)])
model.add_token_types(types)
model.add_bos_token_id(1)
model.add_eos_token_id(2)
model.add_unk_token_id(0)
model.add_chat_template(
    "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: ")

random = numpy.random.default_rng(1)
shapes = {"token_embd": (len(tokens), WIDTH), "output": (len(tokens), WIDTH)}
shapes |= {f"blk.0.attn_{name}": (WIDTH, WIDTH) for name in ("q", "k", "v", "output")}
shapes |= {f"blk.0.ffn_{name}": (INNER, WIDTH) for name in ("gate", "up")}
shapes["blk.0.ffn_down"] = (WIDTH, INNER)
for name, shape in shapes.items():
    model.add_tensor(name + ".weight", random.standard_normal(shape).astype("float32") * 0.2)
for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
    model.add_tensor(name + ".weight", numpy.ones(WIDTH, "float32"))
model.write_header_to_file()
model.write_kv_data_to_file()
model.write_tensors_to_file()
model.close()
PYTHON
cat >"$folder/server.py" <<'PYTHON'
import sys
import time

import xllamacpp

settings = xllamacpp.CommonParams()
settings.model.path = sys.argv[1]
settings.hostnames = ["127.0.0.1"]
settings.port = int(sys.argv[2])
settings.n_ctx = 16_384
settings.n_parallel = 2
settings.fit_params = False
server = xllamacpp.Server(settings)
while True:
    time.sleep(60)
PYTHON
"$folder/venv/bin/python" "$folder/model.py" "$folder/model.gguf" >/dev/null
port=${PORT:-18431}
"$folder/venv/bin/python" "$folder/server.py" "$folder/model.gguf" "$port" \
  >"$folder/server.log" 2>&1 &
server=$!
python3 - "$port" <<'PYTHON'
import json, socket, sys, time

port = int(sys.argv[1])


def connect():
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def ask(**more):
    """The answer's status and headers, and whether the connection was open two seconds later."""
    body = {"model": "m", "max_tokens": 4, "messages": [{"role": "user", "content": "hi"}]} | more
    text = json.dumps(body).encode()
    with connect() as connection:
        connection.sendall(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(text) + text)
        connection.settimeout(2)
        answer, is_open = b"", False
        try:
            while data := connection.recv(65536):
                answer += data
        except socket.timeout:
            is_open = True
    assert answer.endswith(b"\r\n0\r\n\r\n" if b"data: [DONE]" in answer else b"}")
    lines = answer.split(b"\r\n\r\n")[0].decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    return lines[0].split()[1], headers, is_open


while ask()[0] == "503":  # "Loading model"
    time.sleep(0.2)
ok = True
for name, more, expected in (("plain", {}, True), ("stream", {"stream": True}, False)):
    status, headers, is_open = ask(**more)
    print(f"{name}: {status}, Keep-Alive: {headers.get('keep-alive')},"
          f" Connection: {headers.get('connection')}, {'open after 2 s' if is_open else 'closed'}")
    ok &= (status == "200" and is_open == expected and "connection" not in headers
           and headers.get("keep-alive") == "timeout=5, max=100")
sys.exit(0 if ok else "This behaves in another way now.")
PYTHON
