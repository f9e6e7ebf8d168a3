#!/usr/bin/env python3
"""sqlite-utils: datasets, results, tables. Needs the command sqlite-utils; run with 4.2.1."""

import json
import subprocess

import recipe


def utils(*words):
    return subprocess.run(["sqlite-utils", *words], check=True, capture_output=True).stdout.decode()


recipe.begin("sqlite-utils", utils("--version").split()[-1])

with open("rows.json", "w", encoding="utf-8") as file:
    json.dump(recipe.rows(), file)
utils("insert", "rows.db", "dataset", "rows.json")
for name, option in [("dataset.csv", "--csv"), ("dataset.jsonl", "--nl")]:
    with open(name, "w", encoding="utf-8", newline="") as file:
        file.write(utils("rows", "rows.db", "dataset", option))

recipe.answer("dataset.csv", "dataset.jsonl")

ANSWERS = """SELECT custom_id AS id,
  json_extract(response, '$.body.choices[0].message.content') AS answer FROM [%s] ORDER BY rowid"""


def results(name, path):
    """The ids and answers. Members that are objects become texts of JSON."""
    utils("insert", "results.db", name, path, "--nl")
    lines = json.loads(utils("results.db", ANSWERS % name))
    return [(line["id"], line["answer"]) for line in lines]


for key in recipe.KEYS:
    recipe.expect_results(key, results(key, f"{key}.results.jsonl"))
recipe.expect_long(results("long", "long.jsonl"))


def table(name, path, *options):
    utils("insert", "tables.db", name, path, *options)
    return json.loads(utils("rows", "tables.db", name))


recipe.expect_table("table.jsonl", table("lines", "table.jsonl", "--nl"))
# CSV: without --no-detect-types, ids become numbers. In CSV the command reads CR and CRLF inside
# cells as LF, which JSON Lines avoids.
cells = table("cells", "raw.csv", "--csv", "--no-detect-types")
recipe.expect_table("raw.csv", cells, line_feeds_only=True)
