// The page: reads its data, keeps one state, shows it in every view, and writes it to the link.

import { buttons, help, TABS, tabs, words } from "./controls.js";
import { Facets } from "./facets.js";
import { look, reveal } from "./camera.js";
import { byId, el, hasWebgl, show } from "./dom.js";
import { filter, isFiltered } from "./filters.js";
import { GraphView } from "./graph.js";
import { keys } from "./keys.js";
import { WorldMap } from "./map.js";
import { Matrix } from "./matrix.js";
import { MINOR } from "./model.js";
import { Panel } from "./panel.js";
import { Positions } from "./positions.js";
import { csv, download, drawing, graphml, picture } from "./save.js";
import { Search } from "./search.js";
import { emptyState, readHash, writeHash } from "./state.js";
import { Table } from "./table.js";
import { t } from "./text.js";
import { Timeline } from "./timeline.js";
import { readData, statementKey } from "./data.js";

const DARK = window.matchMedia("(prefers-color-scheme: dark)");
const SELECTION = ["node", "edge", "statement", "place", "path", "ego", "kept", "tab", "by", "of"];
const FILTERS = ["off", "on", "confidence", "agree", "alone", "from", "to", "hidden"];
const NARROW = window.matchMedia("(max-width: 820px)");

class App {
  constructor(data, topology) {
    this.data = data;
    this.state = emptyState();
    this.pathStart = -1;
    this.names();
    this.mostActs = Math.max(0, ...data.nodes.filter((node) => !MINOR.has(node.type)).map((node) => node.acts));
    this.totals = filter(data, this.state).counts;
    this.recount();
    this.views = {
      table: new Table(this), positions: new Positions(this), map: new WorldMap(this, topology), matrix: new Matrix(this),
    };
    this.panel = new Panel(this);
    this.facets = new Facets(this);
    this.search = new Search(this);
    this.timeline = new Timeline(this);
    for (const s of data.statements) {
      if (s.o >= 0) for (const end of [s.s, s.o]) data.nodes[end].drawn = true;
    }
  }

  // Names of nodes and statements in links: IRIs without the part they share.
  names() {
    const { nodes, statements, base } = this.data;
    const short = (id) => (base && id.startsWith(base) ? id.slice(base.length) : id);
    const node = new Map(nodes.map(({ id, i }) => [short(id), i]));
    const statement = new Map(statements.map((s) => [statementKey(this.data, s), s.i]));
    this.name = { node: (i) => short(nodes[i].id), statement: (i) => statementKey(this.data, statements[i]) };
    this.finder = { node: (key) => node.get(key) ?? -1, statement: (key) => statement.get(key) ?? -1 };
  }

  theme() {
    return this.state.theme || (DARK.matches ? "dark" : "light");
  }

  recount() {
    const { passing, timeless, counts } = filter(this.data, this.state);
    Object.assign(this, { passing, timeless, counts });
    this.passes = new Uint8Array(this.data.statements.length);
    for (const s of passing) this.passes[s.i] = 1;
  }

  // Change the state and show it.  A new selection can be gone back from; a filter cannot.
  set(patch, { record = true } = {}) {
    const before = this.state;
    this.state = { ...before, ...patch };
    const changed = Object.keys(patch);
    if (changed.some((key) => FILTERS.includes(key))) this.recount();
    this.show(changed);
    if (record) this.write(changed.some((key) => SELECTION.includes(key)));
  }

  // Note where the reader is without showing anything anew.
  remember(patch) {
    this.state = { ...this.state, ...patch };
    this.write(false);
  }

  write(push) {
    if (!window.location.protocol.startsWith("http") && window.location.protocol !== "file:") return;
    const hash = writeHash(this.state, this.name);
    if (hash === window.location.hash.slice(1)) return;
    const url = hash ? `#${hash}` : window.location.pathname + window.location.search;
    window.history[push ? "pushState" : "replaceState"](null, "", url);
  }

  read() {
    this.state = readHash(window.location.hash, this.finder);
    this.recount();
    if (this.state.box) this.views.map.box = this.state.box;
    this.show(Object.keys(this.state));
    if (this.state.camera && this.graph) look(this.graph, this.state.camera);
  }

  show(changed) {
    const has = (...wanted) => changed.some((key) => wanted.includes(key));
    document.documentElement.dataset.theme = this.theme();
    if (has("tab")) this.showTab();
    const part = this.state.ego || this.state.kept.size || this.state.path;
    document.body.toggleAttribute("data-part", Boolean(part));
    const unfolds = this.state.ego || (this.data.open && !this.state.all);
    const drawn = has(...FILTERS, "all", "theme", "ego", "kept", "path") || this.egoBefore ||
      (has("node", "edge", "statement") && unfolds);
    this.egoBefore = this.state.ego > 0;
    if (this.graph) {
      if (drawn) this.graph.rebuild();
      else this.graph.select();
    }
    const view = this.views[this.state.tab];
    if (view) view.update();
    this.panel.update();
    if (has(...FILTERS, "theme")) {
      this.facets.update();
      this.timeline.update();
      this.countLine();
    }
    if (has("theme")) this.themeButton();
    if (has("node", "edge", "statement", "place", "path") && this.hasSelection()) this.openPanel();
  }

  countLine() {
    const all = this.data.statements.length;
    const names = this.data.nodes.filter((node) => !MINOR.has(node.type)).length;
    byId("counts").textContent = isFiltered(this.state)
      ? t("shown", { n: this.passing.length, all })
      : [t("countStatements", { n: all }), t("countNames", { n: names }),
        t("countArticles", { n: this.data.documents.length })].join(" · ");
  }

  showTab() {
    document.body.dataset.view = this.state.tab;
    for (const [name] of TABS) {
      const on = name === this.state.tab;
      byId(`view-${name}`).hidden = !on;
      const tab = byId(`tab-${name}`);
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    if (this.graph && this.state.tab === "graph") this.graph.refresh();
  }

  hasSelection() {
    const { node, edge, statement, place, path } = this.state;
    return node >= 0 || Boolean(edge) || statement >= 0 || place >= 0 || Boolean(path);
  }

  // A name was chosen: by a click, by search or in a list.
  pick(node, { move = true } = {}) {
    if (this.pathStart >= 0 && this.pathStart !== node) {
      const path = [this.pathStart, node];
      this.endPath();
      this.set({ path, node: -1, edge: null, statement: -1, place: -1, ego: 0, tab: "graph" });
      return;
    }
    this.set({ node, edge: null, statement: -1, place: -1, path: null, ego: this.state.ego && !this.state.kept.size ? 1 : 0 });
    if (this.graph && move) reveal(this.graph, node);
  }

  // Draw the neighbours of this node too, beside those of the nodes expanded before; or no more.
  expand(node) {
    const kept = new Set(this.state.kept);
    if (!kept.delete(node)) {
      if (this.state.ego && !kept.size) kept.add(this.state.node);
      kept.add(node);
    }
    this.set({ kept, ego: 0, tab: "graph" });
  }

  startPath(node) {
    this.pathStart = this.pathStart === node ? -1 : node;
    byId("hint").textContent = this.pathStart >= 0 ? t("pathPick") : "";
    byId("hint").hidden = this.pathStart < 0;
    this.panel.update();
  }

  endPath() {
    this.pathStart = -1;
    byId("hint").hidden = true;
  }

  clearSelection() {
    this.endPath();
    if (this.hasSelection() || this.state.ego) {
      this.set({ node: -1, edge: null, statement: -1, place: -1, path: null, ego: 0 });
    }
    this.closeSheets();
  }

  clearFilters() {
    const { off, on, confidence, agree, alone, from, to, hidden } = emptyState();
    this.set({ off, on, confidence, agree, alone, from, to, hidden });
  }

  visibleStatements() {
    const shown = this.graph && (this.graph.narrow() || this.state.path) ? this.graph.shown : null;
    return shown ? this.passing.filter((s) => shown.has(s.s) && shown.has(s.o)) : this.passing;
  }

  themeButton() {
    const name = { light: t("themeLight"), dark: t("themeDark") }[this.state.theme] || t("themeAuto");
    const button = byId("theme");
    button.setAttribute("aria-label", t("theme", { name }));
    button.title = t("theme", { name });
    button.textContent = { light: "☀", dark: "☾" }[this.state.theme] || "◐";
  }

  nextTheme() {
    const order = [null, "light", "dark"];
    this.set({ theme: order[(order.indexOf(this.state.theme) + 1) % 3] });
  }

  openPanel() {
    if (NARROW.matches) document.body.dataset.sheet = "panel";
  }

  toggleSheet(name) {
    document.body.dataset.sheet = document.body.dataset.sheet === name ? "" : name;
  }

  closeSheets() {
    document.body.dataset.sheet = "";
  }

  async save(kind) {
    byId("save-menu").hidden = true;
    byId("save").setAttribute("aria-expanded", "false");
    if (kind === "csv") download("statements.csv", "text/csv;charset=utf-8", csv(this));
    if (kind === "graphml") download("graph.graphml", "application/graphml+xml", graphml(this));
    if (kind === "svg" && this.graph) download("graph.svg", "image/svg+xml", drawing(this));
    if (kind === "png" && this.graph) download("graph.png", "image/png", await picture(this));
    if (kind === "link") await this.copyLink();
  }

  async copyLink() {
    const field = el("textarea", { value: window.location.href, class: "visually-hidden", "aria-hidden": "true" });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    byId("search-status").textContent = t("copied");
  }
}

// A data block of the page: JSON as it is, or packed where it is long.  Null where there is none.
async function readBlock(id) {
  const element = byId(id);
  if (!element) return null;
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const bytes = Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(unpacked).text());
}

async function start() {
  const data = readData(await readBlock("data"));
  const topology = await readBlock("world");
  words();
  help(byId("licence-text").textContent);
  const app = new App(data, topology);
  tabs(app);
  buttons(app);
  keys(app);
  if (hasWebgl()) {
    app.graph = new GraphView(app, byId("canvas"), byId("notice"));
    app.graph.sigma.once("afterRender", () => {
      document.documentElement.dataset.ready = "1";
    });
  } else {
    show(byId("notice"), el("p", {}, t("noWebgl")));
    byId("notice").hidden = false;
    document.documentElement.dataset.ready = "1";
  }
  app.read();
  if (!app.graph && app.state.tab === "graph") app.set({ tab: "table" }, { record: false });
  window.addEventListener("popstate", () => app.read());
  window.addEventListener("hashchange", () => app.read());
  DARK.addEventListener("change", () => app.show(["theme"]));
}

start();
