#!/usr/bin/env python3
"""LibreOffice Calc: datasets and tables, not results. Needs the command soffice; run with 7.4.7.

What the options below say is what the dialog shows when a CSV file is opened: character set UTF-8,
separated by commas, string delimiter ", all columns of the type Text. Excel's "From Text/CSV" with
"Do not detect data types" is the same.
"""

import csv
import os
import subprocess

import recipe

# Comma, quote, UTF-8, from line 1, the type Text (2) for each column, no detection of numbers.
TEXT = "/".join(f"{number}/2" for number in range(1, 65))
IMPORT = f"--infilter=CSV:44,34,76,1,{TEXT},0,true,false,false"
# Comma, quote, UTF-8, quotes around all texts.
EXPORT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false"


def office(*words):
    profile = f"-env:UserInstallation=file://{os.getcwd()}/profile"
    subprocess.run(["soffice", profile, "--headless", *words], check=True, capture_output=True)


def cells(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


version = subprocess.run(["soffice", "--version"], check=True, capture_output=True).stdout
recipe.begin("LibreOffice", version.decode().split()[1])
csv.field_size_limit(1 << 26)

# Calc keeps one kind of line break inside cells. An .xlsx file cuts longer texts than 32,767
# characters; an .ods file loses tabs inside cells when Calc opens it.
recipe.LINE_FEEDS_ONLY = True
recipe.LARGE = 30_000

# A dataset: typed into a sheet in real life, here imported, and saved as CSV.
with open("typed.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, recipe.COLUMNS)
    writer.writeheader()
    writer.writerows(recipe.rows())
office(IMPORT, "--convert-to", "xlsx", "typed.csv")
os.rename("typed.xlsx", "dataset.xlsx")
office("--convert-to", EXPORT, "dataset.xlsx")

recipe.answer("dataset.csv")

# A table that was opened and saved as a sheet. The formula guard is on, as it should be for sheets:
# an answer that looks like a formula or begins with ' has one more ' in front.
office(IMPORT, "--convert-to", "xlsx", "table.csv")
os.rename("table.xlsx", "opened.xlsx")
office("--convert-to", EXPORT, "opened.xlsx")
found = cells("opened.csv")
for row in found:
    for column in ["answer", "copy"]:
        row[column] = row[column].removeprefix("'")
recipe.expect_table("opened.csv", found)
