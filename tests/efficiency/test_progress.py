import logging

from efficiency import progress
from efficiency.progress import Progress


def test_a_long_computation_says_how_far_it_is(caplog, monkeypatch):
    monkeypatch.setattr(progress, "INTERVAL", 0)
    with caplog.at_level(logging.INFO):
        Progress("sbm", 600).report(512, 40)
    assert caplog.messages == ["sbm: 512 of 600 units, 40 of them in the pool"]


def test_a_short_one_says_nothing(caplog):
    with caplog.at_level(logging.INFO):
        Progress("sbm", 600).report(600, 40)
    assert not caplog.messages
