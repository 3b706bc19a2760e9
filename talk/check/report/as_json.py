"""A report as JSON, in the form that outsiders rely on."""

from __future__ import annotations

import json
from typing import Any

from talk.check.findings import Finding, Report
from talk.errors import shown_path


def report_json(report: Report) -> str:
    """All findings, the number of slides, and for each slide how many pixels larger its text could be."""
    document = {
        "findings": [_finding(each) for each in report.findings],
        "slides": len(report.slides),
        "headroom": dict(report.headroom),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "file": shown_path(finding.span.file) if finding.span else "",
        "line": finding.span.line if finding.span else 0,
        "slide": finding.slide,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "state": finding.state,
    }
