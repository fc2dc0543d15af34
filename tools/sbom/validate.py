"""`.venv/bin/python tools/sbom/validate.py FILE`: whether a file follows CycloneDX's own schema, strictly.

Run by the virtual environment's Python, which has the library; the commands run on any.
"""

import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(Path(sys.argv[1]).read_text(encoding="utf-8"))
sys.exit(f"not CycloneDX 1.6: {error}" if error else 0)
