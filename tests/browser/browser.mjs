// What tests and pictures of the page share: the browser, and a page that notes what goes wrong.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(path.join(root, "build/page/package.json"));
const { chromium } = require("playwright-core");
export const axeSource = require("axe-core").source;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CONTEND_CHROMIUM,
    headless: true,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });

/** A tab in which `path` is open; `wrong` collects errors, and whatever it tried to load. */
export async function open(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) wrong.push(m.text()); });
  page.on("pageerror", (e) => wrong.push(String(e)));
  page.on("request", (r) => { if (!/^(file|data|blob):/.test(r.url()) && r.url() !== options.url) wrong.push("asked for " + r.url()); });
  await page.goto(pathToFileURL(file).href);
  return { page, wrong, close: () => context.close() };
}
