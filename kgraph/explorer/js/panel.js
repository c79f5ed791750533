// The evidence panel: what is selected, and every statement about it with its words.

import { card, sentence, stanceChip } from "./cards.js";
import { into } from "./data.js";
import { byId, el, link, show } from "./dom.js";
import { shapeGlyph } from "./glyphs.js";
import { MINOR, shortestPath, weight } from "./model.js";
import { positions } from "./positions.js";
import { named, t, TEXT } from "./text.js";

const PAGE = 40;

const byDate = (a, b) => (a.date || "9").localeCompare(b.date || "9") || a.i - b.i;

export class Panel {
  constructor(app) {
    this.app = app;
    this.most = new Map();
    this.shownFor = null;
  }

  update() {
    const { app } = this;
    const { state } = app;
    const body = byId("panel-body");
    const subject = JSON.stringify([state.node, state.edge, state.place, state.path, state.statement]);
    if (subject !== this.shownFor) {
      this.most.clear();
      body.scrollTop = 0;
    }
    const fresh = subject !== this.shownFor;
    this.shownFor = subject;
    show(body, ...this.content());
    const count = body.querySelectorAll(".card").length;
    const said = [byId("panel-title").textContent.trim(), count ? t("countStatements", { n: count }) : ""];
    byId("panel-status").textContent = app.hasSelection() ? said.filter(Boolean).join(", ") : "";
    if (fresh && state.statement >= 0) body.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
    byId("panel").classList.toggle("empty", !app.hasSelection());
  }

  content() {
    const { state } = this.app;
    if (state.path) return this.pathView(...state.path);
    if (state.edge) return this.pairView(...state.edge);
    if (state.node >= 0) return this.nodeView(this.app.data.nodes[state.node]);
    if (state.place >= 0) return this.placeView(this.app.data.nodes[state.place]);
    if (state.statement >= 0) {
      const s = this.app.data.statements[state.statement];
      return s.o >= 0 ? this.pairView(s.s, s.o) : this.nodeView(this.app.data.nodes[s.s]);
    }
    return this.overview();
  }

  title(...parts) {
    return el("h2", { tabindex: -1, id: "panel-title" }, ...parts);
  }

  // A heading with a count and the first cards; the rest on demand.
  section(name, statements, key) {
    if (!statements.length) return null;
    const most = this.most.get(key) || PAGE;
    const chosen = statements.findIndex((s) => s.i === this.app.state.statement);
    const shown = statements.slice(0, Math.max(most, chosen + 1));
    const rest = statements.length - shown.length;
    return el("section", {},
      name ? el("h3", {}, name, " ", el("span", { class: "count" }, statements.length)) : null,
      ...shown.map((s) => card(this.app, s)),
      rest > 0 ? el("button", {
        type: "button", class: "more", "data-key": `more-${key}`,
        onclick: () => {
          this.most.set(key, most + PAGE);
          this.update();
        },
      }, t("showMore", { n: Math.min(rest, PAGE) })) : null);
  }

  passing(numbers) {
    return numbers.filter((i) => this.app.passes[i]).map((i) => this.app.data.statements[i]).sort(byDate);
  }

  nodeView(node) {
    const sections = [
      this.section(t("asSubject"), this.passing(node.as), "as"),
      this.section(t("asObject"), this.passing(node.of), "of"),
      this.section(t("asSpeaker"), this.passing(node.says), "says"),
      this.section(t("here"), this.passing(node.here), "here"),
    ].filter(Boolean);
    return [
      this.title(shapeGlyph(node.type, this.app.theme(), 18), " ", el("bdi", {}, node.label)),
      el("p", { class: "quiet" }, [
        named(TEXT.types, node.type),
        node.aliases.length ? t("alsoKnown", { names: node.aliases.join(", ") }) : null,
      ].filter(Boolean).join(" · ")),
      this.outside(node),
      this.actions(node),
      ...(sections.length ? sections : [el("p", { class: "quiet" }, t("noStatements"))]),
    ];
  }

  outside(node) {
    const links = [];
    if (/^Q\d+$/.test(node.wikidata || "")) {
      links.push(link(`https://www.wikidata.org/wiki/${node.wikidata}`, t("wikidata")));
    }
    if (node.wikipedia) {
      const page = encodeURIComponent(node.wikipedia.replace(/ /g, "_"));
      links.push(link(`https://en.wikipedia.org/wiki/${page}`, t("wikipedia")));
    }
    return links.length ? el("p", { class: "outside" }, ...links.flatMap((a) => [a, " "])) : null;
  }

  actions(node) {
    const { app } = this;
    const action = (key, text, pressed, onclick) => el("button", {
      type: "button", "data-key": key, "aria-pressed": pressed ? "true" : "false", onclick,
    }, text);
    const ego = (depth, text) => action(`ego${depth}`, text, app.state.ego === depth, () =>
      app.set({ ego: app.state.ego === depth ? 0 : depth, tab: "graph" }));
    return el("div", { class: "actions" },
      ego(1, t("egoOne")), ego(2, t("egoTwo")),
      action("expand", t("expand"), app.state.kept.has(node.i), () => app.expand(node.i)),
      action("path", t("pathFrom"), app.pathStart === node.i, () => app.startPath(node.i)),
      el("button", {
        type: "button", "data-key": "hide",
        onclick: () => app.set({ hidden: new Set([...app.state.hidden, node.i]), node: -1, ego: 0 }),
      }, t("hide")),
      this.hasPositions(node.i) ? el("button", {
        type: "button", "data-key": "positions", onclick: () => app.set({ tab: "positions", by: node.i, of: -1 }),
      }, t("positions")) : null,
      node.says.length ? el("button", {
        type: "button", "data-key": "alone",
        onclick: () => app.set({ on: { ...app.state.on, speaker: new Set([node.label]) }, alone: true, node: -1, ego: 0 }),
      }, t("restsOn")) : null);
  }

  hasPositions(node) {
    this.holders ||= new Set(positions(this.app.data, this.app.data.statements).map(({ by }) => by));
    return this.holders.has(node);
  }

  pairView(from, to) {
    const { nodes, statements } = this.app.data;
    const forth = this.passing(nodes[from].as).filter((s) => s.o === to);
    const back = this.passing(nodes[to].as).filter((s) => s.o === from && from !== to);
    const label = (a, b) => t("pair", { from: nodes[a].label, to: nodes[b].label });
    const chosen = this.app.state.statement;
    const missing = chosen >= 0 && !this.app.passes[chosen] ? [statements[chosen]] : [];
    return [
      this.title(el("bdi", {}, nodes[from].label), " → ", el("bdi", {}, nodes[to].label)),
      this.section("", missing, "missing"),
      this.section(label(from, to), forth, "forth"),
      this.section(label(to, from), back, "back"),
      forth.length + back.length + missing.length ? null : el("p", { class: "quiet" }, t("noStatements")),
    ];
  }

  placeView(node) {
    const here = this.app.passing.filter((s) => s.place === node.i).sort(byDate);
    return [this.title(t("atPlace", { place: node.label })), this.section("", here, "place")];
  }

  pathView(from, to) {
    const { nodes } = this.app.data;
    const path = shortestPath(this.app.passing, from, to);
    const names = { from: nodes[from].label, to: nodes[to].label };
    if (!path) return [this.title(t("pathNone", names))];
    const steps = path.slice(1).map((node, number) => {
      const before = path[number];
      const between = this.app.passing.filter((s) =>
        (s.s === before && s.o === node) || (s.s === node && s.o === before)).sort(byDate);
      return this.section(t("both", { from: nodes[before].label, to: nodes[node].label }), between, `p${number}`);
    });
    return [this.title(t("pathFound", { ...names, n: path.length - 1 })), ...steps];
  }

  overview() {
    const { app } = this;
    const acts = new Map();
    for (const s of app.passing) acts.set(s.s, (acts.get(s.s) || 0) + 1);
    const top = [...acts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
    return [
      this.title(t("glance")),
      el("p", { class: "quiet" }, t("glanceHint")),
      el("h3", {}, t("mostActive")),
      el("ol", { class: "ranking" }, ...top.map(([node, n]) => this.rank(node, n, top[0][1]))),
      el("h3", {}, t("strongest")),
      el("ul", { class: "lines" }, ...this.strongest()),
    ];
  }

  rank(node, n, most) {
    const found = this.app.data.nodes[node];
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${Math.round((100 * n) / most)}%`;
    return el("li", {}, el("button", {
      type: "button", "data-key": `rank${node}`, onclick: () => this.app.pick(node),
    }, shapeGlyph(found.type, this.app.theme()), el("bdi", { class: "label" }, found.label),
    el("span", { class: "count" }, t("acts", { n })), bar));
  }

  strongest() {
    const groups = new Map();
    for (const s of this.app.passing) {
      if (s.o < 0 || s.o === s.s || s.role === "act") continue;
      const key = `${s.s} ${s.o} ${s.predicate} ${s.stance}`;
      into(groups, key, s);
    }
    const acts = (s) => Number(s.event !== null) - 2 * Number(s.relation !== null);
    const named = (s) => Number(!MINOR.has(this.app.data.nodes[s.o].type));
    const counts = new Map([...groups.values()].map((group) => [group, weight(group)]));
    const order = [...groups.values()].sort((a, b) =>
      acts(b[0]) - acts(a[0]) || b[0].sources - a[0].sources || named(b[0]) - named(a[0]) || counts.get(b) - counts.get(a) || b[0].confidence - a[0].confidence || a[0].i - b[0].i);
    return order.slice(0, 8).map((group) => [group[0], counts.get(group)]).map(([s, n]) => el("li", {}, el("button", {
      type: "button", "data-key": `top${s.i}`,
      onclick: () => this.app.set({ statement: s.i, edge: [s.s, s.o], node: -1, ego: 0 }),
    }, sentence(this.app, s, { links: false }), " ", stanceChip(s),
    n > 1 ? el("span", { class: "count" }, t("times", { n })) : null)));
  }
}
