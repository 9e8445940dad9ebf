"""What players need that no Debian package has: playwright, and hls.js, which a wheel of PyPI holds."""

import os
import subprocess
import sys
import zipfile

PLAYWRIGHT = "playwright==1.65.2"
# As scripts/peers/captions.sh has it.
WEBVTT = "webvtt-py==0.5.1"
# hls.js 1.6.15, Apache-2.0, comes with this package's web pages. Fetched when it is needed, never kept in the repository.
WHEEL = "gradio==6.31.0"
MEMBER = "gradio/templates/frontend/assets/hls-DKvqWxTe.js"


def make_venv(folder, package=PLAYWRIGHT):
    """Makes the folder a Python of its own that has a package, unless it is one; returns its python."""
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package], check=True)
    return python


def fetch_hls_js(python, path):
    """Fetches hls.js into the file `path`, unless it is there."""
    if os.path.exists(path):
        return
    folder = path + ".wheel"
    subprocess.run([python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", folder,
                    WHEEL], check=True)
    wheel = next(name for name in os.listdir(folder) if name.endswith(".whl"))
    with zipfile.ZipFile(os.path.join(folder, wheel)) as archive, open(path + ".new", "wb") as file:
        file.write(archive.read(MEMBER))
    os.rename(path + ".new", path)
    os.remove(os.path.join(folder, wheel))
    os.rmdir(folder)


if __name__ == "__main__":
    # tools.py PATH: for scripts that are no Python.
    fetch_hls_js(sys.executable, sys.argv[1])
