// Copying and downloading: all from the page itself.
import { resultDocument, summaryCsv, type Data } from "./data";

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages from files have no clipboard in some browsers: the old way.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function copyButton(source: HTMLElement): void {
  const text = source.textContent!;
  const name = source.tagName === "PRE" ? "the scenario" : `the ${source.closest("dd")?.previousElementSibling?.textContent ?? "text"}`;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${name}`);
  const said = document.createElement("span");
  said.className = "copied";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = (await copy(text)) ? "copied" : "could not copy";
  });
  source.after(" ", button, said);
}

function download(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function downloadButton(into: HTMLElement, label: string, act: () => void): void {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  into.append(button);
}

export function setUpActions(data: Data): void {
  document.querySelectorAll<HTMLElement>(".copy").forEach(copyButton);
  document.querySelectorAll<HTMLElement>(".downloads").forEach((into) => {
    const run = data.runs[Number(into.dataset["run"])]!;
    const name = run.label ? `${run.label.replace(/[^\w-]+/g, "-")}-` : "";
    downloadButton(into, "Download result.json", () =>
      download(`${name}result.json`, "application/json", JSON.stringify(resultDocument(run), null, 1) + "\n"));
    downloadButton(into, "Download summary.csv", () => download(`${name}summary.csv`, "text/csv", summaryCsv(data, run)));
    if (run.reduced > 0) {
      const said = document.createElement("small");
      said.textContent = "Thinned out to fit into the page; the result.json beside it has everything.";
      into.append(said);
    }
  });
}
