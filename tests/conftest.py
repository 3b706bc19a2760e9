"""What several tests share: a browser that cannot reach the network, and skips that CI does not accept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from talk.browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

NO_BROWSER = "no Chrome or Chromium found"
NO_GO = "no Go found"
NO_PPTX = "no python-pptx found"
NO_REDIS = "no Redis found"
NO_SPEC = "the CommonMark specification cannot be fetched"
LOCAL = ("file:", "data:", "blob:", "about:")

settings.register_profile("talk", deadline=None)  # a busy machine makes no test fail
settings.load_profile("talk")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI (the variable CI is set) a test that skips for want of what it needs has failed."""
    report = yield
    if (
        os.environ.get("CI")
        and report.skipped
        and any(why in str(report.longrepr) for why in (NO_BROWSER, NO_GO, NO_PPTX, NO_REDIS, NO_SPEC))
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that the user has kept counts, and nothing is left there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TALK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The installed Chrome, Chromium or Edge."""
    found = find_browser()
    if found is None:
        pytest.skip(NO_BROWSER)
    return str(found.path)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_path: str) -> dict[str, Any]:
    """What pytest-playwright starts the browser with."""
    # Root, as in containers, may only run Chromium without its sandbox.
    sandbox = [] if getattr(os, "geteuid", lambda: 1)() else ["--no-sandbox"]
    return {"executable_path": browser_path, "args": sandbox}


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page with the network blocked; the test fails on a foreign request or any error in the console."""
    wrong: list[str] = []

    def sort_out(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            wrong.append(f"request: {route.request.url}")
            route.abort()

    context.set_default_timeout(10_000)
    context.route("**/*", sort_out)
    page = context.new_page()
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    yield page
    assert not wrong
