#!/usr/bin/env bash
# Hugging Face datasets 5.2.0, Dataset.from_json: ordinary JSON Lines whose columns happen to have
# certain names are taken for the log of one coding agent.
#   events.jsonl  4 rows with a text `type` and an object `payload` whose members differ
#   chats.jsonl   3 rows with id, source, model, system_prompt and messages
# Neither can be loaded without the package teich ("To support decoding agent traces, please install
# 'teich'"). With teich 0.3.6 the 4 events become 1 row with 5 tool definitions that are not in the
# file and no column of it; the chats lose `system_prompt`, and id, source and model leave the columns.
# With `system` for `system_prompt`, or with parse_agent_traces=False, both are read as they are.
# Ends with 1 if that is no longer so. Needs Python 3.10 or later and the network.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q 'datasets==5.2.0'
cat >show.py <<'PYTHON'
import json
import sys

import datasets

datasets.disable_progress_bars()
datasets.logging.set_verbosity_error()


def write(name, rows):
    with open(name, "w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return name


def chat(number, system):
    messages = [{"role": "user", "content": f"Hi {number}"}]
    row = {"id": f"r{number}", "source": "crm", "model": "m", system: "Be brief."}
    return row | {"messages": messages}


events = [
    {"type": "order", "payload": {"n": 1}},
    {"type": "refund", "payload": {"why": "late", "n": "none"}},
    {"type": "order", "payload": {"n": 2}},
    {"type": "refund", "payload": {"why": "broken", "n": "none"}},
]
files = [
    (write("events.jsonl", events), {}),
    (write("chats.jsonl", [chat(n, "system_prompt") for n in range(3)]), {}),
    (write("renamed.jsonl", [chat(n, "system") for n in range(3)]), {}),
    ("events.jsonl", {"parse_agent_traces": False}),
    ("chats.jsonl", {"parse_agent_traces": False}),
]
for name, options in files:
    try:
        table = datasets.Dataset.from_json(name, cache_dir=f"cache-{sys.argv[1]}", **options)
    except Exception as error:
        print(name, *options, "error:", error.__cause__ or error)
        continue
    tools = len(table[0].get("tools") or [])
    prompt = "Be brief." in json.dumps([{**row, "trace": ""} for row in table.to_list()])
    columns = ",".join(table.column_names[:5])
    print(name, *options, f"rows: {len(table)} tools: {tools} system prompt: {prompt} columns: {columns}")
PYTHON
export HF_HUB_OFFLINE=1 HF_HOME="$folder/home"
venv/bin/python show.py without 2>/dev/null | tee without.txt
venv/bin/pip install -q 'teich==0.3.6'
echo "with teich 0.3.6:"
venv/bin/python show.py with 2>/dev/null | tee with.txt

expect() { grep -qF -- "$2" "$1" || { echo "changed: $1 has no line '$2'" >&2; exit 1; }; }
needs="error: To support decoding agent traces, please install 'teich'."
expect without.txt "events.jsonl $needs"
expect without.txt "chats.jsonl $needs"
for file in without.txt with.txt; do
  expect $file "renamed.jsonl rows: 3 tools: 0 system prompt: True columns: id,source,model,system,messages"
  expect $file "events.jsonl parse_agent_traces rows: 4 tools: 0 system prompt: False columns: type,payload"
  expect $file "chats.jsonl parse_agent_traces rows: 3 tools: 0 system prompt: True columns: id,source,model,system_prompt,messages"
done
expect with.txt "events.jsonl rows: 1 tools: 5 system prompt: False columns: harness,session_id"
expect with.txt "chats.jsonl rows: 3 tools: 0 system prompt: False columns: harness,session_id"
echo "datasets 5.2.0 takes both files for agent traces"
