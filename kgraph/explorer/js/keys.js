// The keyboard: everything that a mouse can do.

import { towards, zoom } from "./camera.js";
import { TABS } from "./controls.js";
import { byId } from "./dom.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const typing = (target) => target.matches("input:not([type=checkbox]):not([type=range]), textarea, select");

function graphKey(app, event) {
  if (!app.graph) return false;
  if (event.key in ARROWS) {
    const node = towards(app.graph, ...ARROWS[event.key]);
    if (node >= 0) app.pick(node);
    return true;
  }
  if (event.key === "Enter" && app.state.node < 0) {
    const node = towards(app.graph, 0, 0);
    if (node >= 0) app.pick(node);
    return true;
  }
  const zooms = { "+": 0.7, "=": 0.7, "-": 1 / 0.7, 0: 0 };
  if (event.key in zooms) {
    zoom(app.graph, zooms[event.key]);
    return true;
  }
  return false;
}

function pageKey(app, event) {
  if (event.key === "Escape") {
    if (!byId("save-menu").hidden) byId("save").click();
    else app.clearSelection();
    return true;
  }
  if (typing(event.target)) return false;
  if (event.key === "/") {
    byId("search").focus();
    return true;
  }
  if (event.key === "f" || event.key === "F") {
    app.toggleSheet("filters");
    return true;
  }
  if (/^[1-5]$/.test(event.key)) {
    app.set({ tab: TABS[Number(event.key) - 1][0] });
    return true;
  }
  return false;
}

export function keys(app) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help-box").open) return;
    const onGraph = event.target.id === "canvas";
    const onMap = byId("view-map").contains(event.target);
    const done = (onGraph && graphKey(app, event)) || (onMap && app.views.map.key(event.key));
    if (done || pageKey(app, event)) event.preventDefault();
  });
}
