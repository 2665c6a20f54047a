"""A headless Chromium that opens pages, and what it finds wrong with one."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--allow-file-access-from-files", "--remote-debugging-pipe")  # fmt: skip
WIDTHS = (1280, 390)
AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
SAID = ("error", "warning", "assert")


class Browser:
    """A browser that takes commands of the DevTools protocol over two pipes."""

    def __init__(self, to: int, back: int):
        self.to, self.back, self.numbers, self.events, self.rest = to, back, count(1), [], b""

    def call(self, method: str, session: str | None = None, **params) -> dict:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def wait(self, event: str) -> None:
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self._read())

    def _read(self) -> dict:
        while b"\0" not in self.rest:
            part = os.read(self.back, 1 << 20)
            if not part:
                raise RuntimeError("the browser ended")
            self.rest += part
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def open(self, path: Path, width: int) -> "Page":
        return Page(self, path, width)


class Page:
    """A page in a window of some width."""

    def __init__(self, browser: Browser, path: Path, width: int):
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.browser = browser
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.events.clear()
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=path.as_uri())
        browser.wait("Page.loadEventFired")

    def call(self, method: str, **params) -> dict:
        return self.browser.call(method, self.session, **params)

    def evaluate(self, script: str):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def console(self) -> list[str]:
        """Errors and warnings, of the page's script and of the browser about the page."""
        found = []
        for event in self.browser.events:
            match event.get("method"), event.get("params"):
                case "Runtime.exceptionThrown", said:
                    found.append(said["exceptionDetails"]["exception"].get("description", "an exception"))
                case "Runtime.consoleAPICalled", {"type": kind, "args": args} if kind in SAID:
                    found.append(" ".join(str(one.get("value")) for one in args))
                case "Log.entryAdded", {"entry": {"level": level, "text": text}} if level in SAID:
                    found.append(text)
        return found

    def pdf(self) -> bytes:
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def picture(self) -> bytes:
        """The whole page as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"])


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser for the block; its profile is a folder that goes with it."""
    (ours, to), (back, theirs) = os.pipe(), os.pipe()
    command = ["bash", "-c", f'exec "$@" 3<&{ours} 4>&{theirs}', "bash", CHROMIUM, *FLAGS]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, pass_fds=(ours, theirs), stdin=quiet, stdout=quiet, stderr=quiet)
    for end in (ours, theirs):
        os.close(end)
    browser = Browser(to, back)
    try:
        yield browser
        browser.call("Browser.close")
    finally:
        os.close(to)
        os.close(back)
        process.wait(timeout=20)


def faults(browser: Browser, path: Path) -> list[str]:
    """What is wrong with the page at `path`, in windows of both widths: a line for each fault."""
    found = []
    for width in WIDTHS:
        page = browser.open(path, width)
        said = [*page.evaluate(AUDIT), *page.console()]
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
        said += [
            f"the link {link} leads nowhere" for link in links if link[0] != "#" and not (path.parent / link).is_file()
        ]
        found += [f"{width} px: {one}" for one in dict.fromkeys(said)]
    return found
