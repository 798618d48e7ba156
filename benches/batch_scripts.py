"""What people do today to make a contract for every row, two worker processes: benches/batch.rs runs it.

batch_scripts.py plain|clever|kept SOURCE.md ROWS.csv OUT

plain: fills the Markdown, runs pandoc and then Typst for each row, each of them a process that begins anew. Where there is no `typst` on the PATH, a fork
with Typst's Python bindings loaded stands in for it; it starts faster than the program would.
clever: converts the contract once, with marks where values go, and fills and compiles the Typst source for each row, in one process with Typst's cache.
kept: the same, and each worker keeps a compiler with its fonts.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from multiprocessing import Pool

import pypandoc
import typst

WORKERS = 2
PANDOC = pypandoc.get_pandoc_path()
STANDARDS = ["a-2a", "ua-1"]
# A look such as a script's author would give it, on a column as wide as Counterpart's and in its size of type, so that there are about as many pages; with a
# cover, numbered clauses and page numbers, and to the same standards.
PREAMBLE = """
#set document(title: "Data processing addendum")
#set page(paper: "a4", margin: (left: 46mm, right: 44mm, top: 30mm, bottom: 30mm), footer: context {
  set text(8pt)
  [Data processing addendum #h(1fr) Page #counter(page).display() of #counter(page).final().first()]
})
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en")
#set par(leading: 0.7em, spacing: 1.3em)
#set heading(numbering: "1.1")
#set enum(numbering: "1.a.", full: false, spacing: 1.1em)
#let horizontalrule = line(length: 100%)
#page(footer: none)[#v(1fr) #text(30pt, weight: "bold")[Data processing addendum] #v(1fr) between #strong[Acme Ltd] \\ and #strong[{{customer.name}}] #v(1fr)]
"""


def markdown(source):
    """The contract as pandoc reads it."""
    text = open(source, encoding="utf-8").read().split("---\n", 2)[2]
    text = text.replace("{{brand.legal_name}}", "Acme Ltd").replace("{{signatures}}", "Signed: ____________________")
    return re.sub(r"\[\]\((#[\w-]+)\)", r"[the clause](\1)", text)


def to_typst(text):
    """The contract without the preamble."""
    return subprocess.run([PANDOC, "--shift-heading-level-by=-1", "-f", "markdown", "-t", "typst"], input=text, capture_output=True, encoding="utf-8", check=True).stdout


def escaped(value):
    return re.sub(r"([\\#$*_@<>`~\[\]])", r"\\\1", value)


def unescaped(value):
    return value


def hole(name):
    return "{{customer.%s}}" % name


def mark(name):
    return "FIELD" + name.replace(".", "") + "HERE"


def filled(text, row, mark, escape):
    for name, value in row.items():
        text = text.replace(mark(name), escape(value))
    return text


def plain(row):
    text = filled(PREAMBLE, row, hole, escaped) + to_typst(filled(TEXT, row, hole, unescaped))
    source, pdf = os.path.join(OUT, row["id"] + ".typ"), os.path.join(OUT, row["id"] + ".pdf")
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    program = shutil.which("typst")
    if program:
        subprocess.run([program, "compile", "--ignore-system-fonts", "--pdf-standard", ",".join(STANDARDS), source, pdf], check=True)
        return
    child = os.fork()
    if child == 0:
        fault = 1
        try:
            typst.compile(source, output=pdf, ignore_system_fonts=True, pdf_standards=STANDARDS)
            fault = 0
        finally:
            os._exit(fault)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"{row['id']}: Typst failed")


def clever(row):
    source = filled(TEXT, row, mark, escaped).encode()
    typst.compile(source, output=os.path.join(OUT, row["id"] + ".pdf"), ignore_system_fonts=True, pdf_standards=STANDARDS)


def kept(row):
    COMPILER.compile(filled(TEXT, row, mark, escaped).encode(), output=os.path.join(OUT, row["id"] + ".pdf"), pdf_standards=STANDARDS)


def prepare(kind):
    global COMPILER
    if kind == "kept":
        COMPILER = typst.Compiler(root=OUT, ignore_system_fonts=True)


def main():
    global TEXT, OUT
    kind, source, rows, OUT = sys.argv[1:]
    TEXT = markdown(source)
    with open(rows, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if kind != "plain":
        preamble, text = [re.sub(r"\{\{customer\.([\w.]+)\}\}", lambda found: mark(found[1]), text) for text in (PREAMBLE, TEXT)]
        TEXT = preamble + to_typst(text)
    # The workers are forks: each has the text at hand.
    with Pool(WORKERS, prepare, [kind]) as pool:
        for _ in pool.imap_unordered({"plain": plain, "clever": clever, "kept": kept}[kind], rows, chunksize=1):
            pass
        pool.close()
        pool.join()


if __name__ == "__main__":
    main()
