"""A report as SARIF 2.1.0, which code hosts show beside the lines."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from talk import __version__
from talk.check.findings import RULES, Finding, Report
from talk.errors import shown_path

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def report_sarif(report: Report) -> str:
    """One run of `talk check` with a result for each finding; what was left out is a notification."""
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "talk check", "version": __version__, "rules": _rules()}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(each) for each in report.findings],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _rules() -> list[dict[str, Any]]:
    return [{"id": name, "shortDescription": {"text": text}} for name, text in RULES.items()]


def _invocation(report: Report) -> dict[str, Any]:
    told = [{"level": "note", "message": {"text": _left_out(report)}}] if report.left_out else []
    return {"executionSuccessful": True, "toolExecutionNotifications": told}


def _left_out(report: Report) -> str:
    return f"the checks in the browser were left out: {report.left_out}"


def _result(finding: Finding) -> dict[str, Any]:
    text = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": finding.severity,
        "message": {"text": text},
        "properties": {"slide": finding.slide, "state": finding.state},
    }
    if finding.span is not None:
        place = {
            "artifactLocation": {"uri": quote(shown_path(finding.span.file))},
            "region": {"startLine": finding.span.line},
        }
        result["locations"] = [{"physicalLocation": place}]
    return result
