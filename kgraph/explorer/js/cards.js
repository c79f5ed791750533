// A statement as a reader wants it: the sentence, the stance in words, who says so, the quote.

import { addedArguments, objectText, stanceWords, statementKey } from "./data.js";
import { el, link, safeUrl } from "./dom.js";
import { lineGlyph } from "./glyphs.js";
import { fill, named, t, TEXT } from "./text.js";

// A name that leads to its node: a real link, so that it wraps like text and can be copied.
const name = (app, node) => el("a", {
  class: "name", href: `#node=${encodeURIComponent(app.name.node(node))}`,
  onclick: (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.pick(node);
  },
}, el("bdi", {}, app.data.nodes[node].label));

const AUXILIARY = /^(am|is|are|was|were|has|have|had|does|do|did|will|would|shall|should|can|could|may|might|must)\b/i;

// What is said to be done.  A negative statement shows its "not" even where its own words lack it.
export function actText(s, object = "") {
  const text = s.text || s.label;
  const said = /\b(not|no|none|nothing|never|neither|nor|without)\b|n['’]t\b/i;
  if (!s.negative || s.stance === "denied" || said.test(`${text} ${object}`)) return text;
  return AUXILIARY.test(text) ? text.replace(AUXILIARY, `$1 ${t("not")}`) : `${t("not")} ${text}`;
}

export function sentence(app, s, { links = true } = {}) {
  const who = (node) => (links ? name(app, node) : el("bdi", {}, app.data.nodes[node].label));
  const parts = [who(s.s), " ", el("span", { class: "act" }, actText(s, objectText(app.data, s)))];
  if (objectText(app.data, s)) parts.push(" ", who(s.o));
  for (const argument of addedArguments(s)) {
    parts.push(" ", argument.preposition ? `${argument.preposition} ` : "");
    const known = argument.node >= 0 && links;
    parts.push(known ? name(app, argument.node) : el("bdi", {}, argument.label || ""));
  }
  return el("span", { class: "sentence" }, ...parts);
}

export const plainSentence = (app, s) =>
  [app.data.nodes[s.s].label, actText(s, objectText(app.data, s)), objectText(app.data, s)].filter(Boolean).join(" ");

export function stanceChip(s) {
  return el("span", { class: `chip stance-${s.stance}` }, lineGlyph(s.stance, 30),
    TEXT.stances[s.stance][0]);
}

// The quote with the words of subject, act and object marked; spans that cross are left unmarked.
export function quote(s) {
  const kinds = ["subject", "act", "object"];
  const spans = kinds
    .map((kind, number) => ({ kind, start: s.span[2 * number], end: s.span[2 * number + 1] }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => (a.kind === "act" ? -1 : b.kind === "act" ? 1 : 0));
  const kept = [];
  for (const span of spans) {
    if (kept.every(({ start, end }) => span.end <= start || span.start >= end)) kept.push(span);
  }
  kept.sort((a, b) => a.start - b.start);
  const letters = [...s.quote]; // offsets count code points, not UTF-16 units
  const parts = [];
  let at = 0;
  for (const { kind, start, end } of kept) {
    parts.push(letters.slice(at, start).join(""));
    parts.push(el("mark", { class: `mark-${kind}` }, letters.slice(start, end).join("")));
    at = end;
  }
  parts.push(letters.slice(at).join(""));
  return el("blockquote", { dir: "auto" }, ...parts);
}

function chain(app, s) {
  const document = app.data.documents[s.document];
  const steps = [el("span", {}, document.source || TEXT.article)];
  s.speakers.forEach((speaker, number) => {
    const cue = s.cues.length === s.speakers.length ? s.cues[number] : null;
    steps.push(el("span", { class: "arrow", "aria-hidden": "true" }, "→"), name(app, speaker));
    if (cue) steps.push(el("span", { class: "quiet" }, `(“${cue}”)`));
  });
  return el("p", { class: "chain" }, el("span", { class: "visually-hidden" }, `${TEXT.chain}: `), ...steps);
}

// Who else reports it, counted by independent origin, and whether a newer version took its place.
function told(app, s, document) {
  const [articles, , origins] = s.told;
  const parts = articles > 1 ? [t("toldBy", { n: articles }), t("origins", { n: origins })] : [];
  const named = (id) => app.data.documents.find((one) => one.id === id)?.name ?? TEXT.article;
  if (document.newer) parts.unshift(t("superseded", { name: named(document.newer) }));
  else if (document.copyOf) parts.unshift(t("copyOf", { name: named(document.copyOf) }));
  return parts.length ? el("span", { class: "told" }, ` · ${parts.join(", ")}`) : "";
}

function origin(app, s) {
  const document = app.data.documents[s.document];
  const title = document.title || document.name;
  const url = safeUrl(document.url);
  return el("p", { class: "origin" },
    el("cite", {}, url ? link(url, title) : el("bdi", {}, title)),
    document.date ? ` · ${t("published", { date: document.date })}` : "",
    told(app, s, document),
    document.url && !url ? el("span", { class: "quiet" }, ` · ${document.url}`) : "");
}

function facts(app, s) {
  const { nodes } = app.data;
  const when = s.time ? `${s.time}${s.timeText ? ` (“${s.timeText}”)` : ""}` : null;
  const items = [
    s.event ? named(TEXT.events, s.event) : null,
    when,
    s.place >= 0 ? t("place", { place: nodes[s.place].label }) : null,
    t("confidence", { n: s.confidence }),
  ];
  return el("p", { class: "facts" }, items.filter(Boolean).join(" · "));
}

export function card(app, s) {
  const chosen = app.state.statement === s.i;
  const children = [
    el("p", { class: "head" }, stanceChip(s), el("time", {}, s.date || TEXT.undated)),
    el("p", { class: "said" }, sentence(app, s)),
    el("p", { class: "words" }, stanceWords(app.data, s, fill)),
    s.speakers.length ? chain(app, s) : null,
    quote(s),
    s.condition >= 0
      ? el("p", { class: "condition" }, t("condition", { text: plainSentence(app, app.data.statements[s.condition]) }))
      : null,
    facts(app, s),
    origin(app, s),
    el("p", { class: "tools" }, el("button", {
      type: "button", class: "plain", "data-key": `s${s.i}`, "aria-pressed": chosen ? "true" : "false",
      onclick: () => app.set({ statement: chosen ? -1 : s.i }),
    }, t("linkHere"))),
  ];
  return el("article", {
    class: `card quad-${s.quad}${chosen ? " chosen" : ""}`, "data-statement": statementKey(app.data, s),
  }, ...children);
}
