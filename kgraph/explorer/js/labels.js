// Names and acts written over the graph, placed so that none covers another.
//
// Sigma's own labels leave out what does not fit a grid and know nothing of one another.  Here the
// weightiest comes first, each tries a few places beside its node (or along its line), and what
// finds no free place stays unwritten until the reader zooms in.

const FONT = '"Inter", "Segoe UI", system-ui, -apple-system, "Liberation Sans", Arial, sans-serif';
const CELL = 80;
const LONGEST = 42;
const MAIN = 30; // so many of the weightiest are named first
const CROWD = 120; // among more nodes than these, their names may lie over lesser nodes
const MOST_NODES = 160;
const MOST_EDGES = 90;

export const shorten = (text, most = LONGEST) =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

// Right-to-left marks and line breaks must not reorder or break what is drawn beside them.
export const plain = (text) =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ").trim();

class Taken {
  constructor() {
    this.cells = new Map();
  }

  * keys([x0, y0, x1, y1]) {
    for (let x = Math.floor(x0 / CELL); x <= Math.floor(x1 / CELL); x += 1) {
      for (let y = Math.floor(y0 / CELL); y <= Math.floor(y1 / CELL); y += 1) yield `${x},${y}`;
    }
  }

  free(box) {
    for (const key of this.keys(box)) {
      for (const [x0, y0, x1, y1] of this.cells.get(key) || []) {
        if (box[0] < x1 && box[2] > x0 && box[1] < y1 && box[3] > y0) return false;
      }
    }
    return true;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

export class Labels {
  constructor(context) {
    this.context = context;
    this.widths = new Map();
  }

  width(text, font) {
    const key = `${font}|${text}`;
    if (!this.widths.has(key)) {
      this.context.font = font;
      this.widths.set(key, this.context.measureText(text).width);
    }
    return this.widths.get(key);
  }

  // nodes: {x, y, size, pull (to where its lines go), label, weight, strong}; edges: {from, to, bend,
  // label, colour, weight, forced}; all in pixels of the view.  The weightiest are placed first.
  draw(view, nodes, edges, surface) {
    const { context } = this;
    context.clearRect(0, 0, view.width, view.height);
    context.textBaseline = "middle";
    this.taken = new Taken();
    const order = nodes.filter((node) => within(view, node)).sort((a, b) => b.weight - a.weight);
    const [main, rest] = [order.slice(0, MAIN), order.slice(MAIN, MOST_NODES)];
    this.taken.add([view.width - 52, view.height - 122, view.width, view.height]); // the buttons
    for (const node of main) this.taken.add(around(node, 1));
    this.lesser = new Taken();
    for (const node of order.slice(MAIN)) this.lesser.add(around(node, 1));
    const forced = edges.filter((edge) => edge.forced);
    this.nodes(main.filter((node) => node.strong), view, surface);
    this.edges(forced, view, surface);
    this.nodes(main.filter((node) => !node.strong), view, surface, order.length > CROWD);
    this.nodes(rest, view, surface);
    this.edges(edges.filter((edge) => !edge.forced).slice(0, MOST_EDGES), view, surface);
  }

  nodes(order, view, surface, over = false) {
    for (const node of order) {
      if (!node.label) continue;
      const text = shorten(plain(node.label), node.strong ? 60 : 34);
      const size = node.minor ? 11 : 12.5;
      const font = `${node.strong ? 600 : node.minor ? 400 : 500} ${size}px ${FONT}`;
      const width = this.width(text, font);
      const place = this.place(node, width, size, view, over);
      if (place) this.write(place, text, font, node, surface);
    }
  }

  // Where a name finds room.  Only with "over" may it lie on lesser nodes, where nothing else is free.
  place(node, width, height, view, over) {
    for (const lesser of over ? [this.lesser, null] : [this.lesser]) {
      for (const [x, y] of places(node, width, height, view)) {
        const box = [x - 2, y - height / 2, x + width + 2, y + height / 2];
        const inside = box[0] > 2 && box[2] < view.width - 2 && box[1] > 2 && box[3] < view.height - 2;
        if (inside && this.taken.free(box) && (!lesser || lesser.free(box))) {
          this.taken.add(box);
          return [x, y];
        }
      }
    }
    return node.strong ? [node.x + node.size + 4, node.y] : null;
  }

  write([x, y], text, font, node, surface) {
    const { context } = this;
    context.font = font;
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = surface.halo;
    context.strokeText(text, x, y);
    context.fillStyle = node.dim ? surface.faint : node.minor ? surface.quiet : surface.text;
    context.fillText(text, x, y);
  }

  edges(order, view, surface) {
    for (const edge of order) {
      const text = shorten(plain(edge.label), 36);
      const font = `500 11px ${FONT}`;
      const width = this.width(text, font);
      const reach = Math.hypot(edge.to.x - edge.from.x, edge.to.y - edge.from.y);
      const room = reach - edge.from.size - edge.to.size;
      if (!edge.forced && edge.from !== edge.to && room < covered(edge, width, reach) + 34) continue;
      for (const step of [0.5, 0.4, 0.6, 0.3, 0.7]) {
        const [x, middle] = along(edge, step);
        const y = edge.from === edge.to ? middle - 11 : middle; // over a loop, not on it
        const box = [x - width / 2 - 5, y - 9, x + width / 2 + 5, y + 9];
        const inside = box[0] > 0 && box[2] < view.width && box[1] > 0 && box[3] < view.height;
        if (!inside || !this.taken.free(box) || !this.lesser.free(box)) continue;
        this.taken.add(box);
        this.pill(box, text, font, edge, surface);
        break;
      }
    }
  }

  pill([x0, y0, x1, y1], text, font, edge, surface) {
    const { context } = this;
    context.fillStyle = surface.pill;
    context.strokeStyle = surface.edge;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x0 + 0.5, y0 + 0.5, x1 - x0 - 1, y1 - y0 - 1, 8);
    context.fill();
    context.stroke();
    context.font = font;
    context.fillStyle = edge.colour;
    context.fillText(text, x0 + 5, (y0 + y1) / 2 + 0.5);
  }
}

// How much of a line its label hides: a level label hides much of a level line, little of a steep.
function covered({ from, to }, width, reach) {
  const across = Math.abs(to.x - from.x) / (reach || 1);
  const down = Math.abs(to.y - from.y) / (reach || 1);
  return Math.min((width + 10) / Math.max(across, 0.01), 18 / Math.max(down, 0.01));
}

// Where a name may stand: beside, below or above, first of all away from the node's own lines.
function places(node, width, height, view) {
  const gap = node.size + 4;
  const middle = Math.max(4, Math.min(node.x - width / 2, view.width - width - 4));
  const right = { at: [node.x + gap, node.y], cost: node.pull.x };
  const left = { at: [node.x - gap - width, node.y], cost: 0.15 - node.pull.x };
  const below = { at: [middle, node.y + gap + height / 2 + 1], cost: 0.1 + node.pull.y };
  const above = { at: [middle, node.y - gap - height / 2 - 1], cost: 0.1 - node.pull.y };
  const straight = [right, left, below, above].sort((a, b) => a.cost - b.cost).map(({ at }) => at);
  const [far, rise] = [node.size * 0.7 + 3, node.size * 0.7 + height / 2 + 1];
  const askew = [-1, 1].flatMap((way) => [
    [node.x + far, node.y + way * rise], [node.x - far - width, node.y + way * rise],
  ]);
  return [...straight, ...askew];
}

const within = (view, { x, y, size }) =>
  x > -size && y > -size && x < view.width + size && y < view.height + size;

const around = ({ x, y, size }, gap) => [x - size - gap, y - size - gap, x + size + gap, y + size + gap];

// How large the loop is that stands for what somebody does to himself: as in the edge shader.
export const loopRadius = (size, bend) => 8 + 4 * bend + 0.2 * size;

// The point of an edge's curve at a step from 0 to 1, as the edge shader bends it.
export function along({ from, to, bend }, step) {
  if (from === to) return [from.x, from.y - from.size - 1.6 * loopRadius(from.size, bend)];
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const middle = [(from.x + to.x) / 2 + dy * bend, (from.y + to.y) / 2 - dx * bend];
  const a = (1 - step) * (1 - step);
  const b = 2 * step * (1 - step);
  const c = step * step;
  return [
    a * from.x + b * middle[0] + c * to.x,
    a * from.y + b * middle[1] + c * to.y,
  ];
}

// Note at both ends of a line in which direction it leaves.
export function pullTogether(a, b) {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [x, y] = [(b.x - a.x) / length, (b.y - a.y) / length];
  a.pull = { x: a.pull.x + x, y: a.pull.y + y };
  b.pull = { x: b.pull.x - x, y: b.pull.y - y };
}
