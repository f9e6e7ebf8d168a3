#!/bin/sh
# jq: datasets, results, tables. Needs jq, and Python 3 for the comparison; run with jq 1.6.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
recipe() { python3 "$here/recipe.py" "$@"; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
jq --version

# Datasets. `@csv` puts strings into quotes and doubles the quotes inside; `-r` prints it as text.
recipe rows
jq -c '.[]' rows.json >dataset.jsonl
rows='(.[0] | keys_unsorted) as $names | $names, (.[] | [.[$names[]]]) | @csv'
jq -r "$rows" rows.json >dataset.csv

recipe answer dataset.jsonl dataset.csv
[ -z "${RECIPE_KEEP-}" ] || exit 0

# Results. Strings stay strings. `-s` makes one array of all lines; leave it out for lines.
answers='[.[] | {id: .custom_id, answer: .response.body.choices[0].message.content}]'
for key in id code created_at decimal uuid; do
  jq -s "$answers" "$key.results.jsonl" >read.json
  recipe expect results "$key" read.json
done
jq -s "$answers" long.jsonl >read.json
recipe expect long read.json

# Tables. jq reads no CSV.
jq -s . table.jsonl >read.json
recipe expect table read.json
