// All visible statements as a table: the equal of the drawing for those who do not see it.

import { addedArguments, objectText } from "./data.js";
import { actText, stanceChip } from "./cards.js";
import { byId, el, show } from "./dom.js";
import { named, t, TEXT } from "./text.js";

const PAGE = 100;

export const eventName = (event) => (event ? named(TEXT.events, event) : "");
export const speakersText = (app, s) => s.speakers.map((node) => app.data.nodes[node].label).join(" → ");

export function wholeObject(app, s) {
  const parts = [objectText(app.data, s)];
  for (const { preposition, label } of addedArguments(s)) parts.push([preposition, label].filter(Boolean).join(" "));
  return parts.filter(Boolean).join(", ");
}

export const COLUMNS = [
  ["colDate", (app, s) => s.date || ""],
  ["colSubject", (app, s) => app.data.nodes[s.s].label],
  ["colPredicate", (app, s) => actText(s, objectText(app.data, s))],
  ["colObject", wholeObject],
  ["colStance", (app, s) => TEXT.stances[s.stance][0]],
  ["colSpeaker", speakersText],
  ["colEvent", (app, s) => eventName(s.event)],
  ["colSource", (app, s) => app.data.documents[s.document].source || ""],
];

export class Table {
  constructor(app) {
    this.app = app;
    this.most = PAGE;
  }

  update() {
    const rows = this.sorted();
    const shown = rows.slice(0, this.most);
    const rest = rows.length - shown.length;
    const box = byId("view-table");
    show(box, rows.length ? el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("tabTable") },
      el("table", { class: "statements", role: "table" },
        el("caption", { class: "visually-hidden" }, t("tableCaption", { n: rows.length })),
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...COLUMNS.map(([name], number) => this.header(name, number)))),
        el("tbody", { role: "rowgroup" }, ...shown.map((s) => this.row(s)))),
      rest > 0 ? el("button", {
        type: "button", class: "more", "data-key": "more-rows",
        onclick: () => {
          this.most += PAGE;
          this.update();
        },
      }, t("showMore", { n: Math.min(rest, PAGE) })) : null)
      : el("p", { class: "nothing" }, t("nothing")));
  }

  sort() {
    const { sort } = this.app.state;
    return { column: Math.abs(sort) - 1, down: sort < 0 };
  }

  sorted() {
    const { column, down } = this.sort();
    const value = COLUMNS[column][1];
    const keyed = this.app.visibleStatements().map((s) => [value(this.app, s), s]);
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    keyed.sort((a, b) => Number(!a[0]) - Number(!b[0]) || compare(a[0], b[0]) * (down ? -1 : 1) || a[1].i - b[1].i);
    return keyed.map(([, s]) => s);
  }

  header(name, number) {
    const { column, down } = this.sort();
    const on = column === number;
    const order = on ? (down ? "descending" : "ascending") : null;
    return el("th", { scope: "col", role: "columnheader", "aria-sort": order }, el("button", {
      type: "button", "data-key": name, title: t("sortBy", { name: t(name) }),
      onclick: () => this.app.set({ sort: (number + 1) * (on && !down ? -1 : 1) }),
    }, t(name), el("span", { "aria-hidden": "true", class: "order" }, on ? (down ? "▾" : "▴") : "")));
  }

  row(s) {
    const { app } = this;
    const chosen = app.state.statement === s.i;
    const select = () => app.set({ statement: s.i, edge: [s.s, s.o], node: -1, place: -1, path: null, ego: 0 });
    const cells = COLUMNS.map(([name, value]) => [name, value(app, s)]);
    return el("tr", { class: chosen ? "chosen" : "", role: "row", onclick: select },
      ...cells.map(([name, text]) => {
        if (name === "colStance") return el("td", { class: name, role: "cell" }, stanceChip(s));
        if (name === "colPredicate") {
          return el("td", { class: name, role: "cell" }, el("button", {
            type: "button", class: "plain act", "data-key": `row${s.i}`,
            onclick: (event) => {
              event.stopPropagation();
              select();
            },
          }, text));
        }
        return el("td", { class: name, role: "cell" }, el("bdi", {}, text));
      }));
  }
}
