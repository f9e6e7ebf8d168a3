#!/usr/bin/env python3
"""Hugging Face datasets: datasets, results, tables. Needs the package datasets; run with 5.2.0."""

import json
import os

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
from datasets import Dataset, Features, Value

import recipe

recipe.begin("datasets", datasets.__version__)
datasets.disable_progress_bars()

dataset = Dataset.from_list(recipe.rows())
dataset.to_csv("dataset.csv")
dataset.to_json("dataset.jsonl")

recipe.answer("dataset.csv", "dataset.jsonl")

# `from_json` takes types from the first 10 MB and makes timestamps of ids that are days, whatever
# `features` says. So the lines are read with Python, and `features` gives the types.
TEXT = Value("string")


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def results(path):
    """The ids and answers."""
    found = []
    for line in lines(path):
        message = line["response"]["body"]["choices"][0]["message"]
        found.append({"id": line["custom_id"], "answer": message["content"]})
    table = Dataset.from_list(found, features=Features(id=TEXT, answer=TEXT))
    return [(row["id"], row["answer"]) for row in table]


for key in recipe.KEYS:
    recipe.expect_results(key, results(f"{key}.results.jsonl"))
recipe.expect_long(results("long.jsonl"))

names = [*recipe.COLUMNS, "answer", "copy"]
kept = [{name: line[name] for name in names} for line in lines("table.jsonl")]
table = Dataset.from_list(kept, features=Features({name: TEXT for name in names}))
recipe.expect_table("table.jsonl", table.to_list())
# `features` names all columns. Without `keep_default_na=False`, texts such as NA become null.
with open("raw.csv", encoding="utf-8") as file:
    header = next(file).rstrip("\n").split(",")
everything = Features({name: TEXT for name in header})
cells = Dataset.from_csv("raw.csv", features=everything, cache_dir="cache", keep_default_na=False)
recipe.expect_table("raw.csv", cells.to_list())
table.to_parquet("table.parquet")
table = Dataset.from_parquet("table.parquet", cache_dir="cache")
recipe.expect_table("table.parquet", table.to_list())
