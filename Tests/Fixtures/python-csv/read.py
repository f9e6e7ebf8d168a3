"""Reads lines of JSON, each with the name and the text of a table, and prints them with the rows
that Python's csv.reader makes of the text.

    python3 read.py <LINES
"""

import csv, io, json, sys

sys.stdin.reconfigure(encoding='utf-8', newline='\n')
sys.stdout.reconfigure(encoding='utf-8', newline='\n')
for line in sys.stdin:
    case = json.loads(line)
    delimiter = '\t' if case['name'].endswith('.tsv') else ','
    rows = list(csv.reader(io.StringIO(case['text'], newline=''), delimiter=delimiter))
    print(json.dumps({'name': case['name'], 'rows': rows, 'text': case['text']},
        ensure_ascii=False, separators=(',', ':')))
