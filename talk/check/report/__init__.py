"""How a report is told: to people, to programs, and as a page with pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from talk.check.findings import Report
from talk.check.report.as_json import report_json
from talk.check.report.page import report_page
from talk.check.report.sarif import report_sarif
from talk.check.report.text import report_text

__all__ = ["FORMS", "report_as", "report_page"]

FORMS: Mapping[str, Callable[[Report], str]] = {
    "text": report_text,
    "json": report_json,
    "sarif": report_sarif,
}


def report_as(form: str, report: Report) -> str:
    """The report in one of the `FORMS`."""
    return FORMS[form](report)
