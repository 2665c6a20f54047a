"""What is given to commands that look at results: the studies as they are now, how a result would be made now."""

from datetime import UTC, datetime

from snakemake.iocontainers import Wildcards

from core.documents import starts
from study.lines import lines_behind


def as_they_are():
    """By study: its files, what is wrong with its study file, what that says and where."""
    return {name: as_it_is(name) for name in CONFIG.studies}


def as_it_is(name):
    if name in STUDIES:
        _, document = STUDIES[name]["model"]
        lines = {".".join(map(str, keys)): line for keys, line in starts(document).items()}
        files, said = STUDIES[name]["files"]["all"], STUDIES[name]["document"]
        return {"files": files, "fault": "", "document": said, "lines": lines}
    return {"files": None, "fault": FAULTS[name], "document": None, "lines": {}}


def explained():
    """What `explain` is given: the result it is asked about, how it and all below it are made, its study lines."""
    try:
        return explanation(CONFIG.file)
    except StudyError as error:
        raise SystemExit(f"\nError: {error}\n")


def explanation(file):
    if file is None:
        raise StudyError(
            "name a result: snakemake --cores 1 explain --config file=results/STUDY/figures/NAME.pdf"
        )
    file = os.path.normpath(file)
    known = [path for parts in STUDIES.values() for path in parts["files"]["all"]]
    if file not in known:
        raise StudyError(f"{file} is no result of a study of config/config.yaml; {nearest(file, known)}")
    name = Path(file).parts[1]
    path = f"config/studies/{name}.yaml"
    lines = lines_behind(
        *STUDIES[name]["model"], Path(path).read_text(encoding="utf-8"), file.removeprefix(f"results/{name}/")
    )
    return {"file": file, "makers": makers(file), "path": path, "lines": lines}


def makers(file):
    """By result, `file` and all below it: how each would be made now."""
    found, todo = {}, [file]
    while todo:
        path = todo.pop(0)
        maker = next((one for one in workflow.rules if one.is_producer(path)), None)
        if maker and path not in found:
            found[path] = made_by(maker, Wildcards(fromdict=maker.get_wildcards(path)))
            todo += found[path]["inputs"]
    return found


def made_by(maker, wildcards):
    """The job of a rule in plain values."""
    files, *_ = maker.expand_input(wildcards)
    output, _ = maker.expand_output(wildcards)
    params = dict(maker.expand_params(wildcards, files, output, None)[0].items())
    script = params.get("script") or str(maker.script).removeprefix("../scripts/")
    return {
        "job": params.pop("id"),
        "script": script,
        "inputs": [str(path) for path in files],
        "code": params.pop("code"),
        "params": params,
    }


ASKED = {
    "file",
    "paper",
    "against",
    "manuscript",
}  # keys of the configuration that the command line alone has
PACKED = (  # files and folders of this repository without which nobody could run or read a study
    *("Snakefile", "rules", "scripts", "envs", "profiles", "resources", "docs"),
    *("config/README.md", "config/schema.json", "make.py", "Makefile", "requirements.lock", "pyproject.toml"),
    *("LICENSE", "CITATION.cff"),
)


def archived():
    """What `archive` is given: files of the workflow, the date, and by study what its package is made from."""
    try:
        told = {name: told_of(name) for name in STUDIES}
        return {"shipped": packed(), "published": date_of_packages(), "told": told}
    except StudyError as error:
        raise SystemExit(f"\nError: {error}\n")


def packed():
    """The files of this repository that go into a package, by their names there."""
    home, found = HERE.parent, []
    for path in map(home.joinpath, PACKED):
        if not path.exists():
            raise StudyError(
                f"the workflow lacks {path.name}, which a package needs; take a complete copy of it"
            )
        found += [path] if path.is_file() else [file for file in sorted(path.rglob("*")) if file.is_file()]
    kept = [file for file in found if "__pycache__" not in file.parts and not file.name.startswith(".")]
    return {file.relative_to(home).as_posix(): str(shipped(file)) for file in kept}


def date_of_packages():
    """The day of SOURCE_DATE_EPOCH, as in other builds that give the same bytes, or else of this version."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        citation = (HERE.parent / "CITATION.cff").read_text(encoding="utf-8")
        return str(yaml.load(citation, yaml.CSafeLoader)["date-released"])
    if not seconds.isdecimal():
        raise StudyError(f"SOURCE_DATE_EPOCH is {seconds!r}; it must be a number of seconds since 1970")
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


def told_of(name):
    """What the package of a study is made from, beside its files: its plan, its configuration alone, the rules in
    their order and the graph of jobs."""
    parts = STUDIES[name]
    study, _ = parts["model"]
    alone = CONFIG.model_dump(mode="json", exclude=ASKED) | {"studies": [name]}
    named = [
        parts["files"][key] for key in ("sources", "rosters", "crosswalk", "aliases", "changes", "places")
    ]
    said = {key: parts[key] for key in ("title", "description", "data_status", "references", "sections")}
    return said | {
        "provenance": {path: one.model_dump() for path, one in study.provenance.items()},
        "titles": [
            *(["table", key, table.title] for key, table in study.tables.items()),
            *(["figure", key, figure.caption] for key, figure in study.figures.items()),
        ],
        "named": [str(path) for one in named for path in (one if isinstance(one, list) else [one])],
        "config": yaml.safe_dump(alone, sort_keys=False),
        "rules": [rule.name for rule in workflow.rules],
        "makers": {
            path: {key: maker[key] for key in ("job", "script", "inputs")}
            for path, maker in makers(f"results/{name}/manifest.json").items()
        },
    }


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
