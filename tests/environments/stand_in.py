"""A `conda` of the tests: it answers what Snakemake asks of one, and solves and installs for real, by py-rattler.

`STAND_IN` names a folder with `tools`, the environment that has py-rattler, and `channels`. What Snakemake does not ask
is refused.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

import yaml
from rattler import Channel, ChannelConfig, Gateway, Platform, VirtualPackage, install, solve

HOME = Path(os.environ["STAND_IN"]).resolve()


async def create(file: str, prefix: str) -> None:
    """Solve the environment that `file` describes on the local channels, and install it."""
    content = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    places = ChannelConfig(f"{(HOME / 'channels').as_uri()}/")
    records = await solve(
        [Channel(name, places) for name in content["channels"]],
        content["dependencies"],
        gateway=Gateway(),
        platforms=[Platform.current(), Platform("noarch")],
        virtual_packages=VirtualPackage.detect(),
    )
    await install(records, prefix, cache_dir=HOME / "cache", show_progress=False)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--version"]:
            print("conda 25.1.0")  # Snakemake 9.27 wants 24.7.1
        case ["info", "--json"]:
            print(json.dumps({"conda_prefix": str(Path(__file__).parent), "platform": str(Platform.current())}))
        case ["config", "--get", "channel_priority", *_]:
            print(json.dumps({"get": {"channel_priority": "strict"}}))
        case ["clean", "-y", "--tarballs"]:
            pass
        case ["env", "create", "--quiet", "--no-default-packages", "--file", file, "--prefix", prefix]:
            try:
                asyncio.run(create(file, prefix))
            except Exception as error:
                print(error, file=sys.stderr)
                return 1
        case _:
            print(f"the stand-in has no answer to: conda {' '.join(arguments)}", file=sys.stderr)
            return 2
    return 0


code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(code)  # threads of py-rattler can abort the interpreter while it shuts down
