#!/bin/sh
# Miller: datasets, results, tables. Needs mlr, and Python 3 for the comparison.
# Run with Miller 6.6.0.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
recipe() { python3 "$here/recipe.py" "$@"; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mlr --version

# -S (or --infer-none) keeps all cells as text: otherwise 1e5 and 0x1F are numbers.
recipe rows
mlr -S --ijson --ojsonl cat rows.json >dataset.jsonl
mlr -S --ijson --ocsv cat rows.json >dataset.csv

recipe answer dataset.jsonl dataset.csv
[ -z "${RECIPE_KEEP-}" ] || exit 0

# Results. The first member of an array has the number 1.
answers='$* = {"id": $custom_id, "answer": $response["body"]["choices"][1]["message"]["content"]}'
for key in id code created_at decimal uuid; do
  mlr -S --ijsonl --ojson put "$answers" "$key.results.jsonl" >read.json
  recipe expect results "$key" read.json
done
mlr -S --ijsonl --ojson put "$answers" long.jsonl >read.json
recipe expect long read.json

mlr -S --ijsonl --ojson cat table.jsonl >read.json
recipe expect table read.json
# In CSV, Miller reads CRLF inside cells as LF, which JSON Lines avoids.
mlr -S --icsv --ojson cat raw.csv >read.json
recipe expect table-lf read.json
