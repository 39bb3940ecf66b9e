"""Checks a folder of HTML pages: links.py FOLDER.

Each link and image must lead to a file below the folder, each fragment to an element there, and nothing that a page
loads (scripts, styles, images, fonts) may come from elsewhere. Prints what does not, and exits with status 1.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}


class Page(HTMLParser):
    """The anchors of a page, and what it links to and loads."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads = set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids |= {attributes[key] for key in ("id", "name") if attributes.get(key)}
        if attributes.get(LOADED.get(tag)):
            self.loads.append(attributes[LOADED[tag]])
        elif tag in ("a", "area") and attributes.get("href"):
            self.links.append(attributes["href"])


def main(folder):
    root = Path(folder).resolve()
    pages = {path: Page(path) for path in root.rglob("*.html")}
    broken, links = [], 0

    def check(page, target, loaded):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            return "is loaded from elsewhere" if loaded and parts.scheme != "data" else None
        file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if root not in file.parents:
            return "leaves the site"
        if not file.is_file():
            return "does not exist"
        if parts.fragment and file in pages and unquote(parts.fragment) not in pages[file].ids:
            return "has no such anchor"
        return None

    for path, page in pages.items():
        for target, loaded in [(link, False) for link in page.links] + [(load, True) for load in page.loads]:
            links += 1
            reason = check(path, target, loaded)
            if reason:
                broken.append(f"{path.relative_to(root)}: {target} {reason}")
    for style in root.rglob("*.css"):
        for target in re.findall(r"url\(['\"]?([^'\")]+)|@import ['\"]([^'\"]+)", style.read_text(encoding="utf-8")):
            links += 1
            reason = check(style, "".join(target), True)
            if reason:
                broken.append(f"{style.relative_to(root)}: {''.join(target)} {reason}")
    print("".join(line + "\n" for line in broken) + f"{len(pages)} pages, {links} links, {len(broken)} broken")
    if broken or not pages:
        sys.exit(1)


main(*sys.argv[1:])
