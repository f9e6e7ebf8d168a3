"""Writes random tables with Python's csv, and prints each as a line of JSON: its name, the text of
the file, and the rows that csv.reader makes of it (those without a cell left out).

    python3 write.py SEED COUNT
"""

import csv, io, json, random, sys

sys.stdout.reconfigure(encoding='utf-8', newline='\n')
dice = random.Random(int(sys.argv[1]))
bits = ['a', 'é', '字', '😀', '"', '""', ',', '\t', '\n', '\r', '\r\n', ' ', "'", ';', '=1+1', '0', '', '\\']
for case in range(int(sys.argv[2])):
    width = dice.randint(1, 6)
    rows = [[''.join(dice.choice(bits) for _ in range(dice.randint(0, 8)))
        for _ in range(width)] for _ in range(dice.randint(1, 12))]
    tabs = dice.random() < 0.3
    text = io.StringIO(newline='')
    csv.writer(text, delimiter='\t' if tabs else ',',
        lineterminator=dice.choice(['\n', '\r\n', '\r']),
        quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])).writerows(rows)
    text = text.getvalue()
    if dice.random() < 0.3 and rows[-1][-1] != '' and not rows[-1][-1].endswith(('\r', '\n')):
        text = text.rstrip('\r\n')
    back = list(csv.reader(io.StringIO(text, newline=''), delimiter='\t' if tabs else ','))
    name = f'{case}.' + ('tsv' if tabs else 'csv')
    mark = dice.choice(['', '\ufeff'])
    print(json.dumps({'name': name, 'rows': [row for row in back if row], 'text': mark + text},
        ensure_ascii=False, separators=(',', ':')))
