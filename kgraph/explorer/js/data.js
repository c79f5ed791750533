// The payload of the page as objects: nodes, statements, documents, and who belongs to whom.

import { TEXT } from "./text.js";

const NEITHER = 4; // the quad class of what is no event, or not known to be one

// Append to the list that stands under a key.
export function into(lists, key, item) {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

const column = (table, name, place) => (name in table ? table[name][place] : undefined);

// Lower case without accents: "turkiye" finds "Türkiye".
export const fold = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ı/g, "i");

function readNodes(table, base) {
  return table.id.map((id, i) => ({
    i,
    id: base + id,
    label: table.label[i],
    type: table.types[table.type[i]],
    x: table.x[i],
    y: table.y[i],
    wikidata: column(table, "wikidata", i),
    wikipedia: column(table, "wikipedia", i),
    country: column(table, "country", i),
    aliases: column(table, "aliases", i) || [],
    at: column(table, "at", i),
    acts: 0,
    as: [],
    of: [],
    says: [],
    here: [],
  }));
}

function readStatement(payload, events, i) {
  const { statements: s, words, quotes, chains, lists } = payload;
  const word = (number) => (number < 0 || number === undefined ? null : words[number]);
  const event = word(s.ev[i]);
  return {
    i,
    id: s.id[i],
    document: s.d[i],
    s: s.s[i],
    o: s.o[i],
    role: word(s.role[i]),
    speakers: chains[s.sp[i]],
    cues: lists[s.cue[i]],
    stance: word(s.st[i]),
    text: word(s.w[i]),
    label: word(s.l[i]),
    predicate: word(s.p[i]),
    event,
    quad: events.get(event) ?? NEITHER,
    relation: word(s.rel[i]),
    negative: s.neg[i] === 1,
    passive: s.pas[i] === 1,
    time: word(s.t[i]),
    timeText: word(s.timeText[i]),
    place: s.pl[i],
    confidence: s.c[i],
    quote: quotes[s.q[i]],
    span: s.span[i],
    arguments: (s.args[i] || []).map(([role, preposition, node, label]) => ({
      role: word(role), preposition: word(preposition), node, label: word(label),
    })),
    condition: s.condition[i] ?? -1,
    told: s.told[i] ?? [1, 1, 1, 1],
  };
}

function readDocuments(table) {
  return table.id.map((id, i) => ({
    i, id, name: table.name[i], title: table.title[i], source: table.source[i],
    url: table.url[i], date: table.date[i], copyOf: table.copyOf[i], newer: table.newer[i],
  }));
}

// First and last day of an ISO date as far as it is known: 2025, 2025-06, 2025-06-04, 2024/2025.
export function days(value) {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(value || "");
  if (!found) return null;
  const last = /\/(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(value) || found;
  const [, y, m, d] = found;
  const [, y2, m2, d2] = last;
  const end = d2 ? Date.UTC(y2, m2 - 1, d2) : Date.UTC(y2, m2 ? m2 : 12, 1) - 864e5;
  return [Date.UTC(y, (m || 1) - 1, d || 1) / 864e5, end / 864e5];
}

function count(data) {
  for (const statement of data.statements) {
    const subject = data.nodes[statement.s];
    subject.acts += 1;
    subject.as.push(statement.i);
    if (statement.o >= 0 && statement.o !== statement.s) data.nodes[statement.o].of.push(statement.i);
    for (const speaker of new Set(statement.speakers)) data.nodes[speaker].says.push(statement.i);
    const { place } = statement;
    const told = place === statement.s || place === statement.o || statement.arguments.some(({ node }) => node === place);
    if (place >= 0 && !told) data.nodes[place].here.push(statement.i);
    for (const { node } of statement.arguments) {
      if (node >= 0 && node !== statement.o && node !== statement.s) {
        data.nodes[node].of.push(statement.i);
      }
    }
  }
}

// How many independent sources report the same act with the same stance family (fact or claim), as
// the page's maker counted them (agreement.py), and how many voices: who says so, a speaker or else
// the source itself.  An older version of an article speaks no more.
function agreement(data) {
  const found = new Map();
  const key = (s) => `${s.s} ${s.o} ${s.predicate} ${s.stance === "claimed" ? "asserted" : s.stance}`;
  const byId = new Map(data.documents.map((document) => [document.id, document]));
  for (const statement of data.statements) {
    statement.from = data.documents[statement.document];
    if (!found.has(key(statement))) found.set(key(statement), new Set());
    const document = statement.from;
    if (document.newer) continue;
    const origin = byId.get(document.copyOf) ?? document;
    found.get(key(statement)).add(statement.speakers.length
      ? statement.speakers[statement.speakers.length - 1] : origin.source ?? `#${origin.i}`);
  }
  for (const statement of data.statements) {
    Object.assign(statement, { sources: statement.told[3], voices: found.get(key(statement)).size });
  }
}

export function readData(payload) {
  const events = new Map(Object.entries(payload.events)); // each with its quad class
  const data = {
    title: payload.title,
    nodes: readNodes(payload.nodes, payload.base),
    documents: readDocuments(payload.documents),
    statements: payload.statements.id.map((_, i) => readStatement(payload, events, i)),
    base: payload.base,
    events: [...events.keys()],
    quadOf: (event) => events.get(event) ?? NEITHER,
    open: payload.open && new Map(payload.open.nodes.map((node, i) => [node, { x: payload.open.x[i], y: payload.open.y[i] }])),
  };
  for (const statement of data.statements) {
    const said = statement.time || data.documents[statement.document].date;
    statement.date = said;
    statement.days = days(said);
  }
  count(data);
  agreement(data);
  return data;
}

export const nodeKey = (data, node) => data.nodes[node].id;
export const statementKey = (data, statement) =>
  `${data.documents[statement.document].id.replace(/^.*\//, "")}/${statement.id}`;

// What stands between subject and object when the statement is read as a sentence.
export function objectText(data, statement) {
  if (statement.role === "act" || statement.o < 0) return "";
  return data.nodes[statement.o].label;
}

const RESTATED = new Set(["object", "act"]);

// The arguments that the sentence of a statement adds after its object.
export function addedArguments(statement) {
  return statement.arguments.filter(
    (argument) => RESTATED.has(statement.role) || argument.node !== statement.o,
  );
}

export function stanceWords(data, statement, fill) {
  const document = data.documents[statement.document];
  const source = document.source || TEXT.article;
  const speakers = statement.speakers.map((node) => data.nodes[node].label);
  const speaker = speakers.length ? speakers[speakers.length - 1] : source;
  return fill(TEXT.stances[statement.stance][1], { source, speaker });
}
