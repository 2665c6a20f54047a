"""Second voices: results computed again by other packages."""


rule audit_did:
    input:
        panel="results/{study}/panel/panel.csv",
        scores=part("files/scores"),
        estimates=part("files/estimates"),
        facts=part("files/facts"),
        code=code("audit/audit_did.py"),
    output:
        audit="results/{study}/audit/did.csv",
    log:
        "logs/{study}/audit/audit_did.log",
    conda:
        "../envs/audit.yaml"
    threads: 1
    params:
        id="audit_did {study}",
        columns=part("outlook/columns"),
    message:
        "{wildcards.study}: estimates by linearmodels and statsmodels"
    script:
        "../scripts/audit/audit_did.py"
