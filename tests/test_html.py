# SPDX-License-Identifier: EPL-2.0
"""The HTML page of a recorded run, in a browser."""
import json
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PERFCTR = ROOT / "bundles/org.perfctr.cli/target/perfctr/perfctr"
FIXTURES = ROOT / "bundles/org.perfctr.core.tests/fixtures"
WIDTHS = (1280, 420)

webdriver = pytest.importorskip("selenium.webdriver", reason="python3-selenium is not installed")


@pytest.fixture(scope="module")
def browser():
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.chrome.service.Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def open_page(browser, tmp_path):
    def render(run):
        page = tmp_path / "run.html"
        subprocess.run([PERFCTR, "html", run, "-o", page], check=True)
        browser.get(page.as_uri())
        assert browser.get_log("browser") == [], "the browser complains"
        return browser
    return render


def table(page, section):
    """The visible rows of a section's table as texts."""
    return page.execute_script("""
        return [...document.querySelector(`#${arguments[0]} table`).tBodies[0].rows].filter(row => !row.hidden)
          .map(row => [...row.cells].map(cell => cell.textContent))""", section)


def click(page, section, head):
    page.find_element("xpath", f"//section[@id='{section}']//th/button[text()='{head}']").click()


def sieve_in(folder):
    """A recorded run with its source file, as if it had been recorded in that folder."""
    shutil.copy(FIXTURES / "sieve.c", folder)
    subprocess.run(["touch", "-d", "2000-01-01", folder / "sieve.c"], check=True)
    text = (FIXTURES / "sieve.perfrun").read_text()
    run = folder / "sieve.perfrun"
    run.write_text(text.replace('"directory":"/home/me/sample"', f'"directory":"{folder}"'))
    return run


def records(run):
    return [json.loads(line) for line in run.read_text().splitlines()]


def test_its_numbers_are_those_of_the_run(open_page, tmp_path):
    run = sieve_in(tmp_path)
    page = open_page(run)
    header, *rest = records(run)
    counts = next(record["counts"] for record in rest if record["type"] == "repetition-end")
    shown = {row[0]: row[1] for row in table(page, "events")}
    for event, count in zip(header["events"], counts):
        if event.get("unit") != "ns":
            assert shown[event["name"]] == (f"{count[0]:,}" if count else f"n/a: {event['unavailable']}")
    samples = sorted((record["samples"][0] for record in rest if record["type"] == "line"), reverse=True)
    assert [row[1] for row in table(page, "lines-0")] == [f"{number:,}" for number in samples]


def test_a_click_on_a_head_sorts_the_rows(open_page, tmp_path):
    page = open_page(sieve_in(tmp_path))
    click(page, "lines-0", "samples")
    descending = [int(row[1]) for row in table(page, "lines-0")]
    click(page, "lines-0", "samples")
    assert [int(row[1]) for row in table(page, "lines-0")] == sorted(descending)
    assert descending == sorted(descending, reverse=True)
    head = page.find_element("xpath", "//section[@id='lines-0']//th[button[text()='samples']]")
    assert head.get_attribute("aria-sort") == "ascending"


def test_what_is_typed_filters_the_rows(open_page, tmp_path):
    run = tmp_path / "many.perfrun"
    lines = (FIXTURES / "sieve.perfrun").read_text().splitlines()
    lines[4:4] = [json.dumps(record) for task in range(2, 32) for record in (
        {"type": "task", "task": task, "tid": 1000 + task, "pid": 1000 + task, "time": 1},
        {"type": "task-name", "task": task, "name": f"worker-{task}", "time": 1})]
    run.write_text("\n".join(lines) + "\n")
    page = open_page(run)
    assert len(table(page, "tasks")) == 31
    page.find_element("css selector", "#tasks input[type=search]").send_keys("WORKER-2")
    assert {row[0] for row in table(page, "tasks")} == {"worker-2"} | {f"worker-{n}" for n in range(20, 30)}


def test_a_hot_line_leads_to_its_source(open_page, tmp_path):
    page = open_page(sieve_in(tmp_path))
    link = page.find_element("css selector", "#lines-0 td a")
    row = page.find_element("css selector", link.get_attribute("href").partition("#")[2].join(("#", "")))
    number = link.text.rpartition(":")[2]
    assert row.find_elements("css selector", "td")[3].text.strip() == (
        (FIXTURES / "sieve.c").read_text().splitlines()[int(number) - 1].strip())
    assert row.value_of_css_property("background-color") != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(open_page, tmp_path, scheme):
    page = open_page(sieve_in(tmp_path))
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    for width in WIDTHS:
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                             {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
        assert page.execute_script("return document.documentElement.scrollWidth") <= width
        page.save_screenshot(str(tmp_path / f"{scheme}-{width}.png"))
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    for element in ("body", ".faint", ".source .hot td", "nav a"):
        assert contrast(page, element) >= 4.5, element


def contrast(page, selector):
    """The contrast of an element's text by the definition of the WCAG, on the page's background."""
    text, back = page.execute_script("""
        const element = document.querySelector(arguments[0]);
        const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        const rgb = (colours) => {
          for (const colour of colours) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
          }
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const behind = [];
        for (let e = element; e; e = e.parentElement) {
          behind.unshift(getComputedStyle(e).backgroundColor);
        }
        return [rgb([getComputedStyle(element).color]), rgb(behind)]""", selector)
    bright, dark = sorted((luminance(text), luminance(back)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(rgb):
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_hostile_names_do_nothing(open_page, tmp_path):
    run = tmp_path / "hostile.perfrun"
    attack = "</script><script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
    run.write_text((FIXTURES / "sieve.perfrun").read_text().replace('"name":"cross_out"', f'"name":{json.dumps(attack)}'))
    page = open_page(run)
    assert attack in [row[2] for row in table(page, "functions-0")]
    assert page.title == "./sieve"
