"""Prints a Package.swift with some test targets of another and all that they stand on, as long as that needs no other package.

Usage: memory-package.py Package.swift TEST_TARGET...

What the package is made of is asked of `swift package dump-package`, so that the two can't differ.
"""

import json
import os
import subprocess
import sys


def quoted(words):
    return "[" + ", ".join(json.dumps(word) for word in words) + "]"


def names(target):
    """What a target stands on: names of this package's own targets."""
    for dependency in target["dependencies"]:
        if "product" in dependency:
            sys.exit(f"{target['name']} needs {dependency['product'][0]} of another package")
        yield (dependency.get("byName") or dependency.get("target"))[0]


def closure(targets, wanted):
    found = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = targets[name]
        waiting += names(targets[name])
    return [target for name, target in targets.items() if name in found]


def setting(entry):
    kind = entry["kind"]
    if "enableUpcomingFeature" in kind:
        return f'.enableUpcomingFeature("{kind["enableUpcomingFeature"]["_0"]}")'
    if "strictMemorySafety" in kind:
        return ".strictMemorySafety()"
    if "unsafeFlags" in kind:
        return f".unsafeFlags({quoted(kind['unsafeFlags']['_0'])})"
    # Warnings are another build's matter.
    return None


def line(target):
    kind = {"system": "systemLibrary", "test": "testTarget", "regular": "target"}[target["type"]]
    parts = [f'name: "{target["name"]}"']
    if kind == "systemLibrary":
        if target.get("pkgConfig"):
            parts.append(f'pkgConfig: "{target["pkgConfig"]}"')
        return f"        .{kind}({', '.join(parts)}),"
    parts.append(f"dependencies: {quoted(names(target))}")
    if target.get("path"):
        parts.append(f'path: "{target["path"]}"')
    settings = [text for text in map(setting, target.get("settings", [])) if text]
    if settings:
        parts.append(f"swiftSettings: [{', '.join(settings)}]")
    return f"        .{kind}({', '.join(parts)}),"


def main():
    manifest, *wanted = sys.argv[1:]
    folder = os.path.dirname(os.path.abspath(manifest))
    dump = subprocess.run(
        ["swift", "package", "--package-path", folder, "dump-package"], check=True, stdout=subprocess.PIPE)
    targets = {target["name"]: target for target in json.loads(dump.stdout)["targets"]}
    print("// swift-tools-version: 6.2\nimport PackageDescription\n\nlet package = Package(\n    name: \"memory\",\n    targets: [")
    for target in closure(targets, wanted):
        print(line(target))
    print("    ],\n    swiftLanguageModes: [.v6]\n)")


main()
