"""Manuscripts as files: Word, LaTeX, and a folder of CSV tables, which has no text."""

import csv
import re
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from manuscripts.paper import Grid, Paper, Paragraph, Piece

FORMATS = ("docx", "latex", "csv")
TABLE_WORD = {"en": "Table {}", "zh": "表{}"}
ABSTRACT = {"en": "Abstract", "zh": "摘要"}
SPECIAL = {
    **{sign: f"\\{sign}" for sign in "%&_#"},
    **{
        "×": r"$\times$",
        "ρ": r"$\rho$",
        "λ": r"$\lambda$",
        "²": "$^2$",
        "−": "$-$",
        "<": "$<$",
        ">": "$>$",
        "^": r"\^{}",
    },
}


def write(paper: Paper, form: str, folder: Path) -> Path:
    """Write a manuscript into `folder`; the path that the referee is given."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"docx": write_docx, "latex": write_latex, "csv": write_csv}[form](paper, folder)


def caption(paper: Paper, grid: Grid) -> str:
    return paper.style["caption"].format(table=TABLE_WORD[paper.language].format(grid.number), title=grid.title)


def spans(row: tuple[Piece, ...], header: bool) -> list[tuple[Piece, int]]:
    """The cells of a row with their widths: in a header an empty cell belongs to the cell before it."""
    cells = []
    for piece in row:
        if header and len(cells) > 1 and not piece.text:
            cells[-1] = (cells[-1][0], cells[-1][1] + 1)
        else:
            cells.append((piece, 1))
    return cells


def write_csv(paper: Paper, folder: Path) -> Path:
    for grid in paper.grids:
        rows = [[piece.printed_in(paper.style["stars"]) for piece in row] for row in grid.rows]
        notes = "".join(piece.text for piece in grid.notes)
        lines = [[caption(paper, grid)], *rows, *([[notes]] if notes else [])]
        with open(folder / f"table_{int(grid.number):02d}.csv", "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines)
    return folder


def write_docx(paper: Paper, folder: Path) -> Path:
    document = Document()
    for block in paper.blocks:
        if isinstance(block, Grid):
            _word_table(document, paper, block)
        else:
            _word_paragraph(document, paper, block)
    path = folder / "paper.docx"
    document.save(path)
    return path


def _word_paragraph(document, paper: Paper, block: Paragraph) -> None:
    if block.kind in ("title", "heading"):
        document.add_heading(block.text, 0 if block.kind == "title" else 1)
    elif block.kind == "abstract" and paper.language == "en":
        document.add_heading(ABSTRACT["en"], 1)
        document.add_paragraph(block.text)
    elif block.kind == "abstract":
        document.add_paragraph(f"{ABSTRACT['zh']}：{block.text}")
    else:
        document.add_paragraph(block.text, style="Caption" if block.kind == "figure" else None)


def _word_table(document, paper: Paper, grid: Grid) -> None:
    document.add_paragraph(caption(paper, grid), style="Caption" if paper.language == "en" else None)
    rows = [(row, at < len(grid.header)) for at, row in enumerate(grid.rows)]
    body = "".join(
        f"<w:tr>{''.join(_word_cell(paper, piece, width) for piece, width in spans(row, header))}</w:tr>"
        for row, header in rows
    )
    columns = '<w:gridCol w:w="1200"/>' * len(grid.header[0])
    table = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    document.element.body.insert(-1, parse_xml(table))
    document.add_paragraph("".join(piece.text for piece in grid.notes))


def _word_cell(paper: Paper, piece: Piece, width: int) -> str:
    raised = paper.style["stars"] == "superscript" and piece.stars
    plain = piece.text if raised else piece.printed_in(paper.style["stars"])
    runs = f'<w:r><w:t xml:space="preserve">{escape(plain)}</w:t></w:r>'
    if raised:
        runs += f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{piece.stars}</w:t></w:r>'
    span = f'<w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>' if width > 1 else ""
    return f"<w:tc>{span}<w:p>{runs}</w:p></w:tc>"


def write_latex(paper: Paper, folder: Path) -> Path:
    several = paper.style["files"] == "several"
    parts = []
    for block in paper.blocks:
        if isinstance(block, Grid):
            table = _latex_table(paper, block)
            if several:
                (folder / f"{block.name}.tex").write_text(table, encoding="utf-8")
            parts.append(f"\\input{{{block.name}}}\n" if several else table)
        else:
            parts.append(_latex_paragraph(paper, block))
    package = "ctex" if paper.language == "zh" else "inputenc"
    head = f"\\documentclass{{article}}\n\\usepackage{{{package},booktabs,threeparttable,graphicx}}\n"
    head += "\\def\\sym#1{\\ifmmode^{#1}\\else\\(^{#1}\\)\\fi}\n\\begin{document}\n"
    path = folder / "paper.tex"
    path.write_text(head + "\n".join(parts) + "\\end{document}\n", encoding="utf-8")
    return path


def latex(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in text)


def _latex_paragraph(paper: Paper, block: Paragraph) -> str:
    text = "".join(_latex_piece(paper, piece) for piece in block.pieces)
    if block.kind == "title":
        return f"\\title{{{text}}}\n\\maketitle\n"
    if block.kind == "heading":
        return f"\\section{{{text}}}\n"
    if block.kind == "abstract":
        return f"\\begin{{abstract}}\n{text}\n\\end{{abstract}}\n"
    if block.kind == "figure":
        return (
            f"\\begin{{figure}}\n\\includegraphics{{figure.png}}\n\\caption{{{text.lstrip('.: ')}}}\n\\end{{figure}}\n"
        )
    return f"{text}\n"


def _latex_piece(paper: Paper, piece: Piece) -> str:
    """A piece of a sentence; tables are referred to by their labels, figures number themselves."""
    if piece.role == "figure":
        return ""
    if piece.role != "table_ref":
        return latex(piece.text)
    number = re.search(r"\d+", piece.text)[0]
    name = next(grid.name for grid in paper.grids if grid.number == number)
    return piece.text.replace(" ", "~").replace(number, f"\\ref{{tab:{name}}}")


def _latex_table(paper: Paper, grid: Grid) -> str:
    width = len(grid.header[0])
    header, body = grid.rows[: len(grid.header)], grid.rows[len(grid.header) :]
    lines = [
        "\\begin{table}[htbp]\\centering",
        f"\\caption{{{latex(grid.title)}}}\\label{{tab:{grid.name}}}",
        f"\\begin{{tabular}}{{l{'c' * (width - 1)}}}",
        "\\toprule",
        *(_latex_row(paper, row, True) for row in header),
        "\\midrule",
        *(_latex_row(paper, row, False) for row in body),
        "\\bottomrule",
    ]
    notes = latex("".join(piece.text for piece in grid.notes))
    kind = paper.style["latex_notes"] if notes else ""
    if kind == "last_row":
        lines.append(f"\\multicolumn{{{width}}}{{l}}{{\\footnotesize {notes}}}\\\\")
    lines.append("\\end{tabular}")
    if kind == "tablenotes":
        lines += ["\\begin{tablenotes}", f"\\item {notes}", "\\end{tablenotes}"]
    if kind == "paragraph":
        lines.append(f"\n\\footnotesize {notes}")
    return "\n".join([*lines, "\\end{table}\n"])


def _latex_row(paper: Paper, row: tuple[Piece, ...], header: bool) -> str:
    cells = []
    for piece, width in spans(row, header):
        text = latex(piece.text) + _latex_stars(paper, piece)
        cells.append(f"\\multicolumn{{{width}}}{{c}}{{{text}}}" if width > 1 else text)
    return " & ".join(cells) + " \\\\"


def _latex_stars(paper: Paper, piece: Piece) -> str:
    if not piece.stars:
        return ""
    return {"attached": piece.stars, "superscript": f"$^{{{piece.stars}}}$", "spaced": f"\\sym{{{piece.stars}}}"}[
        paper.style["stars"]
    ]
