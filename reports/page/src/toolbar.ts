// The bar at the top: which policies, which point of the sweep, which theme.
import { choice } from "./chart";
import { visiblePolicies, type State, type Theme } from "./state";

const themes: Theme[] = ["auto", "light", "dark"];

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem("contend-theme") as Theme;
    return themes.includes(stored) ? stored : "auto";
  } catch {
    return "auto"; // A page opened from a file may not be allowed to keep anything.
  }
}

function applyTheme(state: State, theme: Theme): void {
  state.theme = theme;
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem("contend-theme", theme);
  } catch {
    // As above: the choice then lasts as long as the page.
  }
}

function legend(bar: HTMLElement, state: State): void {
  bar.querySelectorAll<HTMLElement>("li").forEach((item, policy) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    const update = () => button.setAttribute("aria-pressed", String(!state.hidden.has(policy)));
    button.addEventListener("click", () => {
      if (!state.hidden.delete(policy) && visiblePolicies(state).length > 1) state.hidden.add(policy);
      state.changed();
    });
    update();
    state.listen(update);
    item.append(button);
  });
}

/** Paper is white, and narrower than most windows. */
function setUpPrinting(state: State): void {
  addEventListener("beforeprint", () => {
    document.documentElement.dataset["theme"] = "light";
    state.paper = 660;
    state.changed();
  });
  addEventListener("afterprint", () => {
    applyTheme(state, state.theme);
    state.paper = null;
    state.changed();
  });
}

export function setUpToolbar(state: State): void {
  const bar = document.getElementById("toolbar")!;
  legend(bar, state);
  const tools = document.createElement("div");
  tools.className = "tools";
  bar.append(tools);
  if (state.data.points.length > 1)
    choice(tools, "Point", state.data.points.map((p) => p.label), state.point, (i) => {
      state.point = i;
      state.changed();
    }).id = "point-choice";
  applyTheme(state, storedTheme());
  choice(tools, "Theme", ["system", "light", "dark"], themes.indexOf(state.theme), (i) => {
    applyTheme(state, themes[i]!);
    state.changed();
  }).id = "theme-choice";
  setUpPrinting(state);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => state.changed());
}
