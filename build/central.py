"""Checks a folder of deployed artifacts by Maven Central's requirements and by this project's own.

python3 central.py FOLDER VERSION PRIVATE: no file may contain PRIVATE, the place where it was built.
Prints each violation, and exits with status 1 if there is one. The requirements are described at
https://central.sonatype.org/publish/requirements.
"""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

GROUP = "io.github.mmap4j"
HOME = "https://github.com/mmap4j/mmap4j"  # Central admits this group only for this GitHub account
POM = "{http://maven.apache.org/POM/4.0.0}"
CHECKSUMS = ("md5", "sha1", "sha256", "sha512")

folder, version, private = Path(sys.argv[1]), sys.argv[2], sys.argv[3].encode()
violations = []


def require(condition, artifact, message):
    if not condition:
        violations.append(f"{artifact}: {message}")


def text(pom, path):
    element = pom.find("/".join(POM + name for name in path.split("/")))
    return "" if element is None else (element.text or "").strip()


def files(place):
    """Returns the files that Central looks at: neither checksums nor signatures nor Maven's index."""
    extra = tuple("." + name for name in (*CHECKSUMS, "asc"))
    return sorted(f for f in place.iterdir() if not f.name.endswith(extra) and not f.name.startswith("maven-metadata"))


def check_companions(file):
    """Requires valid checksums and a good signature beside a file."""
    for kind in CHECKSUMS:
        checksum = file.with_name(f"{file.name}.{kind}")
        require(checksum.exists() or kind.startswith("sha2") or kind.startswith("sha5"), file.name, f"has no .{kind}")
        if checksum.exists():
            digest = hashlib.new(kind, file.read_bytes()).hexdigest()
            require(checksum.read_text().strip() == digest, file.name, f"the .{kind} is that of another file")
    signature = file.with_name(file.name + ".asc")
    require(signature.exists(), file.name, "is not signed")
    if signature.exists():
        verified = subprocess.run(["gpg", "--batch", "--verify", signature, file], capture_output=True)
        require(verified.returncode == 0, file.name, "the signature is not valid")


def check_pom(pom, artifact, parent):
    """Requires the metadata, which may stand in the parent where it is the same for all."""

    def told(path):
        return text(pom, path) or (text(parent, path) if parent is not None else "")

    require(text(pom, "modelVersion") == "4.0.0", artifact, "modelVersion is not 4.0.0")
    require((text(pom, "groupId") or text(pom, "parent/groupId")) == GROUP, artifact, f"the group is not {GROUP}")
    require(text(pom, "artifactId") == artifact, artifact, "the artifactId differs from the folder")
    require((text(pom, "version") or text(pom, "parent/version")) == version, artifact, f"the version is not {version}")
    require(text(pom, "name"), artifact, "has no name")
    require(len(text(pom, "description")) >= 40, artifact, "the description does not say what it is")
    require(told("url") == HOME, artifact, f"the url is not {HOME}")
    for path in ("licenses/license/name", "licenses/license/url", "developers/developer/name", "scm/url"):
        require(told(path), artifact, f"has no {path}")
    require(told("scm/connection").startswith("scm:git:" + HOME), artifact, "scm/connection leads elsewhere")
    require(told("scm/developerConnection").startswith("scm:git:"), artifact, "has no scm/developerConnection")
    for name in ("repositories", "pluginRepositories", "distributionManagement"):
        require(pom.find(f".//{POM}{name}") is None, artifact, f"has {name}")
    for element in pom.iter():
        require("SNAPSHOT" not in (element.text or ""), artifact, f"{element.tag} is a SNAPSHOT")
        require(element.tag != POM + "systemPath", artifact, "depends on a file of one machine")
    for dependency in pom.findall(f"{POM}dependencies/{POM}dependency"):
        name = f"{text(dependency, 'groupId')}:{text(dependency, 'artifactId')}"
        require(artifact != "mmap4j" or text(dependency, "scope") == "test", artifact, f"depends on {name}")


def check_jars(place, artifact):
    """Requires the jar, its sources and its Javadoc, and what the manifest has to say."""
    jars = {kind: place / f"{artifact}-{version}{kind}.jar" for kind in ("", "-sources", "-javadoc")}
    for kind, jar in jars.items():
        require(jar.exists(), artifact, f"{jar.name} is missing")
        if not jar.exists():
            return
    names = {kind: zipfile.ZipFile(jar).namelist() for kind, jar in jars.items()}
    classes = {re.sub(r"(\$.*)?\.class$", "", n) for n in names[""] if n.endswith(".class") and "META-INF" not in n}
    sources = {n.removesuffix(".java") for n in names["-sources"] if n.endswith(".java")}
    require(classes <= sources, artifact, f"no source of {sorted(classes - sources)[:5]}")
    require("index.html" in names["-javadoc"], artifact, "the Javadoc has no index.html")
    require("META-INF/LICENSE" in names[""], artifact, "the jar has no licence")
    manifest = zipfile.ZipFile(jars[""]).read("META-INF/MANIFEST.MF").decode().replace("\r\n ", "")
    lines = dict(line.split(": ", 1) for line in manifest.splitlines() if ": " in line)
    require(lines.get("Implementation-Version") == version, artifact, "the manifest has another version or none")
    require(lines.get("Enable-Native-Access") == "ALL-UNNAMED", artifact, "the manifest enables no native access")
    require("module-info.class" in names[""] or "Automatic-Module-Name" in lines, artifact, "has no module name")


def check_sbom(place, artifact):
    sbom = place / f"{artifact}-{version}-cyclonedx.json"
    require(sbom.exists(), artifact, "has no list of its components (CycloneDX)")
    if sbom.exists():
        component = json.loads(sbom.read_text())["metadata"]["component"]
        purl = f"pkg:maven/{GROUP}/{artifact}@{version}?type=jar"
        require(component["purl"] == purl, artifact, f"the SBOM describes {component['purl']}")
        require(component.get("licenses"), artifact, "the SBOM names no licence")


def check_private(file):
    """Requires that no file, and no file in a jar, says where it was built."""
    entries = [(file.name, file.read_bytes())]
    if file.suffix == ".jar":
        jar = zipfile.ZipFile(io.BytesIO(entries[0][1]))
        entries = [(f"{file.name}/{name}", jar.read(name)) for name in jar.namelist()]
    for name, content in entries:
        require(private not in content, name, "says where it was built")


group = folder / GROUP.replace(".", "/")
places = {p.name: p / version for p in sorted(group.iterdir()) if p.is_dir()}
poms = {a: ElementTree.parse(p / f"{a}-{version}.pom").getroot() for a, p in places.items()}
managed = {
    text(dependency, "artifactId")
    for dependency in poms["mmap4j-bom"].findall(f"{POM}dependencyManagement/{POM}dependencies/{POM}dependency")
}
jars = {a for a, pom in poms.items() if text(pom, "packaging") in ("", "jar")}
require("mmap4j" in jars, "mmap4j", "is not published")
require(managed == jars, "mmap4j-bom", f"manages {sorted(managed)}, but these are published: {sorted(jars)}")
for element in ("licenses", "developers"):
    both = [ElementTree.canonicalize(ElementTree.tostring(poms[a].find(POM + element)), strip_text=True)
            for a in ("mmap4j-parent", "mmap4j-bom")]
    require(both[0] == both[1], "mmap4j-bom", f"has other {element} than mmap4j-parent")

for artifact, place in places.items():
    check_pom(poms[artifact], artifact, poms.get(text(poms[artifact], "parent/artifactId")))
    if artifact in jars:
        check_jars(place, artifact)
        check_sbom(place, artifact)
    for file in files(place):
        check_companions(file)
        check_private(file)
    print(f"{artifact}: {', '.join(f.name.removeprefix(artifact + '-' + version) for f in files(place))}")
for violation in violations:
    print("VIOLATION", violation)
sys.exit(1 if violations else 0)
