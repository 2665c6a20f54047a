"""What `verify` and `explain` are given: the studies as they are now, and how a result would be made now."""

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
