// Where the graph is seen from: nearer, farther, and over to what the reader asks for.

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");

export const pluck = (things, key) => things.map((thing) => thing[key]);

// Keep in the link from where the graph is seen, unless it is seen as a whole.
export function remember(view) {
  const { x, y, ratio } = view.sigma.getCamera();
  const camera = [x, y, ratio].map((value) => Number(value.toFixed(4)));
  const whole = camera.join() === "0.5,0.5,1";
  view.app.remember({ camera: whole ? null : camera });
}

export function look(view, [x, y, ratio]) {
  view.sigma.getCamera().setState({ x, y, ratio: Math.min(4, Math.max(0.02, ratio)) });
}

export function zoom(view, factor) {
  const camera = view.sigma.getCamera();
  const duration = STILL.matches ? 0 : 150;
  if (factor === 0) camera.animatedReset({ duration });
  else camera.animate({ ratio: camera.ratio * factor }, { duration });
}

// Bring a node and its neighbours into view: nearer where they are crowded, else only over.
export function reveal(view, node) {
  if (!view.graph.hasNode(node) || view.narrow()) return;
  const { data } = view.app;
  const near = [...view.graph.neighbors(node), String(node)].map((one) => view.sigma.getNodeDisplayData(one));
  const [xs, ys] = [pluck(near, "x"), pluck(near, "y")];
  const wide = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const camera = view.sigma.getCamera();
  const ratio = data.open ? Math.min(camera.ratio, Math.max(0.12, wide * 1.8)) : camera.ratio;
  const { x, y } = view.sigma.graphToViewport(view.at(node));
  const { width, height } = view.sigma.getDimensions();
  const seen = x > 60 && y > 40 && x < width - 60 && y < height - 40;
  if (seen && ratio > camera.ratio * 0.6) return;
  const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
  camera.animate({ ...middle, ratio }, { duration: STILL.matches ? 0 : 250 });
}

// The neighbour in a direction (in pixels), for the arrow keys; without selection, the middle.
export function towards(view, dx, dy) {
  const { node } = view.app.state;
  const { width, height } = view.sigma.getDimensions();
  const here = view.graph.hasNode(node)
    ? view.sigma.graphToViewport(view.at(node))
    : { x: width / 2, y: height / 2 };
  const near = view.graph.hasNode(node) ? view.graph.neighbors(node) : view.graph.nodes();
  let best = null;
  for (const other of near.map(Number)) {
    if (other === node) continue; // what it does to itself
    const point = view.sigma.graphToViewport(view.at(other));
    const x = point.x - here.x;
    const y = point.y - here.y;
    const far = Math.hypot(x, y) || 1;
    const turn = dx || dy ? (x * dx + y * dy) / far : 1;
    const cost = dx || dy ? far * (2 - turn) ** 2 : far;
    if (turn > 0.25 && (!best || cost < best.cost)) best = { node: other, cost };
  }
  return best ? best.node : -1;
}
