// Pictures of pages for the documentation: screenshots.mjs RESULTS PICTURES.
import path from "node:path";
import { launch, open } from "./browser.mjs";

const [, , results, pictures] = process.argv;

/** name, scenario, section (or none: the top of the page), what else. */
const shots = [
  ["page", "aws-backoff", null, {}],
  ["page-dark", "hot-key", null, { colorScheme: "dark" }],
  ["page-narrow", "store-outage", null, { viewport: { width: 390, height: 844 } }],
  ["sweep", "aws-backoff", "#sweep", {}],
  ["time", "store-outage", "#time", {}],
  ["moment", "hot-key", "#moment", {}],
];

const browser = await launch();
for (const [name, scenario, section, options] of shots) {
  const { page, close } = await open(browser, path.join(results, scenario, "report.html"), {
    viewport: { width: 1200, height: 1050 }, ...options });
  const file = path.join(pictures, name + ".png");
  if (section) await page.locator(section).screenshot({ path: file });
  else await page.screenshot({ path: file });
  await close();
}
await browser.close();
