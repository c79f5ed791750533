// Where nodes stand when only a part of the graph is drawn.  No motion: settled once, then shown.

import { into } from "./data.js";

const GOLDEN = Math.PI * (3 - Math.sqrt(5));

// A path from left to right.
export const inLine = (path) => new Map(path.map((node, number) => [node, { x: 3 * number, y: 0 }]));

// Put every node without a place beside the first neighbour that has one, on rings around it.
export function round(places, nodes, edges, fallback) {
  const near = new Map();
  for (const edge of edges) {
    into(near, edge.s, edge.o);
    into(near, edge.o, edge.s);
  }
  const around = new Map();
  const waiting = nodes.filter((node) => !places.has(node));
  for (let pass = 0; pass < 3; pass += 1) {
    const placed = new Set(places.keys());
    for (const node of waiting) {
      const anchor = (near.get(node) || []).find((other) => placed.has(other));
      if (places.has(node) || anchor === undefined) continue;
      const number = around.get(anchor) || 0;
      around.set(anchor, number + 1);
      const reach = 0.7 + 0.09 * Math.sqrt(number) * Math.sqrt(number);
      const { x, y } = places.get(anchor);
      const turn = number * GOLDEN;
      places.set(node, { x: x + Math.min(reach, 2.4) * Math.cos(turn), y: y + Math.min(reach, 2.4) * Math.sin(turn) });
    }
  }
  for (const node of waiting) if (!places.has(node)) places.set(node, fallback[node]);
}

function lengths(start, near, count) {
  const far = new Float64Array(count).fill(Infinity);
  far[start] = 0;
  const queue = [start];
  for (let at = 0; at < queue.length; at += 1) {
    for (const other of near[queue[at]]) {
      if (far[other] !== Infinity) continue;
      far[other] = far[queue[at]] + 1 + 0.2 * (Math.sqrt(near[queue[at]].size) + Math.sqrt(near[other].size) - 2);
      queue.push(other);
    }
  }
  return far;
}

// Stress majorisation from the places there are: what is near in the graph comes to lie near.
export function settle(places, edges, rounds = 80) {
  const nodes = [...places.keys()];
  const index = new Map(nodes.map((node, number) => [node, number]));
  const near = nodes.map(() => new Set());
  for (const { s, o } of edges) {
    near[index.get(s)].add(index.get(o));
    near[index.get(o)].add(index.get(s));
  }
  const wanted = nodes.map((_, number) => lengths(number, near, nodes.length));
  let x = Float64Array.from(nodes, (node, number) => places.get(node).x + 1e-3 * Math.cos(number));
  let y = Float64Array.from(nodes, (node, number) => places.get(node).y + 1e-3 * Math.sin(number));
  for (let round_ = 0; round_ < rounds; round_ += 1) [x, y] = step(x, y, wanted);
  return new Map(nodes.map((node, number) => [node, { x: x[number], y: y[number] }]));
}

// What hangs together settled by itself, in rows, the largest first.
export function inRows(places, edges) {
  const settled = settle(places, edges);
  const boxes = components([...places.keys()], edges).map((nodes) => {
    const points = nodes.map((node) => settled.get(node));
    const [left, right] = ends(points.map(({ x }) => x));
    const [low, high] = ends(points.map(({ y }) => y));
    return { nodes, left, high, across: right - left + 2.5, down: high - low + 1.3 };
  });
  boxes.sort((a, b) => b.nodes.length - a.nodes.length || a.nodes[0] - b.nodes[0]);
  const area = boxes.reduce((sum, box) => sum + box.across * box.down, 0);
  const width = Math.max(1.2 * Math.sqrt(area), ...boxes.map((box) => box.across));
  const placed = new Map();
  let [x, y, depth] = [0, 0, 0];
  for (const { nodes, left, high, across, down } of boxes) {
    if (x > 0 && x + across > width) [x, y, depth] = [0, y - depth, 0];
    for (const node of nodes) {
      const at = settled.get(node);
      placed.set(node, { x: at.x - left + x, y: at.y - high + y });
    }
    x += across;
    depth = Math.max(depth, down);
  }
  return placed;
}

const ends = (values) => [Math.min(...values), Math.max(...values)];

// The nodes that hang together, each component by its number.
function components(nodes, edges) {
  const near = new Map(nodes.map((node) => [node, []]));
  for (const { s, o } of edges) {
    near.get(s).push(o);
    near.get(o).push(s);
  }
  const seen = new Set();
  return [...nodes].sort((a, b) => a - b).flatMap((start) => {
    if (seen.has(start)) return [];
    seen.add(start);
    const found = [start];
    for (let at = 0; at < found.length; at += 1) {
      for (const other of near.get(found[at])) {
        if (!seen.has(other)) found.push(other);
        seen.add(other);
      }
    }
    return [found];
  });
}

function step(x, y, wanted) {
  const [nextX, nextY] = [new Float64Array(x.length), new Float64Array(x.length)];
  for (let i = 0; i < x.length; i += 1) {
    let [sumX, sumY, total] = [0, 0, 0];
    for (let j = 0; j < x.length; j += 1) {
      const far = wanted[i][j];
      if (i === j || far === Infinity) continue;
      const [across, down] = [x[i] - x[j], y[i] - y[j]];
      const pull = far / Math.max(Math.hypot(across, down), 1e-6);
      const weight = 1 / (far * far);
      sumX += weight * (x[j] + across * pull);
      sumY += weight * (y[j] + down * pull);
      total += weight;
    }
    nextX[i] = total ? sumX / total : x[i];
    nextY[i] = total ? sumY / total : y[i];
  }
  return [nextX, nextY];
}
