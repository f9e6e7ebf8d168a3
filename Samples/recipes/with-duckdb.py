#!/usr/bin/env python3
"""DuckDB: datasets, results, tables and Parquet. Needs the package duckdb; run with 2.0.1."""

import duckdb

import recipe

recipe.begin("DuckDB", duckdb.__version__)

# A dataset. Only strings: a number would lose its zeros before nightshift sees it.
duckdb.sql("CREATE TABLE dataset (%s)" % ", ".join(f"{name} VARCHAR" for name in recipe.COLUMNS))
marks = ", ".join("?" for _ in recipe.COLUMNS)
rows = [list(row.values()) for row in recipe.rows()]
duckdb.executemany(f"INSERT INTO dataset VALUES ({marks})", rows)
duckdb.sql("COPY dataset TO 'dataset.csv' (HEADER)")
duckdb.sql("COPY dataset TO 'dataset.jsonl' (FORMAT json)")
duckdb.sql("COPY dataset TO 'dataset.parquet'")
# A dataset in Parquet becomes JSON Lines first.
duckdb.sql("COPY (FROM 'dataset.parquet') TO 'dataset.parquet.jsonl' (FORMAT json)")

recipe.answer("dataset.csv", "dataset.jsonl", "dataset.parquet.jsonl")

# Results. Without `columns`, DuckDB takes types from the first 20,480 lines: ids become days, times
# or UUIDs, and members that appear later are missing. A line may be longer than 16 MiB.
RESULTS = """
SELECT custom_id AS id, response ->> '$.body.choices[0].message.content' AS answer
FROM read_ndjson('%s', columns = {custom_id: 'VARCHAR', response: 'JSON', error: 'JSON'},
                 maximum_object_size = 67108864)
"""
for key in recipe.KEYS:
    recipe.expect_results(key, duckdb.sql(RESULTS % f"{key}.results.jsonl").fetchall())
recipe.expect_long(duckdb.sql(RESULTS % "long.jsonl").fetchall())


def table(query):
    relation = duckdb.sql(query)
    return [dict(zip(relation.columns, row)) for row in relation.fetchall()]


# Tables. JSON Lines needs the columns' types, as above.
TYPES = ", ".join(f"{name}: 'VARCHAR'" for name in [*recipe.COLUMNS, "answer", "copy"])
LINES = f"FROM read_ndjson('table.jsonl', columns = {{{TYPES}}}, maximum_object_size = 67108864)"
recipe.expect_table("table.jsonl", table(LINES))
# `all_varchar` keeps cells as they are, the naming of quote and escape stops guesses, and with
# `nullstr` set to a text that no cell has, an empty cell is an empty text.
CSV = """FROM read_csv('raw.csv', all_varchar = true, header = true, delim = ',', quote = '"',
    escape = '"', nullstr = '\x01', max_line_size = 67108864, parallel = false)"""
recipe.expect_table("raw.csv", table(CSV))

# Parquet.
duckdb.sql(f"COPY ({LINES}) TO 'table.parquet'")
recipe.expect_table("table.parquet", table("FROM 'table.parquet'"))
duckdb.sql(f"COPY ({RESULTS % 'long.jsonl'}) TO 'long.parquet'")
recipe.expect_long(duckdb.sql("FROM 'long.parquet'").fetchall())
