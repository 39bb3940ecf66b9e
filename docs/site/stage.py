"""Lays out the documents for Maven's site plugin: stage.py ROOT FOLDER.

A page keeps its path, except that README.md becomes index.html. A file or folder of the repository that a page
links to becomes a page that shows it, so that no link leaves the site. Headings get the anchors of GitHub, which the
documents use and the plugin does not make.
"""

import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
HEADING = re.compile(r"^(#+) (.*)$", re.M)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")
LANGUAGES = {".java": "java", ".kt": "kotlin", ".scala": "scala", ".py": "python", ".sh": "sh", ".xml": "xml"}


def page_of(path):
    """Returns where a file or folder of the repository is shown."""
    return "index.html" if path == "README.md" else re.sub(r"\.md$", "", path) + ".html"


def slug(heading):
    """Returns the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def ascii(anchor):
    """Writes each other character as its number, because the plugin changes them in links alone."""
    return re.sub(r"[^\x00-\x7f]", lambda match: f"u{ord(match.group()):x}", anchor)


class Stage:
    def __init__(self, root, folder):
        self.root = root
        self.pages = folder / "src/site/markdown"
        self.resources = folder / "src/site/resources"
        files = subprocess.run(["git", "-C", root, "ls-files", "-z"], check=True, capture_output=True, text=True)
        self.tracked = [name for name in files.stdout.split("\0") if name]
        self.shown = set()

    def write(self, path, text):
        file = self.pages / (page_of(path).removesuffix(".html") + ".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def document(self, path):
        """Writes a Markdown document with anchors, and shows what it links to."""
        if path in self.shown:
            return
        self.shown.add(path)
        text = (self.root / path).read_text(encoding="utf-8")
        parts, at = [], 0
        used = {}
        for fence in FENCE.finditer(text):
            parts += [self.prose(path, text[at : fence.start()], used), fence.group()]
            at = fence.end()
        self.write(path, "".join(parts) + self.prose(path, text[at:], used))

    def prose(self, path, text, used):
        def heading(match):
            name = ascii(slug(match.group(2)))
            again = used[name] = used.get(name, -1) + 1
            return f'{match.group(1)} <a id="{name}{f"-{again}" if again else ""}"></a>{match.group(2)}'

        def link(match):
            image, label, target, anchor = match.groups()
            anchor = ascii(anchor or "")
            if not target:
                return f"[{label}]({anchor})"
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            if image or there.endswith(".svg"):
                self.copy(there)
                return match.group()
            self.show(there)
            where = posixpath.relpath(page_of(there), posixpath.dirname(path) or ".")
            return f"[{label}]({where}{anchor})"

        return HEADING.sub(heading, LINK.sub(link, text))

    def copy(self, path):
        file = self.resources / path
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.root / path, file)

    def show(self, path):
        """Makes a page of a document, of the text of another file, or of the list of a folder."""
        if path.endswith(".md"):
            self.document(path)
        elif path not in self.shown:
            self.shown.add(path)
            if (self.root / path).is_dir():
                self.folder(path)
            else:
                text = (self.root / path).read_text(encoding="utf-8")
                language = LANGUAGES.get(posixpath.splitext(path)[1], "text")
                self.write(path, f"# {path}\n\n````{language}\n{text.rstrip()}\n````\n")

    def folder(self, path):
        lines = []
        for name in self.tracked:
            if not name.startswith(path + "/"):
                continue
            label = name.removeprefix(path + "/")
            if name.endswith((".json", ".safetensors", ".gguf", ".svg")):
                self.copy(name)
                where = name
            else:
                self.show(name)
                where = page_of(name)
            lines.append(f"- [{label}]({posixpath.relpath(where, posixpath.dirname(path) or '.')})\n")
        self.write(path, f"# {path}\n\n{''.join(lines)}")


def main(root, folder):
    stage = Stage(Path(root), Path(folder))
    for name in stage.tracked:
        if re.fullmatch(r"(docs/(guide/)?)?[^/]*\.md", name):
            stage.document(name)
    site = Path(root) / "docs/site"
    shutil.copyfile(site / "pom.xml", Path(folder) / "pom.xml")
    shutil.copyfile(site / "site.xml", Path(folder) / "src/site/site.xml")
    shutil.copytree(site / "css", stage.resources / "css")


main(*sys.argv[1:])
