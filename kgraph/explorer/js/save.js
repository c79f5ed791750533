// Take away what is visible: picture, drawing, table, graph.

import { COLUMNS, eventName, speakersText } from "./table.js";
import { shorten, plain, along, loopRadius } from "./labels.js";
import { nodeSize } from "./model.js";
import { corners, QUADS, SURFACE, typeStyle } from "./palette.js";
import { t } from "./text.js";

export function download(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 5000);
}

// What XML forbids is shown as a control picture, as kgraph's own GraphML does.
export function xml(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

// A cell that a spreadsheet would run as a formula gets an apostrophe before it.
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csv(app) {
  const more = [["colQuote", (_, s) => s.quote], ["colConfidence", (_, s) => s.confidence / 100],
    ["colArticle", (_, s) => app.data.documents[s.document].title || ""],
    ["colUrl", (_, s) => app.data.documents[s.document].url || ""]];
  const columns = [...COLUMNS, ...more].map(([name, value]) => [t(name), value]);
  const lines = [columns.map(([name]) => cell(name)).join(",")];
  for (const s of app.visibleStatements()) lines.push(columns.map(([, value]) => cell(value(app, s))).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

const FIELDS = {
  node: [["label", "string"], ["type", "string"]],
  edge: [["label", "string"], ["predicate", "string"], ["stance", "string"], ["event", "string"],
    ["speaker", "string"], ["date", "string"], ["place", "string"], ["evidence", "string"],
    ["publisher", "string"], ["document", "string"], ["url", "string"], ["confidence", "double"]],
};

function edgeValues(app, s) {
  const document = app.data.documents[s.document];
  return {
    label: s.label, predicate: s.predicate, stance: s.stance, event: s.event && eventName(s.event) && s.event,
    speaker: speakersText(app, s), date: s.date, place: s.place >= 0 ? app.data.nodes[s.place].label : "",
    evidence: s.quote, publisher: document.source, document: document.title || document.name,
    url: document.url, confidence: s.confidence / 100,
  };
}

const datum = (kind, name, value) =>
  value === null || value === undefined || value === "" ? "" : `<data key="${kind}-${name}">${xml(value)}</data>`;

export function graphml(app) {
  const { data } = app;
  const visible = app.visibleStatements().filter((s) => s.o >= 0);
  const nodes = [...new Set(visible.flatMap((s) => [s.s, s.o]))].sort((a, b) => a - b);
  const keys = Object.entries(FIELDS).flatMap(([kind, fields]) => fields.map(([name, type]) =>
    `<key id="${kind}-${name}" for="${kind}" attr.name="${name}" attr.type="${type}"/>`));
  const nodeLines = nodes.map((i) => `<node id="${xml(data.nodes[i].id)}">${
    datum("node", "label", data.nodes[i].label)}${datum("node", "type", data.nodes[i].type)}</node>`);
  const edgeLines = visible.map((s) => {
    const values = edgeValues(app, s);
    const id = `${data.documents[s.document].id}/statement/${s.id}`;
    return `<edge id="${xml(id)}" source="${xml(data.nodes[s.s].id)}" target="${xml(data.nodes[s.o].id)}">${
      FIELDS.edge.map(([name]) => datum("edge", name, values[name])).join("")}</edge>`;
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys, '<graph edgedefault="directed">', ...nodeLines, ...edgeLines, "</graph>", "</graphml>", ""].join("\n");
}

const SVG_DASH = {
  1: 'stroke-dasharray="9 6"', 2: 'stroke-dasharray="0 7" stroke-linecap="round"',
  3: 'stroke-dasharray="10 5 0 5" stroke-linecap="round"', 4: 'stroke-dasharray="4 9"',
  7: 'stroke-dasharray="0 6 0 12" stroke-linecap="round"',
};

// A line with what it stands for, which browsers show when the mouse is on it.
function svgGroup(app, edge, drawn) {
  const { nodes } = app.data;
  const pair = t("pair", { from: nodes[edge.s].label, to: nodes[edge.o].label });
  return `<g><title>${xml(plain([pair, edge.label].filter(Boolean).join(": ")))}</title>${drawn}</g>`;
}

function svgLine(d, edge, colour) {
  const width = Math.min(1.7 + 0.75 * Math.log2(edge.statements.length), 5);
  const round = edge.line === 2 || edge.line === 7;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(round ? width + 1.6 : width)}" ${SVG_DASH[edge.line] || ""}/>`;
}

// What somebody does to himself: a circle above the node, drawn before it.
function svgLoop(edge, node, colour) {
  const r = loopRadius(node.size, edge.bend);
  const [x, y] = [node.x, node.y - node.size - 0.6 * r];
  return svgLine(`M${n(x)} ${n(y + r)}a${n(r)} ${n(r)} 0 1 0 -0.01 0Z`, edge, colour) +
    svgMarks(edge, { from: node, to: node, bend: edge.bend }, colour);
}

function svgEdge(app, edge, at, colour) {
  if (edge.s === edge.o) return svgGroup(app, edge, svgLoop(edge, at.get(edge.s), colour));
  const ends = { from: at.get(edge.s), to: at.get(edge.o), bend: edge.bend };
  const [mx, my] = along(ends, 0.5);
  const { from, to } = ends;
  const [cx, cy] = [2 * mx - (from.x + to.x) / 2, 2 * my - (from.y + to.y) / 2];
  const angle = Math.atan2(to.y - cy, to.x - cx);
  const tip = [to.x - Math.cos(angle) * (to.size + 2), to.y - Math.sin(angle) * (to.size + 2)];
  const path = svgLine(`M${n(from.x)} ${n(from.y)}Q${n(cx)} ${n(cy)} ${n(tip[0])} ${n(tip[1])}`, edge, colour);
  const back = (turn, length) => `${n(tip[0] - Math.cos(angle + turn) * length)} ${n(tip[1] - Math.sin(angle + turn) * length)}`;
  const head = `<path d="M${n(tip[0])} ${n(tip[1])}L${back(0.42, 9)}L${back(-0.42, 9)}Z" fill="${colour}"/>`;
  return svgGroup(app, edge, path + head + svgMarks(edge, ends, colour));
}

// Crosses on a denied line and bars on a negated one.
function svgMarks(edge, ends, colour) {
  if (edge.line !== 5 && edge.line !== 6) return "";
  const marks = [0.2, 0.35, 0.5, 0.65, 0.8].map((step) => {
    const [x, y] = along(ends, step);
    return edge.line === 5
      ? `M${n(x - 4)} ${n(y - 4)}l8 8m0 -8l-8 8`
      : `M${n(x - 3)} ${n(y - 5)}l6 10`;
  });
  return `<path d="${marks.join("")}" stroke="${colour}" stroke-width="1.6" fill="none"/>`;
}

const n = (value) => Math.round(value * 100) / 100;

export function drawing(app) {
  const { data } = app;
  const theme = app.theme();
  const surface = SURFACE[theme];
  const edges = app.graph.edges;
  const used = [...new Set(edges.flatMap((edge) => [edge.s, edge.o]))].map((i) => data.nodes[i]);
  const unit = Math.max(26, 60 - used.length / 10);
  const at = new Map(used.map((node) => [node.i, { x: app.graph.at(node.i).x * unit, y: -app.graph.at(node.i).y * unit, size: nodeSize(node, used.length, app.mostActs), node }]));
  const xs = [...at.values()].map(({ x }) => x);
  const ys = [...at.values()].map(({ y }) => y);
  const [x0, y0] = [Math.min(...xs, 0) - 140, Math.min(...ys, 0) - 60];
  const [w, h] = [Math.max(...xs, 0) + 200 - x0, Math.max(...ys, 0) + 60 - y0];
  const lines = edges.map((edge) => svgEdge(app, edge, at, QUADS[theme][edge.quad]));
  const nodes = [...at.values()].map(({ x, y, size, node }) => svgNode(x, y, size, node, theme, surface));
  return [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${n(x0)} ${n(y0)} ${n(w)} ${n(h)}" font-family="sans-serif" font-size="12">`,
    `<title>${xml(data.title)}</title>`,
    `<rect x="${n(x0)}" y="${n(y0)}" width="${n(w)}" height="${n(h)}" fill="${surface.ground}"/>`,
    ...lines, ...nodes, "</svg>", ""].join("\n");
}

function svgNode(x, y, size, node, theme, surface) {
  const style = typeStyle(node.type);
  const look = style.hollow
    ? `fill="${surface.ground}" stroke="${style[theme]}" stroke-width="2"`
    : `fill="${style[theme]}" stroke="${surface.ground}" stroke-width="1.5"`;
  const points = corners(style, size);
  const shape = points
    ? `<polygon points="${points.map(([px, py]) => `${n(x + px)},${n(y + py)}`).join(" ")}" ${look}/>`
    : `<circle cx="${n(x)}" cy="${n(y)}" r="${n(size)}" ${look}/>`;
  return `${shape}<text x="${n(x + size + 4)}" y="${n(y + 4)}" fill="${surface.text}" stroke="${
    surface.halo}" stroke-width="3" paint-order="stroke">${xml(shorten(plain(node.label)))}</text>`;
}

// A picture of the graph as it stands on the screen, all layers over the ground colour.
export function picture(app) {
  const { sigma } = app.graph;
  sigma.render();
  const canvases = Object.entries(sigma.getCanvases());
  const first = canvases[0][1];
  const canvas = document.createElement("canvas");
  canvas.width = first.width;
  canvas.height = first.height;
  const context = canvas.getContext("2d");
  context.fillStyle = SURFACE[app.theme()].ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [name, layer] of canvases) {
    if (name !== "mouse" && layer.width) context.drawImage(layer, 0, 0, canvas.width, canvas.height);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
