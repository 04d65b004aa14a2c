# SPDX-License-Identifier: EPL-2.0
"""An IDE that perfctr was installed into from the update site, used as a user uses it."""
import os
import re
import shutil
import subprocess
import zipfile

import pytest

from conftest import ROOT

SITE = ROOT / "update-site/target/repository"
TEST_BUNDLES = ROOT / "bundles/org.perfctr.ui.tests/target"
SCREENSHOTS = ROOT / "tools/target/screenshots"
ON_DISPLAY = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "dbus-run-session", "--", "sh", "-c",
              'openbox & "$@"; status=$?; kill $!; exit $status', "sh"]


def java():
    """The JDK that the project's commands choose."""
    find = '. "$0/tools/environment.sh" && find_jdk >&2 && echo "$JAVA_HOME"'
    return subprocess.run(["bash", "-c", find, ROOT], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


def version(bundle):
    """Its exact version, without which the IDE does not take it."""
    with zipfile.ZipFile(bundle) as jar:
        manifest = jar.read("META-INF/MANIFEST.MF").decode()
    return re.search(r"^Bundle-Version: (\S+)", manifest, re.MULTILINE)[1]


@pytest.fixture(scope="module")
def ide(tmp_path_factory):
    """The plain IDE with our feature installed by the p2 director, and the test bundle beside it."""
    tests = [jar for jar in TEST_BUNDLES.glob("org.perfctr.ui.tests-*.jar") if not jar.stem.endswith("-sources")]
    if not SITE.exists() or not tests:
        pytest.skip("the update site is not built: run ./run --headless once")
    folder = tmp_path_factory.mktemp("ide") / "eclipse"
    subprocess.run([ROOT / "update-site/install", folder], check=True, timeout=600,
                   env={**os.environ, "JAVA_HOME": java()})
    bundles = folder / "configuration/org.eclipse.equinox.simpleconfigurator/bundles.info"
    with bundles.open("a") as info:
        info.write(f"org.perfctr.ui.tests,{version(tests[0])},file:{tests[0]},4,false\n")
    return folder


def test_the_c_sample_is_counted_and_its_hottest_line_opened(ide, tmp_path):
    sample = tmp_path / "sample c ünï"
    shutil.copytree(ROOT / "samples/c", sample, ignore=shutil.ignore_patterns("words", "*.o"))
    result = tmp_path / "result"
    launcher, = ide.glob("plugins/org.eclipse.equinox.launcher_*.jar")
    command = [*ON_DISPLAY, f"{java()}/bin/java", f"-Dperfctr.sample={sample}", f"-Dperfctr.result={result}",
               f"-Dperfctr.screenshots={SCREENSHOTS}", "-jar", launcher, "-nosplash", "-consoleLog",
               "-data", tmp_path / "work space ünï"]
    ended = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    assert result.exists(), ended.stdout
    assert result.read_text() == ""
    assert (SCREENSHOTS / "installed-ide.png").exists()
