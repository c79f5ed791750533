// The graph on the screen: sigma draws nodes and lines, labels.js writes on them.

import Graph from "graphology";
import Sigma from "sigma";
import { pluck, remember } from "./camera.js";
import { isFiltered } from "./filters.js";
import { Labels, pullTogether } from "./labels.js";
import { mergedEdges, MINOR, neighbourhood, nodeSize, shortestPath, weight } from "./model.js";
import { notice } from "./notice.js";
import { inLine, inRows, round, settle } from "./places.js";
import { mix, QUAD_TEXT, QUADS, SURFACE, typeStyle } from "./palette.js";
import { ShapeProgram, stanceProgram } from "./programs.js";

const MANY = 1500; // above so many nodes a page opens on the strongest: as in opening.py
const SEVERAL = 150; // up to so many nodes all are drawn: as in opening.py
const CURVED = 1500; // up to so many lines are drawn curved

export class GraphView {
  constructor(app, container, note) {
    this.app = app;
    this.note = note;
    this.container = container;
    this.graph = new Graph({ multi: true, type: "directed" });
    this.hovered = null;
    this.strongest = app.data.nodes.filter((node) => node.drawn).length > MANY;
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      defaultEdgeType: "curve",
      nodeProgramClasses: { shape: ShapeProgram },
      nodeHoverProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { curve: stanceProgram(8), line: stanceProgram(1), loop: stanceProgram(20) },
      defaultDrawNodeHover: () => {},
      renderLabels: false,
      enableEdgeEvents: true,
      zIndex: true,
      stagePadding: 56,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      nodeReducer: (node, data) => this.reduceNode(Number(node), data),
      edgeReducer: (edge, data) => this.reduceEdge(data),
    });
    this.sigma.createCanvasContext("words", { beforeLayer: "mouse" });
    this.sigma.resize(true);
    const { words } = this.sigma.getCanvases();
    words.style.pointerEvents = "none";
    this.words = words.getContext("2d");
    this.labels = new Labels(this.words);
    this.sigma.on("afterRender", () => this.write());
    this.listen();
  }

  get theme() {
    return this.app.theme();
  }

  listen() {
    const { app, sigma } = this;
    sigma.on("clickNode", ({ node }) => app.pick(Number(node), { move: false }));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      app.set({ node: Number(node), edge: null, statement: -1, ego: 1 });
    });
    sigma.on("clickEdge", ({ edge }) => {
      const { s, o } = this.graph.getEdgeAttributes(edge);
      app.set({ edge: [s, o], node: -1, statement: -1, place: -1, ego: 0 });
    });
    sigma.on("clickStage", () => app.clearSelection());
    for (const [event, value] of [["enterNode", true], ["leaveNode", false]]) {
      sigma.on(event, ({ node }) => this.hover(value ? { node: Number(node) } : null));
    }
    for (const [event, value] of [["enterEdge", true], ["leaveEdge", false]]) {
      sigma.on(event, ({ edge }) => this.hover(value ? { edge } : null));
    }
    sigma.getCamera().on("updated", () => {
      clearTimeout(this.noting);
      this.noting = setTimeout(() => remember(this), 250);
    });
    new ResizeObserver(() => this.sigma.refresh({ skipIndexation: true })).observe(this.container);
  }

  hover(what) {
    this.hovered = what;
    this.container.style.cursor = what ? "pointer" : "";
    this.select();
  }

  // Build anew what is drawn.  Called when filters, hidden nodes, view or colours change.
  rebuild() {
    const { app, graph } = this;
    const { data } = app;
    this.few = this.fewPass();
    this.shown = this.scope();
    const edges = mergedEdges(app.passing, this.shown);
    this.edges = edges;
    const used = new Set(edges.flatMap((edge) => [edge.s, edge.o]));
    graph.clear();
    const places = this.places(used, edges);
    this.at = (number) => places.get(number) || data.nodes[number];
    for (const number of used) this.addNode(data.nodes[number], used.size);
    const curved = edges.length <= CURVED;
    edges.forEach((edge) => this.addEdge(edge, curved));
    this.frame(used);
    notice(this, used.size);
    this.emphasise();
    this.sigma.refresh();
  }

  // The nodes that may be drawn: all, the strongest, a neighbourhood or a path.
  scope() {
    const { state, passing } = this.app;
    this.path = state.path ? shortestPath(passing, ...state.path) : null;
    if (this.path) return new Set(this.path);
    if (this.narrow()) {
      const found = state.node >= 0 && state.ego ? neighbourhood(passing, state.node, state.ego) : new Set();
      for (const node of state.kept) for (const near of neighbourhood(passing, node, 1)) found.add(near);
      return found;
    }
    return this.crowded() ? this.unfolded() : null;
  }

  // Whether the page shows what a crowded graph opens on.
  crowded() {
    return Boolean(this.app.data.open) && !this.app.state.all && !this.few;
  }

  // Whether the filters leave so little of a crowded graph that all of it can be drawn.
  fewPass() {
    const { state, data, passing } = this.app;
    if (!data.open || state.all || !isFiltered(state)) return false;
    return new Set(passing.flatMap((s) => (s.o < 0 ? [] : [s.s, s.o]))).size <= SEVERAL;
  }

  // Where the nodes stand that do not stand where the chart of all has them: on the opening chart
  // and round it; or, where a part of a crowded graph is drawn, settled anew from there.
  places(used, edges) {
    const { data, state } = this.app;
    if (this.path) return inLine(this.path);
    if (!data.open || (state.all && !this.narrow())) return new Map();
    if (this.few && !this.narrow()) return inRows(new Map([...used].map((node) => [node, data.nodes[node]])), edges);
    const places = new Map([...used].filter((node) => data.open.has(node)).map((node) => [node, data.open.get(node)]));
    round(places, [...used].sort((a, b) => a - b), edges, data.nodes);
    return this.narrow() && used.size <= 400 ? settle(places, edges) : places;
  }

  // Whether only a part is drawn, because the reader asked for it.
  narrow() {
    const { state } = this.app;
    return state.kept.size > 0 || (state.node >= 0 && state.ego > 0);
  }

  // What a crowded graph opens on, and round the selected node or line all that hangs on it.
  unfolded() {
    const { state, passing, data } = this.app;
    const found = new Set(data.open.keys());
    if (state.node >= 0) for (const near of neighbourhood(passing, state.node, 1)) found.add(near);
    const { s, o } = state.statement >= 0 ? data.statements[state.statement] : {};
    for (const end of [...(state.edge || []), s, o]) if (end >= 0) found.add(end);
    return found;
  }

  addNode(node, count) {
    const style = typeStyle(node.type);
    this.graph.addNode(node.i, {
      x: this.at(node.i).x, y: this.at(node.i).y, size: nodeSize(node, count, this.app.mostActs) * this.scale(), label: node.label, kind: node.type,
      color: style[this.theme], ring: SURFACE[this.theme].ground,
      sides: style.sides, turn: style.turn, hollow: Boolean(style.hollow),
      zIndex: MINOR.has(node.type) ? 0 : 1,
    });
  }

  // Small screens get small nodes.
  scale() {
    const { width, height } = this.sigma.getDimensions();
    return Math.min(1, Math.max(0.6, Math.sqrt((width * height) / 420000)));
  }

  // A line without bend needs one segment only: where thousands are drawn that is what costs.
  addEdge(edge, curved) {
    const straight = !curved || edge.bend === 0;
    this.graph.addEdgeWithKey(edge.key, edge.s, edge.o, {
      type: edge.s === edge.o ? "loop" : straight ? "line" : "curve", key: edge.key, s: edge.s, o: edge.o, line: edge.line, bend: edge.bend, label: edge.label,
      size: Math.min(1.7 + 0.75 * Math.log2(Math.max(1, weight(edge.statements))), 5),
      count: weight(edge.statements), color: QUADS[this.theme][edge.quad], quad: edge.quad,
    });
  }

  // Keep the map still while filters change; a neighbourhood or a path fills the view.
  frame(used) {
    const { data } = this.app;
    const part = this.path || this.narrow() || this.few;
    const nodes = part
      ? [...used].map((i) => this.at(i))
      : this.crowded() ? [...data.open.values()] : data.nodes.filter((node) => node.drawn);
    if (!nodes.length) return;
    const extent = (key) => [Math.min(...pluck(nodes, key)), Math.max(...pluck(nodes, key))];
    const box = { x: extent("x"), y: extent("y") };
    const same = JSON.stringify(box) === JSON.stringify(this.box);
    this.box = box;
    this.sigma.setCustomBBox(box);
    if (!same) this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  // Show what is selected or hovered, without building anything anew.
  select() {
    this.emphasise();
    this.sigma.refresh({ skipIndexation: true });
  }

  // What stands out: the selected or hovered thing and what touches it.  Null: all alike.
  emphasise() {
    const { state, data } = this.app;
    this.focus = null;
    const hovered = this.hovered;
    if (hovered && hovered.edge && this.graph.hasEdge(hovered.edge)) {
      this.focus = { nodes: new Set(this.graph.extremities(hovered.edge).map(Number)),
        edge: (edge) => edge.key === hovered.edge };
    } else if (hovered && hovered.node !== undefined) this.focusNode(hovered.node);
    else if (state.statement >= 0) {
      const { s, o } = data.statements[state.statement];
      this.focusPair(s, o);
    } else if (state.edge) this.focusPair(...state.edge);
    else if (state.node >= 0 && !state.path) this.focusNode(state.node);
  }

  focusNode(node) {
    if (!this.graph.hasNode(node)) return;
    // In a neighbourhood everything shown is about the node already: nothing steps back.
    const near = this.app.state.ego && !this.hovered ? this.graph.nodes() : this.graph.neighbors(node);
    const nodes = new Set(near.map(Number)).add(node);
    this.focus = { centre: node, nodes, edge: near.length === this.graph.order ? () => true : (edge) => edge.s === node || edge.o === node };
  }

  focusPair(s, o) {
    this.focus = { nodes: new Set([s, o]), edge: (edge) => edge.s === s && edge.o === o };
  }

  reduceNode(node, data) {
    if (!this.focus) return data;
    const surface = SURFACE[this.theme];
    if (!this.focus.nodes.has(node)) {
      return { ...data, color: mix(data.color, surface.ground, 0.8), zIndex: -1 };
    }
    return node === this.focus.centre ? { ...data, size: data.size * 1.15, zIndex: 3 } : { ...data, zIndex: 2 };
  }

  reduceEdge(data) {
    if (!this.focus) return data;
    if (this.focus.edge(data)) return { ...data, size: data.size + 0.4, zIndex: 2 };
    return { ...data, color: mix(data.color, SURFACE[this.theme].ground, 0.82), zIndex: 0 };
  }

  // Write the labels; called after each frame, with what sigma just drew.
  write() {
    const { width, height } = this.sigma.getDimensions();
    const surface = { ...SURFACE[this.theme] };
    surface.faint = mix(surface.text, surface.ground, 0.72);
    surface.edge = mix(surface.text, surface.ground, 0.86);
    const at = new Map();
    this.graph.forEachNode((node, data) => {
      const point = this.sigma.graphToViewport(data);
      const on = this.focus && this.focus.nodes.has(Number(node));
      const minor = MINOR.has(data.kind);
      at.set(node, {
        ...point, size: this.sigma.scaleSize(data.size), label: this.focus && !on ? "" : data.label,
        weight: data.size + (on ? 100 : 0), minor, pull: { x: 0, y: 0 },
        strong: Boolean(on && (Number(node) === this.focus.centre || this.focus.nodes.size < 3)),
      });
    });
    const edges = [];
    this.graph.forEachEdge((_, data, source, target) => {
      pullTogether(at.get(source), at.get(target));
      const forced = Boolean(this.focus && this.focus.edge(data));
      if (!data.label || (this.focus && !forced)) return;
      edges.push({
        from: at.get(source), to: at.get(target), bend: data.bend, label: data.label, forced,
        colour: QUAD_TEXT[this.theme][data.quad], weight: data.count,
      });
    });
    edges.sort((a, b) => b.weight - a.weight);
    this.labels.draw({ width, height }, [...at.values()], edges, surface);
  }

  refresh() {
    this.sigma.refresh({ skipIndexation: true });
  }
}
