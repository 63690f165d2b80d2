"""The list of everything in the bundle, as CycloneDX, with the licence and hash of each file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from meetlat_bundle.fetching import digest
from meetlat_bundle.layout import Component

SBOM = "sbom.cdx.json"


def bill_of_materials(components: Sequence[Component], version: str) -> bytes:
    """A CycloneDX document without a moment or a random number, so that it can be made again."""
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "bundle", "name": "meetlat-windows-x64",
                "version": version,
            }
        },
        "components": [_component(one) for one in components],
    }  # fmt: skip
    return (json.dumps(document, indent=1, ensure_ascii=True) + "\n").encode()


def _component(one: Component) -> dict[str, Any]:
    files = [
        {"type": "file", "name": path, "hashes": [_hash(digest(content))]}
        for path, content in sorted(one.files.items())
    ]
    described = {
        "type": "application" if one.name == "python" else "library",
        "bom-ref": one.name,
        "name": one.name,
        "version": one.version,
        "purl": f"pkg:{'generic' if one.name == 'python' else 'pypi'}/{one.name}@{one.version}",
        "licenses": [_licence(one.licence)],
        "components": files,
    }
    return described | ({"hashes": [_hash(one.source)]} if one.source else {})


def _licence(expression: str) -> dict[str, Any]:
    is_single = " " not in expression
    return {"license": {"id": expression}} if is_single else {"expression": expression}


def _hash(value: str) -> dict[str, str]:
    return {"alg": "SHA-256", "content": value}
