// Actor by actor: how often one acts on another, and whether in conflict or in cooperation.

import { byId, el, paint, show } from "./dom.js";
import { shapeGlyph } from "./glyphs.js";
import { shorten } from "./labels.js";
import { mix, QUADS, SURFACE } from "./palette.js";
import { t } from "./text.js";

const MOST = 24;
const ACTORS = new Set(["Person", "Organization", "Government", "ArmedGroup", "Country", "Group", "Other"]);

// On whom a statement's subject acts: the object, else its recipients, where they are actors.
export function targets(data, s) {
  const ends = s.arguments.filter(({ role }) => role === "recipient").map(({ node }) => node);
  return [...new Set([s.o, ...ends])].filter((node) => node >= 0 && node !== s.s && ACTORS.has(data.nodes[node].type));
}

export function matrix(data, statements) {
  const cells = new Map();
  const weights = new Map();
  const more = (node) => weights.set(node, (weights.get(node) || 0) + 1);
  for (const s of statements) {
    if (s.relation || !ACTORS.has(data.nodes[s.s].type)) continue; // offices and places are no acts
    for (const to of targets(data, s)) {
      const key = `${s.s} ${to}`;
      if (!cells.has(key)) cells.set(key, { from: s.s, to, coop: 0, conflict: 0, other: 0 });
      const cell = cells.get(key);
      cell[s.quad === 4 ? "other" : s.quad < 2 ? "coop" : "conflict"] += 1;
      more(s.s);
      more(to);
    }
  }
  const actors = [...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST).map(([node]) => node);
  return { actors, cells };
}

export class Matrix {
  constructor(app) {
    this.app = app;
  }

  update() {
    const { actors, cells } = matrix(this.app.data, this.app.passing);
    const box = byId("view-matrix");
    if (!actors.length) {
      show(box, el("p", { class: "nothing" }, t("matrixNone")));
      return;
    }
    show(box, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("tabMatrix") },
      el("p", { class: "intro" }, t("matrixIntro")),
      this.scale(),
      el("table", { class: "matrix" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("matrixActor")),
          ...actors.map((node) => el("th", { scope: "col", class: "tall" }, el("div", {}, el("bdi", {}, shorten(this.name(node), 22))))))),
        el("tbody", {}, ...actors.map((from) => this.row(from, actors, cells))))));
  }

  name(node) {
    return this.app.data.nodes[node].label;
  }

  scale() {
    const swatch = (balance) => paint(el("span", { class: "swatch" }), { background: this.colour(balance, 3) });
    return el("p", { class: "scale quiet", "aria-hidden": "true" }, t("matrixConflict"), " ", ...[-1, -0.5, 0, 0.5, 1].map(swatch), " ", t("matrixCooperation"));
  }

  row(from, actors, cells) {
    const { app } = this;
    return el("tr", {}, el("th", { scope: "row" },
      el("button", { type: "button", class: "name", "data-key": `m${from}`, onclick: () => app.pick(from) },
        shapeGlyph(app.data.nodes[from].type, app.theme()), " ", el("bdi", {}, shorten(this.name(from), 26)))),
    ...actors.map((to) => this.cell(cells.get(`${from} ${to}`), from, to)));
  }

  cell(cell, from, to) {
    if (!cell) return el("td", { class: from === to ? "self" : "" });
    const { app } = this;
    const total = cell.coop + cell.conflict + cell.other;
    const balance = (cell.coop - cell.conflict) / total;
    const button = el("button", {
      type: "button", "data-key": `m${from}-${to}`,
      "aria-label": t("matrixCell", { ...cell, from: this.name(from), to: this.name(to) }),
      title: t("matrixCell", { ...cell, from: this.name(from), to: this.name(to) }),
      onclick: () => app.set({ edge: [from, to], node: -1, statement: -1, place: -1, path: null, ego: 0 }),
    }, total, el("span", { class: "sign", "aria-hidden": "true" }, balance > 0.2 ? "+" : balance < -0.2 ? "−" : ""));
    const chosen = app.state.edge && app.state.edge[0] === from && app.state.edge[1] === to;
    return paint(el("td", { class: chosen ? "chosen" : "" }, button), { background: this.colour(balance, total) });
  }

  // Mild tints: the figure on them keeps its contrast.
  colour(balance, total) {
    const theme = this.app.theme();
    const end = balance === 0 ? QUADS[theme][4] : QUADS[theme][balance > 0 ? 1 : 3];
    const share = 0.12 + 0.28 * Math.abs(balance) * Math.min(1, 0.5 + total / 8);
    return mix(SURFACE[theme].ground, end, share);
  }
}
