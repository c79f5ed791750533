// Search as you type: names and aliases first, then acts and quotes.  "/" puts the cursor here.

import { plainSentence, stanceChip } from "./cards.js";
import { fold, objectText } from "./data.js";
import { byId, el, show } from "./dom.js";
import { shapeGlyph } from "./glyphs.js";
import { named, t, TEXT } from "./text.js";

const MOST = { nodes: 8, statements: 8 };

export class Search {
  constructor(app) {
    this.app = app;
    this.input = byId("search");
    this.list = byId("results");
    this.active = -1;
    this.options = [];
    this.index(app.data);
    this.input.addEventListener("input", () => this.run());
    this.input.addEventListener("focus", () => this.run());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close()); // options are chosen on mousedown
  }

  index(data) {
    this.names = data.nodes.map((node) => [node.label, ...node.aliases].map(fold));
    const sentences = data.statements.map((s) =>
      fold([data.nodes[s.s].label, s.text, s.label, s.predicate, objectText(data, s)].join(" ")));
    this.ends = sentences.map((sentence) => sentence.length);
    this.texts = data.statements.map((s, i) => `${sentences[i]} ${fold(s.quote)}`);
    this.weight = data.nodes.map((node) => node.as.length + node.of.length + node.says.length);
  }

  // 0 the whole name, 1 its beginning, 2 a word's beginning, 3 within; -1 not at all.
  rank(names, wanted) {
    let best = -1;
    for (const name of names) {
      let rank = -1;
      if (name === wanted) rank = 0;
      else if (name.startsWith(wanted)) rank = 1;
      else if (name.includes(` ${wanted}`)) rank = 2;
      else if (name.includes(wanted)) rank = 3;
      if (rank >= 0 && (best < 0 || rank < best)) best = rank;
    }
    return best;
  }

  find(text) {
    const wanted = fold(text.trim());
    if (!wanted) return { nodes: [], statements: [], total: 0 };
    const nodes = [];
    this.names.forEach((names, i) => {
      const rank = this.rank(names, wanted);
      if (rank >= 0) nodes.push({ i, rank });
    });
    nodes.sort((a, b) => a.rank - b.rank || this.weight[b.i] - this.weight[a.i] || a.i - b.i);
    const words = wanted.split(/\s+/);
    const [said, quoted] = [[], []]; // found in the statement itself, or only in its quote
    this.texts.forEach((content, i) => {
      if (!words.every((word) => content.includes(word))) return;
      const sentence = content.slice(0, this.ends[i]);
      (words.every((word) => sentence.includes(word)) ? said : quoted).push(i);
    });
    const statements = [...said, ...quoted];
    return { nodes: nodes.map(({ i }) => i), statements, total: nodes.length + statements.length };
  }

  run() {
    const text = this.input.value;
    if (!text.trim()) {
      this.close();
      return;
    }
    const found = this.find(text);
    this.options = [
      ...found.nodes.slice(0, MOST.nodes).map((node) => ({ node })),
      ...found.statements.slice(0, MOST.statements).map((statement) => ({ statement })),
    ];
    this.active = this.options.length ? 0 : -1;
    this.render(found);
  }

  render(found) {
    const parts = [];
    this.options.forEach((option, number) => {
      if (number === 0 && option.node !== undefined) parts.push(this.heading(t("searchActors"), found.nodes.length));
      const first = option.statement !== undefined && this.options[number - 1]?.statement === undefined;
      if (first) parts.push(this.heading(t("searchStatements"), found.statements.length));
      parts.push(this.option(option, number));
    });
    show(this.list, ...parts);
    byId("search-status").textContent = found.total ? t("searchCount", { n: found.total }) : t("searchNone");
    this.list.hidden = this.options.length === 0;
    byId("search-none").hidden = this.options.length > 0;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.mark();
  }

  heading(name, count) {
    return el("li", { role: "presentation", class: "heading" }, name, " ", el("span", { class: "count" }, count));
  }

  option(option, number) {
    const { app } = this;
    const look = option.node !== undefined
      ? this.nodeLook(app.data.nodes[option.node])
      : [el("bdi", { class: "label" }, plainSentence(app, app.data.statements[option.statement])),
        stanceChip(app.data.statements[option.statement])];
    return el("li", {
      role: "option", id: `result-${number}`, "aria-selected": "false",
      onmousedown: (event) => {
        event.preventDefault();
        this.choose(number);
      },
    }, ...look);
  }

  nodeLook(node) {
    return [shapeGlyph(node.type, this.app.theme()), el("bdi", { class: "label" }, node.label),
      el("span", { class: "quiet" }, named(TEXT.types, node.type))];
  }

  mark() {
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const on = option.id === `result-${this.active}`;
      option.setAttribute("aria-selected", String(on));
      if (on) option.scrollIntoView({ block: "nearest" });
    }
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `result-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && this.options.length) {
      event.preventDefault();
      this.active = (this.active + moves[event.key] + this.options.length) % this.options.length;
      this.mark();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.input.value = "";
      this.close();
      this.input.blur();
    }
  }

  choose(number) {
    const option = this.options[number];
    this.close();
    this.input.value = "";
    this.input.blur();
    if (option.node !== undefined) this.app.pick(option.node);
    else {
      const s = this.app.data.statements[option.statement];
      this.app.set({ statement: s.i, edge: [s.s, s.o], node: -1, place: -1, path: null, ego: 0 });
    }
    byId("panel-title").focus();
  }

  close() {
    this.list.hidden = true;
    byId("search-none").hidden = true;
    this.options = [];
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
