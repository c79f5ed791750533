// What is drawn: which nodes and which merged lines, from the statements that pass the filters.

import { into } from "./data.js";
import { lineOf, LINES } from "./palette.js";
import { TEXT } from "./text.js";

export const MINOR = new Set(["Phrase", "Act"]);

const SCALES = [[10000, 0.5], [2500, 0.6], [400, 0.7], [120, 0.8], [60, 0.9]];

// A node is as large as it acts much, beside the one that acts most; smaller where many are drawn.
export function nodeSize(node, count, most) {
  const scale = SCALES.find(([many]) => count > many)?.[1] || 1;
  if (MINOR.has(node.type)) return 4.2 * scale;
  return (5.5 + 12 * Math.sqrt(node.acts / Math.max(most, 8)) + 0.5 * Math.min(Math.sqrt(node.of.length), 4)) * scale;
}

// The nodes within so many steps of one node, over the passing statements.
export function neighbourhood(statements, centre, depth) {
  let found = new Set([centre]);
  for (let step = 0; step < depth; step += 1) {
    const wider = new Set(found);
    for (const s of statements) {
      if (s.o < 0) continue;
      if (found.has(s.s)) wider.add(s.o);
      if (found.has(s.o)) wider.add(s.s);
    }
    found = wider;
  }
  return found;
}

// A shortest path over the passing statements in either direction, as nodes; null if there is none.
// Neighbours are tried in order of their number, so that the same view gives the same path.
export function shortestPath(statements, from, to) {
  const near = new Map();
  const join = (a, b) => near.set(a, (near.get(a) || new Set()).add(b));
  for (const s of statements) {
    if (s.o < 0) continue;
    join(s.s, s.o);
    join(s.o, s.s);
  }
  const before = new Map([[from, -1]]);
  let edge = [from];
  while (edge.length && !before.has(to)) {
    const next = [];
    for (const node of edge) {
      for (const other of [...(near.get(node) || [])].sort((a, b) => a - b)) {
        if (!before.has(other)) {
          before.set(other, node);
          next.push(other);
        }
      }
    }
    edge = next;
  }
  if (!before.has(to)) return null;
  const path = [];
  for (let node = to; node !== -1; node = before.get(node)) path.unshift(node);
  return path;
}

function commonest(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])))[0][0];
}

// One line for each pair of nodes, direction and line style, with the statements it stands for.
export function mergedEdges(statements, shown) {
  const merged = new Map();
  for (const s of statements) {
    if (s.o < 0 || (shown && !(shown.has(s.s) && shown.has(s.o)))) continue;
    const line = lineOf(s.stance);
    const key = `${s.s}>${s.o}:${line}`;
    if (!merged.has(key)) merged.set(key, { key, s: s.s, o: s.o, line: LINES[line], statements: [] });
    merged.get(key).statements.push(s);
  }
  const edges = [...merged.values()];
  bendApart(edges);
  for (const edge of edges) {
    edge.quad = commonest(edge.statements.map((s) => s.quad));
    edge.label = edge.statements[0].role === "act" ? actLabel(edge.statements) : edgeLabel(edge);
  }
  return edges;
}

function bendApart(edges) {
  const pairs = new Map();
  for (const edge of edges) {
    const key = edge.s < edge.o ? `${edge.s} ${edge.o}` : `${edge.o} ${edge.s}`;
    into(pairs, key, edge);
  }
  for (const together of pairs.values()) {
    together.sort((a, b) => (a.key < b.key ? -1 : 1));
    together.forEach((edge, number) => {
      edge.bend = number; // of what somebody does to himself: loops within loops
      if (edge.s === edge.o) return;
      const bend = (number - (together.length - 1) / 2) * 0.24;
      edge.bend = edge.s < edge.o ? bend : -bend;
    });
  }
}

// How many statements count: what an older version says does not, nor a copy beside its origin.
export function weight(statements) {
  const told = new Set(statements.map((s) => s.from.id));
  return statements.filter(({ from }) => !from.newer && !told.has(from.copyOf)).length;
}

const times = (n) => (n > 1 ? `×${n}` : "");

// A line to an act that has no object: the act's name stands at its node already.
function actLabel(statements) {
  const { stance } = statements[0];
  const words = stance === "asserted" ? "" : TEXT.stances[stance][0];
  return [words, times(weight(statements))].filter(Boolean).join(" ");
}

// The commonest act among those that give the line its colour, and how many statements there are.
function edgeLabel({ statements, quad }) {
  const label = commonest(statements.filter((s) => s.quad === quad).map((s) => s.label));
  const { stance } = statements.find((s) => s.label === label);
  const words = stance === "asserted" ? label : `${TEXT.stances[stance][0]}: ${label}`;
  return [words, times(weight(statements))].filter(Boolean).join(" ");
}
