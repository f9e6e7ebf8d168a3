#!/bin/sh
# MLflow's AI gateway (PyPI mlflow 3.16.0) has two paths to one endpoint, and its `limit` (calls for
# each minute) holds on one of them only: `/gateway/NAME/invocations` refuses the eleventh call with
# 429, `/v1/chat/completions` with `"model": "NAME"` lets every call through. A client that speaks
# OpenAI's API never meets the limit that the owner of the gateway has set.
#
# Seen: "/gateway/limited/invocations: 10 x 200, 2 x 429"
#       "/v1/chat/completions: 12 x 200, 0 x 429"
# Exit status 0: it is still so. 1: it is not.
set -eu
folder=$(mktemp -d)
gateway=
trap 'kill -- ${gateway:+-$gateway} 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check --prefer-binary \
  'mlflow[gateway]==3.16.0'
port=${PORT:-18451}
cat >"$folder/config.yaml" <<YAML
endpoints:
  - name: limited
    endpoint_type: llm/v1/chat
    model:
      provider: openai
      name: gpt-4o-mini
      config: {openai_api_key: x, openai_api_base: "http://127.0.0.1:$((port + 1))/v1"}
    limit: {renewal_period: minute, calls: 10}
YAML
setsid "$folder/venv/bin/mlflow" gateway start --config-path "$folder/config.yaml" --host 127.0.0.1 \
  --port "$port" --workers 1 >"$folder/gateway.log" 2>&1 &
gateway=$!
python3 - "$port" <<'PYTHON'
import collections, http.server, json, sys, threading, time, urllib.error, urllib.request

port = int(sys.argv[1])
ANSWER = json.dumps({
    "id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "Hello"}}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}).encode()


class Model(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


model = http.server.ThreadingHTTPServer(("127.0.0.1", port + 1), Model)
threading.Thread(target=model.serve_forever, daemon=True).start()


def status(path, **more):
    body = {"messages": [{"role": "user", "content": "hi"}]} | more
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(),
        {"Content-Type": "application/json"})
    try:
        return urllib.request.urlopen(request, timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code


for _ in range(1200):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit("the gateway did not start")
if time.time() % 60 > 50:  # All calls are to be in one minute.
    time.sleep(61 - time.time() % 60)
ok = True
for path, more, expected in (
    ("/gateway/limited/invocations", {}, {200: 10, 429: 2}),
    ("/v1/chat/completions", {"model": "limited"}, {200: 12})):
    seen = collections.Counter(status(path, **more) for _ in range(12))
    print(f"{path}: {seen[200]} x 200, {seen[429]} x 429")
    ok &= seen == expected
sys.exit(0 if ok else "This behaves in another way now.")
PYTHON
