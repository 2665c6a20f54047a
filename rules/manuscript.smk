"""A draft compared with the results of the studies, as they are: this rule makes none."""


def refereed():
    """What `manuscript` is given: each draft with the studies that it may be about."""
    drafts = {
        name: parts["model"][0].manuscript for name, parts in STUDIES.items() if parts["model"][0].manuscript
    }
    if CONFIG.manuscript:
        owners = [name for name, path in drafts.items() if path == CONFIG.manuscript]
        return [
            {
                "path": CONFIG.manuscript,
                "studies": {name: told_to_referee(name) for name in owners or STUDIES},
            }
        ]
    if not drafts:
        raise SystemExit(
            "\nError: name a draft: snakemake --cores 1 --config manuscript=draft.docx -- manuscript, or write "
            "`manuscript: draft.docx` into the study file\n"
        )
    return [{"path": path, "studies": {name: told_to_referee(name)}} for name, path in drafts.items()]


def told_to_referee(name):
    """What the referee of a draft is told of a study beside its numbers: names of variables, and the configuration."""
    said = CONFIG.model_dump(mode="json", exclude={"studies", "file", "manuscript"})
    document = STUDIES[name]["document"]
    return {"labels": document.get("labels", {}), "settings": {"config": said, "study": document}}


rule manuscript:
    log:
        "logs/manuscript.log",
    localrule: True
    conda:
        "../envs/manuscript.yaml"
    threads: 1
    params:
        id="manuscript",
        code=code("manuscript/manuscript.py"),
        drafts=refereed() if asked_for("manuscript") else [],
    message:
        "the referee reads the manuscript"
    script:
        "../scripts/manuscript/manuscript.py"
