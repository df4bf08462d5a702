"""A plugin of pytest: writes one line of JSON for each test, with what the cloud lacked for it.

Environment: PEER_OUTCOMES is the file, PEER_ENDPOINT the cloud's address.
"""

import json
import os
import urllib.request

import pytest


def _lacked():
    address = os.environ["PEER_ENDPOINT"] + "/peers/unsupported"
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def pytest_collection_modifyitems(config, items):
    """Of tables only what AWS itself has seen: the rest is several times as much."""
    kept, left = [], []
    for item in items:
        is_kept = "test_sqs" in item.nodeid or item.get_closest_marker("aws_verified")
        (kept if is_kept else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    _lacked()
    item.peer_outcome = {"id": item.nodeid, "outcome": "passed", "why": ""}
    yield
    verified = item.get_closest_marker("aws_verified") is not None
    line = {**item.peer_outcome, "verified": verified, "lacked": _lacked()}
    with open(os.environ["PEER_OUTCOMES"], "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if report.passed:
        return
    item.peer_outcome["outcome"] = report.outcome
    text = str(report.longrepr).strip().splitlines()
    reasons = [line[1:].strip() for line in text if line.startswith("E ")]
    item.peer_outcome["why"] = (reasons or text or [""])[0][:300]
