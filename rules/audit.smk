"""Second voices: results computed again by other packages."""


rule audit_did:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("files/variables"),
        estimates=part("files/estimates"),
        facts=part("files/facts"),
    output:
        audit="results/{study}/audit/did.csv",
    log:
        "logs/{study}/audit/audit_did.log",
    conda:
        "../envs/audit.yaml"
    threads: 1
    params:
        id="audit_did {study}",
        code=code("audit/audit_did.py"),
        columns=part("outlook/columns"),
    message:
        "{wildcards.study}: estimates by linearmodels and statsmodels"
    script:
        "../scripts/audit/audit_did.py"


rule audit_spatial:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("files/variables"),
        estimates=part("files/spatial/estimates"),
        facts=part("files/spatial/facts"),
        morans=part("files/spatial/morans"),
        matrices=part("outlook/matrices"),
    output:
        audit="results/{study}/audit/spatial.csv",
    log:
        "logs/{study}/audit/audit_spatial.log",
    conda:
        "../envs/audit.yaml"
    threads: 1
    params:
        id="audit_spatial {study}",
        code=code("audit/audit_spatial.py"),
        columns=part("outlook/columns"),
        names=part("outlook/names"),
        leave_out=part("outlook/leave_out"),
    message:
        "{wildcards.study}: spatial models by spreg, Moran's I by esda"
    script:
        "../scripts/audit/audit_spatial.py"
