#!/usr/bin/env Rscript
# R: datasets, results, tables. Needs the package jsonlite, and Python 3 for the comparison.
# Run with R 4.2.2 and jsonlite 1.8.4.
suppressPackageStartupMessages(library(jsonlite))
here <- normalizePath(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))))
recipe <- function(...) {
  if (system2("python3", c(file.path(here, "recipe.py"), ...)) != 0) quit(status = 1)
}
folder <- tempfile("nightshift-recipe-")
dir.create(folder)
setwd(folder)
cat(R.version.string, "jsonlite", format(packageVersion("jsonlite")), "\n")

# Datasets. `write.csv` doubles quotes; NA would become the text NA.
recipe("rows")
rows <- fromJSON("rows.json")
write.csv(rows, "dataset.csv", row.names = FALSE, fileEncoding = "UTF-8")
stream_out(rows, file("dataset.jsonl"), verbose = FALSE)

recipe("answer", "dataset.csv", "dataset.jsonl")
if (Sys.getenv("RECIPE_KEEP") != "") quit()

compare <- function(table, ...) {
  write_json(table, "read.json", na = "null", auto_unbox = TRUE)
  recipe("expect", ..., "read.json")
}

# Results. Strings stay strings.
results <- function(path) {
  lines <- stream_in(file(path), verbose = FALSE, simplifyVector = FALSE)
  answer <- function(line) {
    text <- line$response$body$choices[[1]]$message$content
    if (is.null(text)) NA_character_ else text
  }
  data.frame(
    id = vapply(lines, function(line) line$custom_id, ""),
    answer = vapply(lines, answer, "")
  )
}
for (key in c("id", "code", "created_at", "decimal", "uuid")) {
  compare(results(paste0(key, ".results.jsonl")), "results", key)
}

compare(results("long.jsonl"), "long")

# Tables. `colClasses` keeps zeros, `na.strings` keeps texts such as NA. `read.csv` reads CR and
# CRLF inside cells as LF, which JSON Lines avoids.
compare(stream_in(file("table.jsonl"), verbose = FALSE), "table")
cells <- read.csv(
  "raw.csv", colClasses = "character", na.strings = character(), encoding = "UTF-8"
)
compare(cells, "table-lf")
