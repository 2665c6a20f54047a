"""Figures, tables, the referee's reading, the report, and the account of all results."""


rule plot:
    input:
        unpack(part("figures/{figure}/files")),
        language=catalogue,
    output:
        pdf="results/{study}/figures/{figure}.pdf",
        png=report(
            "results/{study}/figures/{figure}.png",
            caption="../scripts/report/captions/figure.rst",
            category="{study}",
            subcategory=part("headings/{figure}"),
            labels={"result": "{figure}"},
        ),
    log:
        "logs/{study}/report/plot/{figure}.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="plot {study} {figure}",
        code=part("figures/{figure}/code"),
        script=part("figures/{figure}/script"),
        settings=part("figures/{figure}/settings"),
        labels=part("labels"),
        data_status=part("data_status"),
        title=part("figures/{figure}/title"),
    message:
        "{wildcards.study}: figure {wildcards.figure}"
    script:
        "../scripts/{params.script}"


rule render_table:
    input:
        estimates=part("tables/{table}/estimates"),
        facts=part("tables/{table}/facts"),
        placebos=part("tables/{table}/placebos"),
        language=catalogue,
    output:
        tex="results/{study}/tables/{table}.tex",
        docx="results/{study}/tables/{table}.docx",
        csv=report(
            "results/{study}/tables/{table}.csv",
            caption="../scripts/report/captions/table.rst",
            category="{study}",
            subcategory=part("headings/{table}"),
            labels={"result": "{table}"},
        ),
        html="results/{study}/tables/{table}.html",
    log:
        "logs/{study}/report/render_table/{table}.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="render_table {study} {table}",
        code=code("report/render_table.py"),
        label="{study}-{table}",
        settings=part("tables/{table}/printing"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: table {wildcards.table}"
    script:
        "../scripts/report/render_table.py"


rule referee_results:
    input:
        panel="results/{study}/panel/panel.csv",
        descriptives="results/{study}/panel/descriptives.csv",
        run="results/{study}/efficiency/run.json",
        peers=part("files/peers"),
        productivity="results/{study}/efficiency/productivity.json",
        bootstrap=part("files/bootstrap"),
        estimates=part("files/estimates"),
        facts=part("files/facts"),
        placebos=part("files/summaries"),
        language=catalogue,
        grids=part("files/examined"),
        weights=part("files/weights"),
        claims=part("files/claims"),
    output:
        findings="results/{study}/referee.csv",
    log:
        "logs/{study}/report/referee_results.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="referee_results {study}",
        code=code("report/referee_results.py"),
        study=part("examined"),
        departures=part("departures"),
    message:
        "{wildcards.study}: the referee's reading"
    script:
        "../scripts/report/referee_results.py"


rule write_report:
    input:
        template=shipped(SCRIPTS / "report/report.html.j2"),
        style=shipped(SCRIPTS / "report/page.css"),
        sorting=shipped(SCRIPTS / "report/page.js"),
        figures=part("files/figures"),
        tables=part("files/fragments"),
        findings="results/{study}/referee.csv",
        voices=part("files/voices"),
        run="results/{study}/efficiency/run.json",
        audit="results/{study}/panel/audit.csv",
        warnings="results/{study}/panel/warnings.csv",
        language=catalogue,
        estimates=part("main/estimates"),
        facts=part("main/facts"),
        placebos=part("main/placebos"),
        scores="results/{study}/efficiency/scores.csv",
        truth=part("files/truth"),
        environments=environments(),
    output:
        main="results/{study}/main.json",
        html=report(
            "results/{study}/report.html",
            caption="../scripts/report/captions/report.rst",
            category="{study}",
            labels={"result": "Report"},
        ),
    log:
        "logs/{study}/report/write_report.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="write_report {study}",
        code=code("report/write_report.py"),
        title=part("title"),
        question=part("question"),
        description=part("description"),
        data_status=part("data_status"),
        sections=part("sections"),
        figure=part("main_figure"),
        sources=part("references"),
        labels=part("labels"),
        wanted=part("main/wanted"),
        home=part("home"),
    message:
        "{wildcards.study}: report"
    script:
        "../scripts/report/write_report.py"


rule write_numbers:
    input:
        tabulated=part("files/tabulated"),
        summaries=part("files/summaries"),
        panel="results/{study}/panel/panel.csv",
        descriptives="results/{study}/panel/descriptives.csv",
        scores=part("files/scores"),
        main="results/{study}/main.json",
        style=shipped(SCRIPTS / "report/studynumbers.sty"),
        language=catalogue,
    output:
        numbers="results/{study}/numbers/numbers.csv",
        tex="results/{study}/numbers/numbers.tex",
        sty="results/{study}/numbers/studynumbers.sty",
        docx="results/{study}/numbers/numbers.docx",
    log:
        "logs/{study}/report/write_numbers.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="write_numbers {study}",
        code=code("report/write_numbers.py"),
        home=part("home"),
        tables=part("tables"),
        labels=part("labels"),
        title=part("title"),
    message:
        "{wildcards.study}: numbers to quote"
    script:
        "../scripts/report/write_numbers.py"


rule write_index:
    input:
        template=shipped(SCRIPTS / "report/index.html.j2"),
        style=shipped(SCRIPTS / "report/page.css"),
        mains=[f"results/{study}/main.json" for study in STUDIES],
        figures=[file for parts in STUDIES.values() for file in parts["files"]["main_figure"]],
    output:
        html=report(
            "results/index.html",
            caption="../scripts/report/captions/index.rst",
            category="All studies",
            labels={"result": "Index"},
        ),
    log:
        "logs/write_index.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="write_index",
        code=code("report/write_index.py"),
        studies=list(STUDIES),
    message:
        "index of all studies"
    script:
        "../scripts/report/write_index.py"


rule check_results:
    input:
        results=part("files/checked"),
    output:
        checks="results/{study}/checks.csv",
    log:
        "logs/{study}/report/check_results.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="check_results {study}",
        code=code("report/check_results.py"),
        home=part("home"),
        years=part("years"),
    message:
        "{wildcards.study}: checks of the results"
    script:
        "../scripts/report/check_results.py"


rule write_manifest:
    input:
        results=part("files/results"),
        inputs=part("files/inputs"),
        environments=environments(),
    output:
        manifest="results/{study}/manifest.json",
    log:
        "logs/{study}/report/write_manifest.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="write_manifest {study}",
        code=code("report/write_manifest.py"),
        workflow=workflow_files(),
        home=part("home"),
        study=part("document"),
        seed=config["seed"],
        draws=config["placebo"]["draws"],
    message:
        "{wildcards.study}: account of all results"
    script:
        "../scripts/report/write_manifest.py"


rule verify:
    log:
        "logs/verify.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="verify",
        code=code("report/verify.py"),
        workflow=workflow_files(),
        environments=environments(),
        studies=as_they_are(),
        seed=config["seed"],
        draws=config["placebo"]["draws"],
    message:
        "every file compared with the manifests"
    script:
        "../scripts/report/verify.py"


rule explain:
    log:
        "logs/explain.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="explain",
        code=code("report/explain.py"),
        settings=explained() if asked_for("explain") else {},
    message:
        "what made a result"
    script:
        "../scripts/report/explain.py"


rule stale:
    log:
        "logs/stale.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="stale",
        code=code("report/stale.py"),
        workflow=workflow_files(),
        environments=environments(),
        studies=as_they_are(),
        seed=config["seed"],
        draws=config["placebo"]["draws"],
        paper=config["paper"],
    message:
        "a paper's folder compared with the results"
    script:
        "../scripts/report/stale.py"


rule compare:
    log:
        "logs/compare.log",
    localrule: True
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="compare",
        code=code("report/compare.py"),
        studies=list(STUDIES),
        against=config["against"],
    message:
        "the results beside those of another run"
    script:
        "../scripts/report/compare.py"
