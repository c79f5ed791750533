// What the reader is looking at: one plain object, written to and read from the URL's fragment.

import { days } from "./data.js";

export const SETS = ["stance", "event", "type"]; // switched off, one by one
export const PICKS = ["speaker", "source"]; // picked, one by one; none picked means all

export function emptyState() {
  return {
    tab: "graph",
    node: -1,
    edge: null, // [from, to] where a line is selected
    statement: -1,
    place: -1,
    path: null, // [from, to]
    ego: 0,
    kept: new Set(), // nodes whose neighbours stay drawn, whatever is selected
    off: { stance: new Set(), event: new Set(), type: new Set() },
    on: { speaker: new Set(), source: new Set() },
    confidence: 0,
    agree: false,
    alone: false,
    from: null,
    to: null,
    hidden: new Set(),
    all: false,
    by: -1, // whose positions, and toward whom
    of: -1,
    sort: 1, // column of the table, from 1; negative from the last to the first
    camera: null, // x, y and ratio where the graph is not seen as a whole
    box: null, // of the map
    theme: null,
  };
}

const list = (items) => [...items].sort().map(encodeURIComponent).join(",");
const unlist = (text) => (text ? text.split(",").map(decodeURIComponent) : []);

export const isoDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

// The fragment says nothing about what is as it is at first, so that a plain view has a plain link.
export function writeHash(state, name) {
  const parts = [];
  const add = (key, value) => parts.push(`${key}=${value}`);
  const node = (number) => encodeURIComponent(name.node(number));
  if (state.tab !== "graph") add("view", state.tab);
  if (state.node >= 0) add("node", node(state.node));
  if (state.place >= 0) add("at", node(state.place));
  if (state.edge) add("edge", state.edge.map(node).join(","));
  if (state.path) add("path", state.path.map(node).join(","));
  if (state.statement >= 0) add("s", encodeURIComponent(name.statement(state.statement)));
  if (state.ego) add("ego", state.ego);
  if (state.kept.size) add("kept", [...state.kept].map(node).sort().join(","));
  for (const key of SETS) if (state.off[key].size) add(`no-${key}`, list(state.off[key]));
  for (const key of PICKS) if (state.on[key].size) add(key, list(state.on[key]));
  if (state.confidence) add("conf", state.confidence);
  if (state.agree) add("agree", 1);
  if (state.alone) add("alone", 1);
  if (state.from !== null) add("from", isoDay(state.from));
  if (state.to !== null) add("to", isoDay(state.to));
  if (state.hidden.size) add("hide", [...state.hidden].map(node).sort().join(","));
  if (state.all) add("all", 1);
  if (state.by >= 0) add("by", node(state.by));
  if (state.of >= 0) add("of", node(state.of));
  if (state.sort !== 1) add("sort", state.sort);
  if (state.camera) add("camera", state.camera.join(","));
  if (state.box) add("box", state.box.join(","));
  if (state.theme) add("theme", state.theme);
  return parts.join("&");
}

const TABS = new Set(["graph", "table", "positions", "map", "matrix"]);

function pair(text, find) {
  const found = unlist(text).map(find.node);
  return found.length === 2 && found.every((number) => number >= 0) ? found : null;
}

function numbers(text, count) {
  const found = text.split(",").map(Number);
  return text && found.length === count && found.every(Number.isFinite) ? found : null;
}

const day = (text) => (text && days(text) ? days(text)[0] : null);

// Read a fragment; what is unknown in it (an old link, a hand-made one) is left out.
export function readHash(hash, find) {
  const state = emptyState();
  const parts = new Map();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) parts.set(part.slice(0, at), part.slice(at + 1));
  }
  const get = (key) => parts.get(key) || "";
  try {
    if (TABS.has(get("view"))) state.tab = get("view");
    state.node = parts.has("node") ? find.node(decodeURIComponent(get("node"))) : -1;
    state.place = parts.has("at") ? find.node(decodeURIComponent(get("at"))) : -1;
    for (const end of ["by", "of"]) state[end] = parts.has(end) ? find.node(decodeURIComponent(get(end))) : -1;
    state.edge = pair(get("edge"), find);
    state.path = pair(get("path"), find);
    state.statement = parts.has("s") ? find.statement(decodeURIComponent(get("s"))) : -1;
    for (const key of SETS) state.off[key] = new Set(unlist(get(`no-${key}`)));
    for (const key of PICKS) state.on[key] = new Set(unlist(get(key)));
    const nodes = (key) => new Set(unlist(get(key)).map(find.node).filter((number) => number >= 0));
    state.hidden = nodes("hide");
    state.kept = nodes("kept");
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  state.ego = state.node >= 0 ? Math.min(2, Number(get("ego")) || 0) : 0;
  state.confidence = Math.max(0, Math.min(100, Number(get("conf")) || 0));
  state.agree = get("agree") === "1";
  state.alone = get("alone") === "1";
  state.from = day(get("from"));
  state.to = day(get("to"));
  state.all = get("all") === "1";
  state.sort = /^-?[1-8]$/.test(get("sort")) ? Number(get("sort")) : 1;
  state.camera = numbers(get("camera"), 3);
  state.box = numbers(get("box"), 4);
  if (["light", "dark"].includes(get("theme"))) state.theme = get("theme");
  return state;
}
