#!/usr/bin/env python3
"""csvkit: datasets and tables, not results. Needs the commands of csvkit; run with 2.2.0."""

import json
import subprocess

import recipe


def csvkit(command, *words, input=None):
    return subprocess.run([command, *words], check=True, capture_output=True, input=input).stdout


recipe.begin("csvkit", csvkit("csvjson", "--version").decode().split()[-1])

# Without these options, csvkit stops at a cell of 128 KiB, guesses the separator from all the text,
# makes numbers and days of ids, and empty cells of texts such as NA and null.
SAFE = ["--maxfieldsize", "67108864", "--snifflimit", "0", "--no-inference", "--blanks"]

# csvkit writes and reads LF for each CR and CRLF inside cells.
recipe.LINE_FEEDS_ONLY = True
rows = json.dumps(recipe.rows()).encode()
with open("dataset.csv", "wb") as file:
    file.write(csvkit("in2csv", "--format", "json", *SAFE, "-", input=rows))
with open("dataset.jsonl", "wb") as file:
    file.write(csvkit("csvjson", "--stream", *SAFE, "dataset.csv"))

recipe.answer("dataset.csv", "dataset.jsonl")

recipe.expect_table("raw.csv", json.loads(csvkit("csvjson", *SAFE, "raw.csv")))
# Commands that write CSV keep it as well.
with open("sorted.csv", "wb") as file:
    file.write(csvkit("csvsort", "--columns", "code", *SAFE, "raw.csv"))
recipe.expect_table("sorted.csv", json.loads(csvkit("csvjson", *SAFE, "sorted.csv")))
