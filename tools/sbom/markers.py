"""`.venv/bin/python tools/sbom/markers.py 3.13 <MARKERS`: which lines hold in an image, as a JSON list of booleans.

Run by the virtual environment's Python, which has the library; the commands run on any.
"""

import json
import sys

from packaging.markers import Marker

IMAGE = {
    "implementation_name": "cpython",
    "os_name": "posix",
    # Of both kinds of machine that there are images for, with the same packages.
    "platform_machine": "x86_64",
    "platform_system": "Linux",
    "python_full_version": f"{sys.argv[1]}.0",
    "python_version": sys.argv[1],
    "sys_platform": "linux",
}
lines = sys.stdin.read().splitlines()
sys.stdout.write(json.dumps([not line or Marker(line).evaluate(dict(IMAGE)) for line in lines]))
