// Every shipped scenario's page in a real browser: no errors, every chart drawn, sorted, filtered,
// zoomed, in both themes, its result downloaded, without scripts, without barriers (axe-core).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { axeSource, launch, open } from "./browser.mjs";

const pages = process.env.CONTEND_PAGES;
const scenarios = readdirSync(pages).sort();
const file = (scenario, name = "report.html") => path.join(pages, scenario, name);

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** The first table of policies that is shown. */
const tables = (page) => page.locator("#policies .point:not([hidden]) table"); // of policies, and of groups if any
const table = (page) => tables(page).first();
const rows = (page) => table(page).locator("tbody tr:visible");

async function drawsEveryChart(page) {
  const empty = await page.$$eval("figure.chart", (all) =>
    all.filter((f) => !f.hidden && f.querySelectorAll(".drawing svg path").length < 3).map((f) => f.id));
  assert.deepEqual(empty, []);
  const shown = await page.$$eval("figure.chart:not([hidden])", (all) => all.map((f) => f.id));
  for (const id of ["chart-percentiles", "chart-cdf", "chart-time", "chart-attempts"])
    assert.ok(shown.includes(id), `${id} is not shown`);
}

/** Every policy has a line, longer than the mark beside its name in the chart's key. */
async function drawsEveryPolicy(page) {
  const missing = await page.evaluate(() => {
    const names = [...document.querySelectorAll("#toolbar .legend li")].map((li) => li.textContent.trim());
    const colour = (i) => getComputedStyle(document.documentElement).getPropertyValue(`--c${i % 10}`).trim();
    return ["percentiles", "cdf", "time"].flatMap((id) => {
      const svg = document.querySelector(`#chart-${id} .drawing svg`);
      const texts = [...svg.querySelectorAll("text")].map((t) => t.textContent);
      const lines = [...svg.querySelectorAll("path[fill=none]")].filter((p) => p.getTotalLength() > 60).map((p) => p.getAttribute("stroke"));
      return names.filter((name, i) => !texts.includes(name) || !lines.includes(colour(i))).map((name) => `${name} in ${id}`);
    });
  });
  assert.deepEqual(missing, []);
}

async function sorts(page) {
  const button = table(page).locator("thead th button").nth(1);
  const values = () => rows(page).locator("td:nth-child(2)").evaluateAll((cells) => cells.map((c) => Number(c.dataset.v)));
  const before = await values();
  await button.click();
  assert.deepEqual(await values(), [...before].sort((a, b) => a - b));
  await button.focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await values(), [...before].sort((a, b) => b - a));
}

async function filters(page) {
  const policies = await page.locator("#toolbar .legend button").count();
  if (policies < 2) return;
  const lines = () => page.locator("#chart-cdf svg path[fill=none]").count();
  const before = await lines();
  await page.locator("#toolbar .legend button").first().click();
  const left = await tables(page).evaluateAll((all) => all.map((t) => t.querySelectorAll("tbody tr:not([hidden])").length));
  assert.deepEqual(new Set(left), new Set([policies - 1]));
  assert.ok((await lines()) < before, "the chart still draws the hidden policy");
  await page.locator("#toolbar .legend button").first().click();
  assert.equal(await rows(page).count(), policies);
}

async function zooms(page) {
  const chart = page.locator("#chart-percentiles .drawing");
  await chart.scrollIntoViewIfNeeded();
  const labels = () => chart.locator("svg text").allTextContents();
  const [before, box] = [await labels(), await chart.boundingBox()];
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down("Control");
  for (let i = 0; i < 3; ++i) await page.mouse.wheel(0, -240);
  await page.keyboard.up("Control");
  await page.waitForFunction((was) => {
    const now = [...document.querySelectorAll("#chart-percentiles .drawing svg text")].map((t) => t.textContent);
    return now.join() !== was;
  }, before.join(), { timeout: 5000 });
}

async function switchesTheme(page) {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.locator("#theme-choice").selectOption({ label: "dark" });
  assert.notEqual(await background(), light);
  await hasNoBarriers(page, "dark");
  await page.locator("#theme-choice").selectOption({ label: "light" });
  assert.equal(await background(), light);
}

async function hasNoBarriers(page, how) {
  await page.evaluate(axeSource);
  const rules = how === "light" ? {} : { runOnly: ["color-contrast"] }; // all else is the same in both
  // What is drawn within a chart is an image to it, described as a whole.
  const found = await page.evaluate((rules) => window.axe.run({ exclude: [".drawing svg"] },
    { resultTypes: ["violations"], ...rules }), rules);
  const told = found.violations.flatMap((v) => v.nodes.map((n) => `${how}: ${v.id}: ${n.target} ${n.failureSummary}`));
  assert.deepEqual(told, []);
}

async function downloaded(page, label) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: label }).first().click(),
  ]);
  return readFileSync(await download.path(), "utf8");
}

async function downloads(page, scenario) {
  const result = JSON.parse(readFileSync(file(scenario, "result.json"), "utf8"));
  assert.deepEqual(JSON.parse(await downloaded(page, "Download result.json")), result);
  const numbers = (csv) => csv.trim().split("\n").map((line) => line.split(",").map((f) => (f === "" || Number.isNaN(Number(f)) ? f : Number(f))));
  assert.deepEqual(numbers(await downloaded(page, "Download summary.csv")), numbers(readFileSync(file(scenario, "summary.csv"), "utf8")));
}

/** On a telephone it scrolls in one direction only. */
async function isNarrow(page) {
  await page.setViewportSize({ width: 390, height: 844 });
  // The charts follow the window a frame or two later.
  const fits = () => document.documentElement.scrollWidth <= innerWidth;
  await page.waitForFunction(fits).catch(() => {});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(await page.evaluate(fits), `${wide} pixels wide`);
}

for (const scenario of scenarios)
  test(scenario, async () => {
    const { page, wrong, close } = await open(browser, file(scenario));
    await drawsEveryChart(page);
    await drawsEveryPolicy(page);
    await hasNoBarriers(page, "light");
    await sorts(page);
    await filters(page);
    await zooms(page);
    await switchesTheme(page);
    await downloads(page, scenario);
    await isNarrow(page);
    assert.deepEqual(wrong, []);
    await close();
  });

test("without scripts the verdict, the tables and curves are there", async () => {
  for (const scenario of ["aws-backoff", "hot-key", "store-outage"]) {
    const { page, wrong, close } = await open(browser, file(scenario), { javaScriptEnabled: false });
    assert.ok(await page.locator("#verdict .sentence").first().isVisible());
    const tables = await page.locator("#policies table").count();
    for (let i = 0; i < tables; ++i) assert.ok(await page.locator("#policies table").nth(i).isVisible());
    assert.ok((await page.locator("svg.plot:visible").count()) >= 3, scenario);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test("it works under a policy that the server sends as well", async () => {
  const url = "http://report.example/";
  const context = await browser.newContext();
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (m) => wrong.push(m.text()));
  page.on("pageerror", (e) => wrong.push(String(e)));
  await page.route("**", (route) => route.fulfill({
    contentType: "text/html", body: readFileSync(file(scenarios[0]), "utf8"),
    headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'" },
  }));
  await page.goto(url);
  await drawsEveryChart(page);
  assert.deepEqual(wrong.filter((text) => !text.includes("favicon")), []);
  await context.close();
});

test("a point of a sweep can be chosen, and a policy where one alone is shown", async () => {
  const { page, wrong, close } = await open(browser, file("aws-backoff"));
  await page.locator("#point-choice").selectOption({ index: 1 });
  assert.equal(await table(page).locator("caption").textContent(), "Policies at writers = 10");
  const about = () => page.locator("#chart-attempts .drawing").getAttribute("aria-label");
  await page.locator("#chart-attempts select").first().selectOption({ label: "full" });
  assert.match(await about(), /^full at writers = 10/);
  assert.equal(await page.locator("#chart-moment select").first().evaluate((s) => s.selectedOptions[0].label), "full");
  assert.deepEqual(wrong, []);
  await close();
});

test("the command can be copied, and every link within the page leads somewhere", async () => {
  const { page, wrong, close } = await open(browser, file("aws-backoff"));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the command" }).click();
  await page.locator(".copied", { hasText: "copied" }).waitFor();
  const { provenance } = JSON.parse(readFileSync(file("aws-backoff", "result.json"), "utf8"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), provenance.command);
  const dead = await page.$$eval("a[href^='#']", (all) =>
    all.map((a) => a.getAttribute("href")).filter((href) => !document.getElementById(href.slice(1))));
  assert.deepEqual(dead, []);
  assert.deepEqual(wrong, []);
  await close();
});

test("on paper it is light, and charts are as wide as it is", async () => {
  const { page, wrong, close } = await open(browser, file("hot-key"), { colorScheme: "dark" });
  await page.evaluate(() => {
    window.seen = [];
    addEventListener("afterprint", () => window.seen.push("after"), true);
    addEventListener("beforeprint", () => setTimeout(() => window.seen.push(
      getComputedStyle(document.body).getPropertyValue("--text").trim(),
      ...[...document.querySelectorAll("figure:not([hidden]) .drawing svg")].map((s) => s.getAttribute("width")))));
    dispatchEvent(new Event("beforeprint"));
  });
  await page.waitForFunction(() => window.seen.length > 5);
  const [text, ...widths] = await page.evaluate(() => window.seen);
  assert.equal(text, "#1d2228");
  assert.deepEqual([...new Set(widths)], ["660"]);
  assert.ok((await page.pdf({ format: "A4" })).length > 20_000);
  assert.deepEqual(wrong, []);
  await close();
});

test("names that would be markup, or script, are shown as they are", async () => {
  const hostile = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>";
  const folder = path.join(pages, "hot-key");
  const result = JSON.parse(readFileSync(path.join(folder, "result.json"), "utf8"));
  result.scenario.name = hostile;
  result.points[0].policies.forEach((p, i) => (p.name = `${hostile} ${i}`));
  writeFileSync(path.join(folder, "hostile.json"), JSON.stringify(result));
  execFileSync(process.env.CONTEND, ["report", path.join(folder, "hostile.json"), "-o", path.join(folder, "hostile.html")]);
  const { page, wrong, close } = await open(browser, path.join(folder, "hostile.html"));
  assert.equal(await page.locator("h1").textContent(), hostile);
  const chart = page.locator("#chart-trade-off .drawing");
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  for (let x = 0.1; x < 1; x += 0.1) await page.mouse.move(box.x + x * box.width, box.y + box.height / 2);
  const cdf = await page.locator("#chart-cdf .drawing").boundingBox();
  await page.locator("#chart-cdf .drawing").scrollIntoViewIfNeeded();
  await page.locator("#chart-cdf .drawing").hover({ position: { x: cdf.width / 2, y: cdf.height / 2 } });
  await page.waitForFunction(() => document.body.innerText.includes("window.pwned=1</script>"));
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("img").count(), 0);
  assert.deepEqual(wrong, []);
  await close();
});

test("runs are laid over each other on one page", async () => {
  const out = path.join(pages, "uniform", "both.html");
  execFileSync(process.env.CONTEND, ["report", path.join(pages, "uniform"), path.join(pages, "zipf"), "-o", out]);
  const { page, wrong, close } = await open(browser, out);
  const labels = await page.locator("#toolbar .legend button").allTextContents();
  assert.ok(labels.some((l) => l.startsWith("uniform: ")) && labels.some((l) => l.startsWith("zipf: ")));
  await drawsEveryChart(page);
  assert.deepEqual(JSON.parse(await downloaded(page, "Download result.json")),
                   JSON.parse(readFileSync(file("uniform", "result.json"), "utf8")));
  assert.deepEqual(wrong, []);
  await close();
});
