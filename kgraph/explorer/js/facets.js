// The filters at the left: the legend and the filters are one and the same.

import { byId, el, show } from "./dom.js";
import { isFiltered, NONE } from "./filters.js";
import { lineGlyph, quadGlyph, shapeGlyph } from "./glyphs.js";
import { STANCES, TYPES } from "./palette.js";
import { SETS } from "./state.js";
import { named, t, TEXT } from "./text.js";
import { fold } from "./data.js";

const SHORT = 8;

const GIVEN = {
  stance: Object.keys(STANCES),
  type: Object.keys(TYPES),
};

export class Facets {
  constructor(app) {
    this.app = app;
    this.order = { ...GIVEN, event: [...app.data.events, NONE] };
    this.long = new Set();
    this.find = { speaker: "", source: "" };
    this.known = this.values();
  }

  // All values that occur at all: a value that is filtered away stays where it is, with count 0.
  values() {
    const found = {};
    for (const [key, counts] of Object.entries(this.app.totals)) {
      const all = [...counts.keys()];
      const rank = (value) => (this.order[key] ? (this.order[key].indexOf(value) + 1 || 99) : -counts.get(value));
      found[key] = all.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
    }
    return found;
  }

  update() {
    const { app } = this;
    const filtered = isFiltered(app.state);
    byId("clear-filters").hidden = !filtered;
    byId("filter-dot").hidden = !filtered;
    show(byId("facets"),
      this.lineKey(),
      this.facet("stance", t("facetStance"), (value) => [lineGlyph(value, 30), TEXT.stances[value]?.[0] || value]),
      this.facet("type", t("facetType"), (value) => [shapeGlyph(value, app.theme()), named(TEXT.types, value)]),
      this.facet("event", t("facetEvent"), (value) => [
        quadGlyph(app.data.quadOf(value), app.theme()), value === NONE ? t("noEvent") : named(TEXT.events, value)]),
      this.facet("speaker", t("facetSpeaker"), (value) => [value === NONE ? t("noSpeaker") : el("bdi", {}, value)]),
      this.facet("source", t("facetSource"), (value) => [value === NONE ? t("noSource") : el("bdi", {}, value)]),
      this.rest());
  }

  lineKey() {
    return el("section", { class: "facet key" }, el("h3", {}, t("lineKey")),
      el("ul", {}, ...TEXT.quads.map((name, quad) =>
        el("li", {}, quadGlyph(quad, this.app.theme()), el("span", { class: "label" }, name)))));
  }

  facet(key, title, look) {
    const all = this.known[key];
    if (!all.length) return null;
    const wanted = fold(this.find[key] || "");
    const fitting = wanted ? all.filter((value) => fold(value).includes(wanted)) : all;
    const short = !this.order[key] && !this.long.has(key) && fitting.length > SHORT + 2;
    const shown = short ? fitting.filter((v, i) => i < SHORT || this.app.state.on[key].has(v)) : fitting;
    return el("section", { class: "facet", "data-facet": key },
      el("h3", { id: `facet-${key}` }, title),
      !this.order[key] && all.length > SHORT + 2 ? this.finder(key, title) : null,
      el("ul", { "aria-labelledby": `facet-${key}` }, ...shown.map((value) => this.row(key, value, look(value)))),
      short || this.long.has(key) ? el("button", {
        type: "button", class: "plain", "data-key": `long-${key}`,
        onclick: () => {
          if (!this.long.delete(key)) this.long.add(key);
          this.update();
        },
      }, short ? t("showMore", { n: fitting.length - SHORT }) : t("showFewer")) : null);
  }

  finder(key, title) {
    return el("input", {
      type: "search", class: "finder", "data-key": `find-${key}`, value: this.find[key],
      "aria-label": t("facetFind", { name: title }), placeholder: t("facetFind", { name: title }),
      oninput: (event) => {
        const at = event.target.selectionStart;
        this.find[key] = event.target.value;
        this.update();
        document.activeElement.setSelectionRange?.(at, at);
      },
    });
  }

  row(key, value, look) {
    const { state, counts } = this.app;
    const legend = SETS.includes(key);
    const checked = legend ? !state.off[key].has(value) : state.on[key].has(value);
    const count = counts[key].get(value) || 0;
    return el("li", { class: count ? "" : "none" },
      el("label", {},
        el("input", {
          type: "checkbox", checked, "data-key": `${key}:${value}`, "data-value": value,
          onchange: () => this.toggle(key, value),
        }),
        el("span", { class: "look" }, ...look)),
      el("button", {
        type: "button", class: "only", "data-key": `only-${key}:${value}`,
        "aria-label": t("onlyThis", { name: look.map((part) => part.textContent ?? part).join("") }),
        onclick: () => this.only(key, value),
      }, t("only")),
      el("span", { class: "count" }, count));
  }

  toggle(key, value) {
    const group = SETS.includes(key) ? "off" : "on";
    const changed = new Set(this.app.state[group][key]);
    if (!changed.delete(value)) changed.add(value);
    this.app.set({ [group]: { ...this.app.state[group], [key]: changed } });
  }

  // "Only" this value; once more and all come back.
  only(key, value) {
    const legend = SETS.includes(key);
    const group = legend ? "off" : "on";
    const alone = legend ? this.known[key].filter((other) => other !== value) : [value];
    const now = this.app.state[group][key];
    const same = now.size === alone.length && alone.every((other) => now.has(other));
    this.app.set({ [group]: { ...this.app.state[group], [key]: new Set(same ? [] : alone) } });
  }

  rest() {
    const { state } = this.app;
    const box = (key, text) => el("label", { class: "check" }, el("input", {
      type: "checkbox", checked: state[key], "data-key": key,
      onchange: (event) => this.app.set({ [key]: event.target.checked }),
    }), el("span", {}, text));
    return el("section", { class: "facet" },
      box("agree", t("facetAgree")), box("alone", t("facetAlone")),
      el("label", { class: "slider" }, el("span", {}, `${t("facetConfidence")} ${state.confidence} %`),
        el("input", {
          type: "range", min: 0, max: 100, step: 5, value: state.confidence, "data-key": "confidence",
          oninput: (event) => this.app.set({ confidence: Number(event.target.value) }),
        })),
      state.hidden.size ? el("p", {}, `${t("hiddenNodes", { n: state.hidden.size })} `, el("button", {
        type: "button", class: "plain", "data-key": "unhide",
        onclick: () => this.app.set({ hidden: new Set() }),
      }, t("showHidden"))) : null);
  }
}
