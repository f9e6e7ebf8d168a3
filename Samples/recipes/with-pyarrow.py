#!/usr/bin/env python3
"""pyarrow: datasets, results, tables and Parquet. Needs the package pyarrow; run with 26.0.1."""

import pyarrow as pa
from pyarrow import csv, json, parquet

import recipe

recipe.begin("pyarrow", pa.__version__)

dataset = pa.Table.from_pylist(recipe.rows())
csv.write_csv(dataset, "dataset.csv")

recipe.answer("dataset.csv")


# A line must fit into a block, and the first block decides about all types: one block for the file.
BLOCK = 1 << 30
TEXT = pa.string()
# Without a schema, ids that are days become timestamps. Members that are not named are left out.
MESSAGE = pa.struct([("message", pa.struct([("content", TEXT)]))])
RESPONSE = pa.struct([("body", pa.struct([("choices", pa.list_(MESSAGE))]))])
RESULTS = pa.schema([("custom_id", TEXT), ("response", RESPONSE)])


def lines(path, schema):
    """The lines as dictionaries with the members of the schema."""
    return json.read_json(
        path,
        read_options=json.ReadOptions(block_size=BLOCK),
        parse_options=json.ParseOptions(
            explicit_schema=schema, unexpected_field_behavior="ignore", newlines_in_values=False
        ),
    )


def results(path):
    """The ids and answers."""
    return [
        (line["custom_id"], line["response"]["body"]["choices"][0]["message"]["content"])
        for line in lines(path, RESULTS).to_pylist()
    ]


for key in recipe.KEYS:
    recipe.expect_results(key, results(f"{key}.results.jsonl"))
recipe.expect_long(results("long.jsonl"))

names = [*recipe.COLUMNS, "answer", "copy"]
table = lines("table.jsonl", pa.schema([(name, TEXT) for name in names]))
recipe.expect_table("table.jsonl", table.to_pylist())
cells = csv.read_csv(
    "raw.csv",
    read_options=csv.ReadOptions(block_size=BLOCK),
    parse_options=csv.ParseOptions(newlines_in_values=True),
    convert_options=csv.ConvertOptions(column_types={name: TEXT for name in names}),
)
recipe.expect_table("raw.csv", cells.to_pylist())

parquet.write_table(table, "table.parquet")
recipe.expect_table("table.parquet", parquet.read_table("table.parquet").to_pylist())
