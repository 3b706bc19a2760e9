"""What other slide tools call their settings, and what `talk` calls the same thing."""

from __future__ import annotations

from collections.abc import Mapping

_NONE = "remove it"

FOREIGN_KEYS: Mapping[str, tuple[str, str]] = {
    # Marp
    "marp": ("Marp", "remove it: talk reads every .md file of the folder as slides"),
    "size": ("Marp", "write 'aspect: 16:9'"),
    "class": ("Marp", "classes belong to one slide: '## Title {.class}'"),
    "style": ("Marp", "put the CSS into a file and name it by 'css'"),
    "math": ("Marp", "remove it: $...$ is always read"),
    "headingDivider": ("Marp", "write 'slide-level: 2'"),
    "backgroundColor": ("Marp", "write '## Title {background-color=...}' on the slide"),
    "backgroundImage": ("Marp", "write '## Title {background-image=...}' on the slide"),
    "color": ("Marp", "set colours in a style sheet named by 'css'"),
    "description": ("Marp", "write 'subtitle'"),
    # Slidev
    "layout": ("Slidev", "write a class on the slide: '## Title {.section}', {.statement} or {.full}"),
    "background": ("Slidev", "write '## Title {background-image=...}' on the slide"),
    "transition": ("Slidev", "write it under 'reveal:'"),
    "aspectRatio": ("Slidev", "write 'aspect: 16:9'"),
    "canvasWidth": ("Slidev", "write 'font: +6' to make everything larger"),
    "fonts": ("Slidev", "name fonts in a style sheet under 'css'"),
    "colorSchema": ("Slidev", "write 'mode: light', 'dark' or 'auto'"),
    "highlighter": ("Slidev", _NONE),
    "lineNumbers": ("Slidev", "write 'lines' behind a fence: ```go {lines}"),
    "drawings": ("Slidev", _NONE),
    "info": ("Slidev", "write 'subtitle'"),
    "defaults": ("Slidev", "write attributes on each slide"),
    "routerMode": ("Slidev", _NONE),
    "mdc": ("Slidev", "remove it: [text]{.class} is always read"),
    "src": ("Slidev", "write '{{< include file.md >}}'"),
    # Quarto
    "format": ("Quarto", "write its settings as keys of their own; those of reveal.js go under 'reveal:'"),
    "institute": ("Quarto", "write 'venue'"),
    "logo": ("Quarto", "place it by a style sheet named by 'css'"),
    "bibliography": ("Quarto", "write references as footnotes: text[^1]"),
    "execute": ("Quarto", "charts come from ```demo blocks"),
    "jupyter": ("Quarto", "charts come from ```demo blocks"),
    "engine": ("Quarto", "charts come from ```demo blocks"),
    "toc": ("Quarto", "write 'agenda: true'"),
    "number-sections": ("Quarto", _NONE),
    "date-format": ("Quarto", "'date' is shown as you write it"),
    "code-line-numbers": ("Quarto", "write steps behind a fence: ```go {1|3-6}"),
    # reveal-md
    "separator": ("reveal-md", "slides are broken by '---'"),
    "verticalSeparator": ("reveal-md", "vertical slides begin with '----'"),
    "notesSeparator": ("reveal-md", "notes begin with 'Note:'"),
    "highlightTheme": ("reveal-md", "code has the colours of the theme"),
    "scripts": ("reveal-md", "write 'js'"),
    "preprocessor": ("reveal-md", _NONE),
    "template": ("reveal-md", "use a theme folder: 'theme: ./folder'"),
    "assetsDir": ("reveal-md", _NONE),
    "absoluteUrl": ("reveal-md", _NONE),
    # Others
    "scale": ("other tools", "write 'font: 110%'"),
    "time": ("other tools", "write 'duration: 40min'"),
}
