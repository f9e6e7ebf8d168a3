"""What all recipes share: the rows, the run on the simulated API, and the comparison cell by cell.

Python recipes import this file. Other recipes call it, in a folder of their own:

    recipe.py rows                       writes rows.json, the rows of the dataset
    recipe.py answer DATASET...          prepares, runs and exports; writes long.jsonl too
    recipe.py expect results KEY FILE    compares what the tool read from KEY.results.jsonl
    recipe.py expect long FILE           ... from long.jsonl
    recipe.py expect table FILE          ... from an exported table
    recipe.py expect table-lf FILE       ... where line breaks inside cells became LF

FILE holds JSON: objects with `id` and `answer`, or the table's rows.
"""

import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Each of these columns is the ids of one run: mixed ids, and columns that look like something else.
KEYS = ["id", "code", "created_at", "decimal", "uuid"]
COLUMNS = KEYS + ["text", "note"]
# The first lines of long.jsonl, whose ids look like days and whose answers have no text.
EARLY = 44_000
# The length of the largest text in bytes, and whether all line breaks are LF: a recipe changes
# these if its tool can do no more.
LARGE = 1 << 20
LINE_FEEDS_ONLY = False
# If set, datasets are only kept as files whose names begin so, and have no large cell.
KEEP = os.environ.get("RECIPE_KEEP")
LATE = 1_000


def line_feeds(text, wanted=True):
    """The text with LF in place of CR and CRLF, if wanted."""
    if not wanted or not isinstance(text, str):
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows(line_feeds_only=False):
    """The rows of the dataset: a list of dictionaries of strings."""
    with open(os.path.join(HERE, "rows.json"), encoding="utf-8") as file:
        made = json.load(file)
    if not KEEP:
        made.append({"id": "large", "text": "0123456789abcde\n" * (LARGE // 16)})
    for number, row in enumerate(made, start=1):
        row["code"] = f"{number:04}"
        row["created_at"] = f"2024-01-{number:02}"
        row["decimal"] = f"{number}.0"
        row["uuid"] = f"00000000-0000-4000-8000-{number:012}"
        row["note"] = "" if number % 3 == 0 else "NA"
        row["text"] = line_feeds(row["text"], line_feeds_only or LINE_FEEDS_ONLY)
    return [{name: row[name] for name in COLUMNS} for row in made]


def begin(tool, version):
    """Says what is run, and goes to a new temporary folder that is removed at the end."""
    import atexit

    print(f"{tool} {version}", flush=True)
    folder = tempfile.mkdtemp(prefix="nightshift-recipe-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.chdir(folder)


def program():
    """The path of nightshift: the variable NIGHTSHIFT, else PATH, else the newest build here."""
    found = os.environ.get("NIGHTSHIFT") or shutil.which("nightshift")
    if found:
        return os.path.abspath(found)
    builds = os.path.join(HERE, "..", "..", ".build")
    made = [f"{builds}/{kind}/nightshift" for kind in ("release", "debug")]
    made = [path for path in made if os.access(path, os.X_OK)]
    if not made:
        sys.exit("nightshift is not on PATH. Set NIGHTSHIFT to its path.")
    return max(made, key=os.path.getmtime)


def nightshift(*words):
    """Runs nightshift and returns its standard error. Ends the recipe if it fails."""
    done = subprocess.run([program(), *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"nightshift {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return done.stderr


def answer(*datasets):
    """Prepares each dataset with each column of ids, runs the jobs of the first one, and exports.

    Writes KEY.results.jsonl for each key, and for the key `id` table.csv, raw.csv and table.jsonl.
    """
    if KEEP:
        for dataset in datasets[:2]:
            shutil.copy(dataset, KEEP + dataset.removeprefix("dataset"))
        sys.exit(0)
    template = os.path.join(HERE, "template.json")
    for dataset in reversed(datasets):
        for key in KEYS:
            words = ["--template", template, "--id-column", key, "-o", f"{key}.jsonl", "--force"]
            nightshift("prepare", dataset, *words)
            expect_jobs(dataset, key, f"{key}.jsonl")
        print(f"  {dataset}: prepared with ids from {', '.join(KEYS)}", flush=True)
    jobs = [f"{key}.jsonl" for key in KEYS]
    nightshift("run", *jobs, "--sandbox", "--plan", "none", "--concurrency", "64")
    for key in KEYS:
        shutil.copy(f"{key}.sandbox.run/results.jsonl", f"{key}.results.jsonl")
    for table in ["table.csv", "raw.csv", "table.jsonl"]:
        join = ["--join", datasets[0], "--id-column", "id", "--json-fields", "copy"]
        raw = ["--raw"] if table == "raw.csv" else []
        nightshift("export", "id.sandbox.run", *join, *raw, "-o", table)
        words = ["--template", template, "--id-column", "id", "-o", "again.jsonl", "--force"]
        nightshift("prepare", table, *words)
        expect_jobs(table, "id", "again.jsonl")
    write_long_results("id.results.jsonl")


def write_long_results(source):
    """Writes long.jsonl, whose last lines differ from all those that a reader samples."""
    with open(source, encoding="utf-8") as file:
        line = json.loads(next(file))
    message = line["response"]["body"]["choices"][0]["message"]
    with open("long.jsonl", "w", encoding="utf-8") as file:
        for number in range(EARLY + LATE):
            line["custom_id"], message["content"] = long_answer(number)
            if number == EARLY:
                line["nightshift"]["flags"] = ["truncated"]
            file.write(json.dumps(line, separators=(",", ":")) + "\n")


def long_answer(number):
    """The id and the answer of a line of long.jsonl."""
    if number < EARLY:
        return str(datetime.date(1900, 1, 1) + datetime.timedelta(days=number)), None
    return f"late-{number}", f"answer {number}"


# What is expected.


def fail(where, expected, found):
    sys.exit(f"{where}: expected {expected!r:.300}, found {found!r:.300}")


def equal(where, expected, found):
    """Both the value and its type must be equal."""
    if type(expected) is not type(found) or expected != found:
        fail(where, expected, found)


def expect_jobs(dataset, key, path):
    """Each job has the id and the text of its row."""
    with open(path, encoding="utf-8", newline="\n") as file:
        jobs = [json.loads(line) for line in file]
    equal(f"{dataset}: jobs", len(rows()), len(jobs))
    for row, job in zip(rows(), jobs):
        equal(f"{dataset}, {key}: id", row[key], job["custom_id"])
        text = "Repeat: " + row["text"]
        equal(f"{dataset}, {row[key]}: prompt", text, job["body"]["messages"][0]["content"])


def expect_results(key, found):
    """`found` has an id and an answer for each row, in any order."""
    texts = {row[key]: row["text"] for row in rows()}
    equal(f"{key}: answers", len(texts), len(found))
    for name, text in found:
        equal(f"{key}: type of the id", str, type(name))
        if name not in texts:
            fail(f"{key}: id", "an id of the dataset", name)
        equal(f"{key}: answer of {name}", texts.pop(name), json.loads(text)["copy"])
    print(f"  {key}.results.jsonl: {len(found)} ids and answers are right", flush=True)


def expect_long(found):
    """`found` has the ids and answers of long.jsonl, in its order; a missing answer is `None`."""
    equal("long.jsonl: answers", EARLY + LATE, len(found))
    for number, (name, text) in enumerate(found):
        expected = long_answer(number)
        equal(f"long.jsonl:{number + 1}: id", expected[0], name)
        equal(f"long.jsonl:{number + 1}: answer", expected[1], text)
    print(f"  long.jsonl: {len(found)} ids and answers are right", flush=True)


def expect_table(name, found, line_feeds_only=False):
    """`found` has the dataset's rows in their order, as dictionaries, with `copy` as the answer.

    `line_feeds_only`: the tool reads CRLF, or CR too, inside cells as LF.
    """
    equal(f"{name}: rows", len(rows()), len(found))
    for row, cells in zip(rows(line_feeds_only), found):
        cells = {name: line_feeds(cell, line_feeds_only) for name, cell in cells.items()}
        for column in COLUMNS:
            equal(f"{name}, {row['id']}: {column}", row[column], cells.get(column))
        equal(f"{name}, {row['id']}: copy", row["text"], cells.get("copy"))
        answer = line_feeds(json.loads(cells["answer"])["copy"], line_feeds_only)
        equal(f"{name}, {row['id']}: answer", row["text"], answer)
    print(f"  {name}: {len(found)} rows of {len(COLUMNS) + 2} cells are right", flush=True)


def main(words):
    if words == ["rows"]:
        with open("rows.json", "w", encoding="utf-8") as file:
            json.dump(rows(), file, indent=1)
    elif words[:1] == ["answer"]:
        answer(*words[1:])
    elif words[:1] == ["expect"]:
        with open(words[-1], encoding="utf-8") as file:
            found = json.load(file)
        if words[1].startswith("table"):
            return expect_table(words[-1], found, words[1] == "table-lf")
        pairs = [(line.get("id"), line.get("answer")) for line in found]
        expect_results(words[2], pairs) if words[1] == "results" else expect_long(pairs)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
