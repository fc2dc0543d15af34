"""The packages of the classifier's engine: none of them reports to its maker."""

import importlib.util
from pathlib import Path

import pytest

# Where ONNX Runtime sends its telemetry; the address is in every library that does.
ADDRESSES = (b"events.data.microsoft.com", b"OneCollector")


def _libraries(package: str) -> list[Path]:
    found = importlib.util.find_spec(package)
    assert found
    assert found.submodule_search_locations
    return [one for folder in found.submodule_search_locations for one in Path(folder).rglob("*.so*")]


@pytest.mark.parametrize("package", ["onnxruntime", "sentencepiece", "numpy"])
def test_no_library_has_an_address_to_report_to(package: str) -> None:
    libraries = _libraries(package)
    assert libraries
    assert [one.name for one in libraries if any(address in one.read_bytes() for address in ADDRESSES)] == []
