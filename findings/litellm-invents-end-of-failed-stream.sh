#!/bin/sh
# LiteLLM's proxy (PyPI litellm 1.108.7) ends a stream that failed as if it were whole. Its upstream
# here is LitServe (PyPI litserve 0.2.19), whose model fails in mid-answer: LitServe then sends an
# error as the last event, without the blank line that ends an event, and no `data: [DONE]`. LiteLLM
# drops that event, and its client gets a last chunk with `finish_reason: "stop"`, `data: [DONE]` and
# status 200. Nothing tells such a piece from a complete answer, so a finish reason and `[DONE]`
# prove nothing behind this gateway. Without `stream` the same failure is a 500.
#
# Seen: "LitServe, stream: 200, 'Hello ', finish_reason None, error yes, [DONE] no"
#       "LiteLLM, stream: 200, 'Hello ', finish_reason stop, error no, [DONE] yes"
#       "LiteLLM, plain: 500"
# Exit status 0: it is still so. 1: it is not.
set -eu
folder=$(mktemp -d)
proxy= upstream=
trap 'kill -- ${proxy:+-$proxy} ${upstream:+-$upstream} 2>/dev/null || true; rm -rf "$folder"' EXIT
for package in 'litellm[proxy]==1.108.7' litserve==0.2.19; do
  venv="$folder/${package%%[[=]*}"
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check "$package"
done
port=${PORT:-18441}
cat >"$folder/server.py" <<PYTHON
import litserve
from litserve.specs.openai import OpenAISpec


class Model(litserve.LitAPI):
    def setup(self, device):
        pass

    def predict(self, prompt):
        yield "Hello "
        raise RuntimeError("out of memory")


if __name__ == "__main__":
    litserve.LitServer(Model(spec=OpenAISpec()), accelerator="cpu").run(
        host="127.0.0.1", port=$((port + 1)), generate_client_file=False, num_api_servers=1)
PYTHON
cat >"$folder/config.yaml" <<YAML
model_list:
  - model_name: m
    litellm_params: {model: openai/m, api_key: x, api_base: "http://127.0.0.1:$((port + 1))/v1"}
YAML
setsid "$folder/litserve/bin/python" "$folder/server.py" >"$folder/server.log" 2>&1 &
upstream=$!
LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY=true \
  setsid "$folder/litellm/bin/litellm" --config "$folder/config.yaml" --host 127.0.0.1 --port "$port" \
  >"$folder/proxy.log" 2>&1 &
proxy=$!
python3 - "$port" <<'PYTHON'
import json, socket, sys, time, urllib.error, urllib.request

port = int(sys.argv[1])


def wait_for(port):
    for _ in range(1200):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing listens on port {port}")


def post(port, **more):
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]} | more
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/chat/completions", json.dumps(body).encode(),
        {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def stream(name, port):
    status, body = post(port, stream=True)
    text, reason, is_error = "", None, False
    events = [line[6:] for line in body.splitlines() if line.startswith("data: ")]
    for event in events:
        chunk = {} if event == "[DONE]" else json.loads(event)
        is_error |= "error" in chunk
        for choice in chunk.get("choices", []):
            text += choice["delta"].get("content") or ""
            reason = choice.get("finish_reason") or reason
    is_done = "[DONE]" in events
    print(f"{name}, stream: {status}, {text!r}, finish_reason {reason},"
          f" error {'yes' if is_error else 'no'}, [DONE] {'yes' if is_done else 'no'}")
    return status, text, reason, is_error, is_done


wait_for(port + 1)
wait_for(port)
ok = stream("LitServe", port + 1) == (200, "Hello ", None, True, False)
ok &= stream("LiteLLM", port) == (200, "Hello ", "stop", False, True)
status, _ = post(port)
print(f"LiteLLM, plain: {status}")
sys.exit(0 if ok and status == 500 else "This behaves in another way now.")
PYTHON
