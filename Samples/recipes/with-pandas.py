#!/usr/bin/env python3
"""pandas: datasets, results, tables. Needs the package pandas; run with 3.1.1."""

import pandas as pd

import recipe

recipe.begin("pandas", pd.__version__)

dataset = pd.DataFrame(recipe.rows())
dataset.to_csv("dataset.csv", index=False)
dataset.to_json("dataset.jsonl", orient="records", lines=True, force_ascii=False)

recipe.answer("dataset.csv", "dataset.jsonl")


def results(path):
    """The ids and answers. Without `dtype=False`, ids become numbers and days.

    pandas before 3 also needs `convert_dates=False`.
    """
    lines = pd.read_json(path, lines=True, dtype=False)
    answers = [r["body"]["choices"][0]["message"]["content"] for r in lines["response"]]
    return list(zip(lines["custom_id"], answers))


for key in recipe.KEYS:
    recipe.expect_results(key, results(f"{key}.results.jsonl"))
recipe.expect_long(results("long.jsonl"))

lines = pd.read_json("table.jsonl", lines=True, dtype=False)
recipe.expect_table("table.jsonl", lines.to_dict("records"))
# `dtype=str` keeps zeros; `keep_default_na=False` keeps texts such as NA and null.
cells = pd.read_csv("raw.csv", dtype=str, keep_default_na=False)
recipe.expect_table("raw.csv", cells.to_dict("records"))
# Without `--raw`, answers that look like formulas or begin with ' have one more ' in front.
cells = pd.read_csv("table.csv", dtype=str, keep_default_na=False)
for column in ["answer", "copy"]:
    cells[column] = cells[column].str.removeprefix("'")
recipe.expect_table("table.csv", cells.to_dict("records"))
