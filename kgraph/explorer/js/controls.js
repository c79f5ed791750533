// The frame of the page: its words, tabs, buttons and help.

import { zoom } from "./camera.js";
import { byId, el, show } from "./dom.js";
import { t, TEXT } from "./text.js";

export const TABS = [["graph", "tabGraph"], ["table", "tabTable"], ["positions", "tabPositions"],
  ["map", "tabMap"], ["matrix", "tabMatrix"]];

export function words() {
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
    if (element.matches("button")) element.title = t(element.dataset.label);
  }
  byId("search").placeholder = t("searchHint");
}

export function tabs(app) {
  show(byId("tabs"), ...TABS.map(([name, label]) => el("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`, onclick: () => app.set({ tab: name }),
  }, t(label))));
  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = TABS.findIndex(([name]) => name === app.state.tab);
    const [next] = TABS[(at + step + TABS.length) % TABS.length];
    app.set({ tab: next });
    byId(`tab-${next}`).focus();
  });
}

export function buttons(app) {
  const click = (id, action) => byId(id).addEventListener("click", action);
  click("theme", () => app.nextTheme());
  click("clear-filters", () => app.clearFilters());
  click("close-panel", () => app.clearSelection());
  click("close-filters", () => app.closeSheets());
  click("open-filters", () => app.toggleSheet("filters"));
  click("open-panel", () => app.toggleSheet("panel"));
  click("zoom-in", () => app.graph && zoom(app.graph, 0.7));
  click("zoom-out", () => app.graph && zoom(app.graph, 1 / 0.7));
  click("zoom-fit", () => app.graph && zoom(app.graph, 0));
  click("help", () => byId("help-box").showModal());
  click("close-help", () => byId("help-box").close());
  click("save", () => {
    const menu = byId("save-menu");
    menu.hidden = !menu.hidden;
    byId("save").setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("button").focus();
  });
  for (const kind of ["png", "svg", "csv", "graphml", "link"]) click(`save-${kind}`, () => app.save(kind));
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".menu")) {
      byId("save-menu").hidden = true;
      byId("save").setAttribute("aria-expanded", "false");
    }
  });
}

export function help(licences) {
  show(byId("keys"), ...TEXT.keys.flatMap(([key, action]) => [
    el("dt", {}, ...key.split(" ").map((one) => el("kbd", {}, one)).flatMap((one) => [one, " "])), el("dd", {}, action)]));
  byId("licences").textContent = licences;
}
