"""Figures, tables, the referee's reading, the report, and the account of all results."""


rule plot_event_study:
    input:
        estimates="results/{study}/estimates/event_study.csv",
        fits="results/{study}/estimates/event_study.json",
        code=code("report/plot_event_study.py"),
    output:
        pdf="results/{study}/figures/event_study.pdf",
        png=report(
            "results/{study}/figures/event_study.png",
            caption="../scripts/report/captions/event_study.rst",
            category="{study}",
            subcategory="Figures",
            labels={"result": "Event study"},
        ),
    log:
        "logs/{study}/report/plot_event_study.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="plot_event_study {study}",
        title=part("titles/event_study"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: figure of the event study"
    script:
        "../scripts/report/plot_event_study.py"


rule plot_placebo_density:
    input:
        distributions=part("files/distributions"),
        densities=part("files/densities"),
        summaries=part("files/summaries"),
        code=code("report/plot_placebo_density.py"),
    output:
        pdf="results/{study}/figures/placebo_density.pdf",
        png=report(
            "results/{study}/figures/placebo_density.png",
            caption="../scripts/report/captions/placebo_density.rst",
            category="{study}",
            subcategory="Figures",
            labels={"result": "Placebo distribution"},
        ),
    log:
        "logs/{study}/report/plot_placebo_density.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="plot_placebo_density {study}",
        models=part("names/placebo"),
        title=part("titles/placebo_density"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: figure of the placebo distributions"
    script:
        "../scripts/report/plot_placebo_density.py"


rule plot_efficiency_trend:
    input:
        scores="results/{study}/efficiency/scores.csv",
        panel="results/{study}/panel/panel.csv",
        code=code("report/plot_efficiency_trend.py"),
    output:
        pdf="results/{study}/figures/efficiency_trend.pdf",
        png=report(
            "results/{study}/figures/efficiency_trend.png",
            caption="../scripts/report/captions/efficiency_trend.rst",
            category="{study}",
            subcategory="Figures",
            labels={"result": "Efficiency trend"},
        ),
    log:
        "logs/{study}/report/plot_efficiency_trend.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="plot_efficiency_trend {study}",
        policy=part("policy/variable"),
        title=part("titles/efficiency_trend"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: figure of the efficiency trend"
    script:
        "../scripts/report/plot_efficiency_trend.py"


rule plot_map:
    input:
        scores="results/{study}/efficiency/scores.csv",
        shapes=part("files/map"),
        code=code("report/plot_map.py"),
    output:
        pdf="results/{study}/figures/map.pdf",
        png=report(
            "results/{study}/figures/map.png",
            caption="../scripts/report/captions/map.rst",
            category="{study}",
            subcategory="Figures",
            labels={"result": "Map of the scores"},
        ),
    log:
        "logs/{study}/report/plot_map.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="plot_map {study}",
        key=part("names/map_key"),
        year=part("years/1"),
        title=part("titles/map"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: map of the scores"
    script:
        "../scripts/report/plot_map.py"


rule render_table:
    input:
        estimates="results/{study}/estimates/{table}.csv",
        fits="results/{study}/estimates/{table}.json",
        code=code("report/render_table.py"),
    output:
        tex="results/{study}/tables/{table}.tex",
        docx="results/{study}/tables/{table}.docx",
        csv=report(
            "results/{study}/tables/{table}.csv",
            caption="../scripts/report/captions/table.rst",
            category="{study}",
            subcategory="Tables",
            labels={"result": "{table}"},
        ),
    log:
        "logs/{study}/report/render_table/{table}.log",
    wildcard_constraints:
        table=rf"(?!(descriptives|autocorrelation|impacts|sensitivity)\.){SLUG}",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="render_table {study} {table}",
        title=part("titles/{table}"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: table {wildcards.table}"
    script:
        "../scripts/report/render_table.py"


rule render_descriptives:
    input:
        descriptives="results/{study}/panel/descriptives.csv",
        audit="results/{study}/panel/audit.csv",
        code=code("report/render_descriptives.py"),
    output:
        tex="results/{study}/tables/descriptives.tex",
        docx="results/{study}/tables/descriptives.docx",
        csv=report(
            "results/{study}/tables/descriptives.csv",
            caption="../scripts/report/captions/table.rst",
            category="{study}",
            subcategory="Tables",
            labels={"result": "descriptives"},
        ),
    log:
        "logs/{study}/report/render_descriptives.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="render_descriptives {study}",
        title=part("titles/descriptives"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: table of descriptive statistics"
    script:
        "../scripts/report/render_descriptives.py"


rule render_autocorrelation:
    input:
        autocorrelation="results/{study}/spatial/autocorrelation.csv",
        code=code("report/render_autocorrelation.py"),
    output:
        tex="results/{study}/tables/autocorrelation.tex",
        docx="results/{study}/tables/autocorrelation.docx",
        csv=report(
            "results/{study}/tables/autocorrelation.csv",
            caption="../scripts/report/captions/table.rst",
            category="{study}",
            subcategory="Tables",
            labels={"result": "autocorrelation"},
        ),
    log:
        "logs/{study}/report/render_autocorrelation.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="render_autocorrelation {study}",
        leave_out=part("spatial/leave_out"),
        title=part("titles/autocorrelation"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: table of Moran's I"
    script:
        "../scripts/report/render_autocorrelation.py"


rule render_impacts:
    input:
        impacts="results/{study}/spatial/impacts.csv",
        code=code("report/render_impacts.py"),
    output:
        tex="results/{study}/tables/impacts.tex",
        docx="results/{study}/tables/impacts.docx",
        csv=report(
            "results/{study}/tables/impacts.csv",
            caption="../scripts/report/captions/table.rst",
            category="{study}",
            subcategory="Tables",
            labels={"result": "impacts"},
        ),
    log:
        "logs/{study}/report/render_impacts.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="render_impacts {study}",
        leave_out=part("spatial/leave_out"),
        title=part("titles/impacts"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: table of direct and indirect effects"
    script:
        "../scripts/report/render_impacts.py"


rule render_sensitivity:
    input:
        sensitivity="results/{study}/efficiency/sensitivity.csv",
        code=code("report/render_sensitivity.py"),
    output:
        tex="results/{study}/tables/sensitivity.tex",
        docx="results/{study}/tables/sensitivity.docx",
        csv=report(
            "results/{study}/tables/sensitivity.csv",
            caption="../scripts/report/captions/table.rst",
            category="{study}",
            subcategory="Tables",
            labels={"result": "sensitivity"},
        ),
    log:
        "logs/{study}/report/render_sensitivity.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="render_sensitivity {study}",
        title=part("titles/sensitivity"),
        labels=part("labels"),
        data_status=part("data_status"),
    message:
        "{wildcards.study}: table of efficiency specifications"
    script:
        "../scripts/report/render_sensitivity.py"


rule referee_results:
    input:
        panel="results/{study}/panel/panel.csv",
        descriptives="results/{study}/panel/descriptives.csv",
        run="results/{study}/efficiency/run.json",
        productivity="results/{study}/efficiency/productivity.json",
        fits=part("files/fits"),
        estimates=part("files/estimates"),
        placebos=part("files/summaries"),
        code=code("report/referee_results.py"),
    output:
        findings="results/{study}/referee.csv",
    log:
        "logs/{study}/report/referee_results.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="referee_results {study}",
        policy=part("policy/variable"),
        years=part("years"),
    message:
        "{wildcards.study}: the referee's reading"
    script:
        "../scripts/report/referee_results.py"


rule write_report:
    input:
        template=shipped(SCRIPTS / "report/report.html.j2"),
        figures=part("files/figures"),
        tables=part("files/tables"),
        findings="results/{study}/referee.csv",
        run="results/{study}/efficiency/run.json",
        audit="results/{study}/panel/audit.csv",
        warnings="results/{study}/panel/warnings.csv",
        code=code("report/write_report.py"),
    output:
        html=report(
            "results/{study}/report.html",
            caption="../scripts/report/captions/report.rst",
            category="{study}",
            labels={"result": "Report"},
        ),
    log:
        "logs/{study}/report/write_report.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="write_report {study}",
        title=part("title"),
        description=part("description"),
        data_status=part("data_status"),
        captions=part("figures"),
        sources=part("references"),
    message:
        "{wildcards.study}: report"
    script:
        "../scripts/report/write_report.py"


rule check_results:
    input:
        panel="results/{study}/panel/panel.csv",
        audit="results/{study}/panel/audit.csv",
        descriptives="results/{study}/panel/descriptives.csv",
        scores="results/{study}/efficiency/scores.csv",
        slacks="results/{study}/efficiency/slacks.csv",
        peers="results/{study}/efficiency/peers.csv",
        productivity="results/{study}/efficiency/productivity.csv",
        run="results/{study}/efficiency/run.json",
        estimates=part("files/estimates"),
        fits=part("files/fits"),
        placebos=part("files/distributions"),
        summaries=part("files/summaries"),
        autocorrelation=part("files/autocorrelation"),
        impacts=part("files/impacts"),
        sensitivity=part("files/sensitivity"),
        bootstrap=part("files/bootstrap"),
        findings="results/{study}/referee.csv",
        code=code("report/check_results.py"),
    output:
        checks="results/{study}/checks.csv",
    log:
        "logs/{study}/report/check_results.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="check_results {study}",
        years=part("years"),
    message:
        "{wildcards.study}: checks of the results"
    script:
        "../scripts/report/check_results.py"


rule write_manifest:
    input:
        results=part("files/results"),
        study="config/studies/{study}.yaml",
        code=code("report/write_manifest.py"),
    output:
        manifest="results/{study}/manifest.json",
    log:
        "logs/{study}/report/write_manifest.log",
    conda:
        "../envs/report.yaml"
    threads: 1
    params:
        id="write_manifest {study}",
        seed=config["seed"],
        packages=PACKAGES,
    message:
        "{wildcards.study}: account of all results"
    script:
        "../scripts/report/write_manifest.py"
