// What each actor demands, offers, threatens, refuses and denies, by date, with its evidence.

import { plainSentence, sentence, stanceChip } from "./cards.js";
import { byId, el, show } from "./dom.js";
import { shapeGlyph } from "./glyphs.js";
import { plain, shorten } from "./labels.js";
import { t } from "./text.js";

export const KINDS = [
  ["demand", "kindDemand"], ["offer", "kindOffer"], ["threat", "kindThreat"],
  ["refusal", "kindRefusal"], ["denial", "kindDenial"],
];

const BY_STANCE = { demanded: "demand", promised: "offer", threatened: "threat", denied: "denial" };
const BY_EVENT = { REQUEST: "demand", AGREE: "offer", CONCEDE: "offer", THREATEN: "threat", REJECT: "refusal" };

// What kind of position a statement states, or null: its stance first, then what is done in it.
export function kindOf(s) {
  if (s.stance in BY_STANCE) return BY_STANCE[s.stance];
  const done = s.stance === "asserted" || s.stance === "claimed" || s.stance === "intended";
  return done && s.event in BY_EVENT ? BY_EVENT[s.event] : null;
}

// Whose position it is: who says so, where it is the content of a saying; else who acts.
export function holderOf(s) {
  const saying = s.stance === "demanded" || s.stance === "denied" || s.stance === "threatened";
  return saying && s.speakers.length ? s.speakers[s.speakers.length - 1] : s.s;
}

// To whom it is addressed: who should act, the recipient, or the actor that the act is about.
export function addresseeOf(data, s) {
  const holder = holderOf(s);
  const recipient = s.arguments.find(({ role, node }) => role === "recipient" && node >= 0);
  if (recipient) return recipient.node;
  if (s.stance === "demanded" && s.s !== holder) return s.s;
  const actor = s.o >= 0 && ["Person", "Organization", "Government", "Country", "ArmedGroup", "Group"]
    .includes(data.nodes[s.o].type);
  return actor && s.o !== holder ? s.o : -1;
}

// All positions that the statements state: whose, toward whom, of what kind.
export function positions(data, statements) {
  return statements.flatMap((s) => {
    const kind = kindOf(s);
    return kind ? [{ s, kind, by: holderOf(s), of: addresseeOf(data, s) }] : [];
  });
}

function byActor(found) {
  const actors = new Map();
  for (const position of found) {
    if (!actors.has(position.by)) actors.set(position.by, { holder: position.by, count: 0, kinds: {} });
    const actor = actors.get(position.by);
    actor.count += 1;
    (actor.kinds[position.kind] ||= []).push(position);
  }
  for (const { kinds } of actors.values()) {
    for (const list of Object.values(kinds)) {
      list.sort((a, b) => (a.s.date || "9").localeCompare(b.s.date || "9") || a.s.i - b.s.i);
    }
  }
  return [...actors.values()].sort((a, b) => b.count - a.count || a.holder - b.holder);
}

const MOST = 30;
const ENDS = [["by", "positionsBy"], ["of", "positionsOf"]];

export class Positions {
  constructor(app) {
    this.app = app;
    this.most = MOST;
  }

  update() {
    const { state } = this.app;
    const found = positions(this.app.data, this.app.passing);
    const all = byActor(found.filter((one) => ENDS.every(([end]) => state[end] < 0 || one[end] === state[end])));
    const shown = all.slice(0, this.most);
    show(byId("view-positions"), el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("tabPositions") },
      el("p", { class: "intro" }, all.length ? t("positionsIntro") : t("positionsNone")),
      found.length ? el("p", { class: "ends" }, ...ENDS.map(([end, name]) => this.end(found, end, name))) : null,
      ...shown.map((actor) => this.actor(actor)),
      all.length > shown.length ? el("button", {
        type: "button", class: "more", "data-key": "more-positions",
        onclick: () => {
          this.most += MOST;
          this.update();
        },
      }, t("showMore", { n: Math.min(MOST, all.length - shown.length) })) : null));
  }

  // Choose by whom or toward whom: those who occur with what is chosen at the other end.
  end(found, end, name) {
    const { state, data } = this.app;
    const other = end === "by" ? "of" : "by";
    const counts = new Map();
    for (const one of found) {
      if (one[end] < 0 || (state[other] >= 0 && one[other] !== state[other])) continue;
      counts.set(one[end], (counts.get(one[end]) || 0) + 1);
    }
    if (state[end] >= 0 && !counts.has(state[end])) counts.set(state[end], 0);
    const order = [...counts].sort((a, b) => data.nodes[a[0]].label.localeCompare(data.nodes[b[0]].label, "en"));
    return el("label", {}, el("span", {}, t(name)), el("select", {
      "aria-label": t(name), "data-key": `positions-${end}`, onchange: (event) => this.app.set({ [end]: Number(event.target.value) }),
    }, el("option", { value: -1 }, t("anybody")), ...order.map(([node, n]) =>
      el("option", { value: node, selected: node === state[end] }, `${plain(shorten(data.nodes[node].label))} (${n})`))));
  }

  actor({ holder, count, kinds }) {
    const { app } = this;
    const node = app.data.nodes[holder];
    return el("section", { class: "actor" },
      el("h2", {}, shapeGlyph(node.type, app.theme(), 18), " ",
        el("button", { type: "button", class: "name", "data-key": `actor${holder}`, onclick: () => app.pick(holder) },
          el("bdi", {}, node.label)),
        " ", el("span", { class: "count" }, count)),
      el("div", { class: "kinds" }, ...KINDS.filter(([kind]) => kinds[kind]).map(([kind, name]) =>
        el("section", { class: `kind kind-${kind}` },
          el("h3", {}, t(name), " ", el("span", { class: "count" }, kinds[kind].length)),
          el("ul", {}, ...kinds[kind].map((one) => this.item(one)))))));
  }

  item({ s, of: to }) {
    const { app } = this;
    return el("li", { class: app.state.statement === s.i ? "chosen" : "" },
      el("button", {
        type: "button", class: "position", "data-key": `pos${s.i}`,
        onclick: () => app.set({ statement: s.i, edge: s.o >= 0 ? [s.s, s.o] : null, node: s.o >= 0 ? -1 : s.s, ego: 0 }),
      },
      el("time", {}, s.date || t("undated")), sentence(app, s, { links: false }),
      to >= 0 && to !== s.s && to !== s.o ? el("span", { class: "quiet" }, t("addressee", { name: app.data.nodes[to].label })) : null,
      s.condition >= 0 ? el("span", { class: "quiet" }, t("condition", { text: plainSentence(app, app.data.statements[s.condition]) })) : null,
      this.reporter(s),
      stanceChip(s)));
  }

  // Who says that this is somebody's position, where it is not the actor itself.
  reporter(s) {
    const speaker = s.speakers.length ? s.speakers[s.speakers.length - 1] : -1;
    if (speaker < 0 || speaker === holderOf(s)) return null;
    return el("span", { class: "quiet" }, t("accordingTo", { name: this.app.data.nodes[speaker].label }));
  }
}
