"""Write the report: one page with the main result, figures, tables, the referee's reading and what was done; and what
the index and the end of a run say of the study."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows, write_json, write_text
from core.jobs import run
from report.fitted import fitted_columns
from report.main_result import main_result, sentences
from report.manifest import pins, versions
from report.page import numbered, page, verdict, what_was_done
from report.spoken import in_language
from report.voices import agreement, reference_model


def write_report(
    template,
    style,
    sorting,
    figures,
    tables,
    findings,
    voices,
    run,
    audit,
    warnings,
    estimates,
    facts,
    placebos,
    scores,
    truth,
    environments,
    html,
    main,
    title,
    question,
    description,
    data_status,
    sections,
    figure,
    sources,
    labels,
    wanted,
    home,
):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    columns, scores, found = fitted_columns(pairs), read_rows(scores), read_rows(findings)
    known = read_json(truth[0]) if truth else {}
    result = main_result(columns, wanted, [read_json(path) for path in placebos], known, scores, labels)
    said = sentences(result, data_status == "simulated", labels)
    fit = next((column.facts for column in columns if column.address == result["address"]), None)
    scored = read_json(run)
    template, style, sorting = (Path(path).read_text(encoding="utf-8") for path in (template, style, sorting))
    text = page(
        template=template,
        style=style,
        script=sorting,
        title=title,
        question=question,
        said=said,
        address=result["address"],
        description=description,
        done=what_was_done(scores, scored, fit, data_status, labels),
        data_status=data_status,
        sections=numbered(
            sections,
            {Path(path).stem: Path(path).read_bytes() for path in figures},
            {Path(path).stem: Path(path).read_text(encoding="utf-8") for path in tables},
            home,
        ),
        findings=found,
        voices=[reference_model([scored["audit"]]), *(agreement(read_rows(path), path) for path in voices)],
        run=scored,
        audit=read_rows(audit),
        warnings=read_rows(warnings),
        versions=versions(pins([Path(path).read_text(encoding="utf-8") for path in environments])),
        home=home,
        sources=sources,
        labels=labels,
    )
    write_text(html, in_language(text))
    summary = {"title": title, "question": question, "data_status": data_status, "sentences": said, "result": result}
    write_json(main, summary | {"verdict": verdict(found), "figure": figure})


if "snakemake" in globals():
    run(write_report, snakemake)
