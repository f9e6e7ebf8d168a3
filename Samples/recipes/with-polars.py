#!/usr/bin/env python3
"""Polars: datasets, results, tables and Parquet. Needs the package polars; run with 2.1.0."""

import polars as pl

import recipe

recipe.begin("Polars", pl.__version__)

dataset = pl.DataFrame(recipe.rows())
dataset.write_csv("dataset.csv")
dataset.write_ndjson("dataset.jsonl")

recipe.answer("dataset.csv", "dataset.jsonl")


def results(path):
    """The ids and answers.

    Without `infer_schema_length=None`, the first 100 lines decide: members that appear later are
    dropped, and a `content` that is null in all of them stays null in all lines.
    """
    lines = pl.read_ndjson(path, infer_schema_length=None)
    message = pl.col("response").struct.field("body").struct.field("choices").list.first()
    content = message.struct.field("message").struct.field("content")
    return lines.select(pl.col("custom_id"), content).rows()


for key in recipe.KEYS:
    recipe.expect_results(key, results(f"{key}.results.jsonl"))
recipe.expect_long(results("long.jsonl"))

lines = pl.read_ndjson("table.jsonl", infer_schema_length=None)
recipe.expect_table("table.jsonl", lines.to_dicts())
# All cells as text, and an empty one as an empty text.
cells = pl.read_csv("raw.csv", infer_schema=False, empty_string_is_null=False)
recipe.expect_table("raw.csv", cells.to_dicts())

lines.write_parquet("table.parquet")
recipe.expect_table("table.parquet", pl.read_parquet("table.parquet").to_dicts())
