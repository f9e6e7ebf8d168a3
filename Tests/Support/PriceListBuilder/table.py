"""Draws the test table of the makers' own models: table.py MAP VERSION DAY > makers.tsv

It reads LiteLLM's map without the program's own reader, so that the test compares two readings: chat
models that are not retired on DAY, at the providers that make them, in dollars per million tokens.
A price that is missing or 0 is unknown and written as `-`, unless the model has a fee per request.
"""

import json
import sys

MAKERS = {
    "ai21": "AI21", "amazon_nova": "Amazon", "anthropic": "Anthropic", "cohere_chat": "Cohere",
    "dashscope": "Alibaba", "deepseek": "DeepSeek", "gemini": "Google",
    "vertex_ai-language-models": "Google", "inception": "Inception", "meta": "Meta",
    "minimax": "MiniMax", "mistral": "Mistral", "moonshot": "Moonshot", "openai": "OpenAI",
    "perplexity": "Perplexity", "tencent": "Tencent", "xai": "xAI", "xiaomi_mimo": "Xiaomi",
    "zai": "Z.ai",
}
KINDS = {"in": "input_cost_per_token", "out": "output_cost_per_token"}
CACHED = "cache_read_input_token_cost"


def dollars(value, zero="-"):
    return f"{round(value * 1e6, 9):.10g}" if value else zero


def tiers(entry):
    """The prices of short prompts, then of the longest ones with their bound."""
    bounds = {0: {k: entry.get(name) for k, name in [*KINDS.items(), ("cached", CACHED)]}}
    for name, value in entry.items():
        for kind, start in KINDS.items():
            rest = name.removeprefix(start + "_above_")
            if rest != name and rest.endswith("k_tokens"):
                bounds.setdefault(int(rest[:-8]) * 1000, {})[kind] = value
    for tier in entry.get("tiered_pricing") or []:
        if "range" in tier:
            bounds[int(tier["range"][0])] = {
                k: tier.get(name) for k, name in [*KINDS.items(), ("cached", CACHED)]}
    return bounds


def row(model, entry):
    bounds = tiers(entry)
    short, last = bounds[0], max(bounds)
    fee = entry.get("input_cost_per_request")
    whole = fee or short["in"] and short["out"]
    cells = [MAKERS[entry["litellm_provider"]], model]
    cells += [dollars(short[k] if whole else 0, "0" if fee else "-") for k in KINDS]
    cells += [str(last) if whole and last else "-"]
    cells += [dollars(bounds[last].get(k) if whole and last else 0) for k in KINDS]
    for tier in ["flex", "priority", "batches"]:
        prices = [entry.get(f"{name}_{tier}") for name in KINDS.values()]
        cells += [dollars(price if whole and all(prices) else 0) for price in prices]
    cells.append(dollars(short["cached"] if whole else 0))
    return "\t".join(cells)


models, version, day = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
print(f"# LiteLLM {version} of {day}, {sys.argv[1].rsplit('/', 1)[-1]}")
print("# maker, model, input, output, above, input, output, flex input, output, "
      "priority input, output, batch input, output, cached input")
for model, entry in sorted(models.items()):
    if (entry.get("mode") == "chat" and entry.get("litellm_provider") in MAKERS
            and entry.get("deprecation_date", "9999") > day):
        print(row(model, entry))
