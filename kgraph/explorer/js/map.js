// Where: Natural Earth's outlines of the world and the places of the passing statements.

import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { byId, el, show, svg } from "./dom.js";
import { plain, shorten } from "./labels.js";
import { QUADS } from "./palette.js";
import { t } from "./text.js";

const WIDTH = 960;
const HEIGHT = 500;

export class WorldMap {
  constructor(app, topology) {
    this.app = app;
    this.projection = geoNaturalEarth1().fitExtent([[8, 8], [WIDTH - 8, HEIGHT - 8]], { type: "Sphere" });
    this.land = topology ? feature(topology, topology.objects.countries) : null;
    this.box = null;
    new ResizeObserver(() => app.state.tab === "map" && this.update()).observe(byId("view-map"));
  }

  // Places of passing statements, by count; and places that are named without being where.
  places() {
    const { data, passing } = this.app;
    const events = new Map();
    const named = new Set();
    for (const s of passing) {
      if (s.place >= 0 && data.nodes[s.place].at) {
        const found = events.get(s.place) || [0, 0, 0];
        found[s.quad === 4 ? 1 : s.quad < 2 ? 0 : 2] += 1;
        events.set(s.place, found);
      }
      for (const node of [s.s, s.o]) if (node >= 0 && data.nodes[node].at) named.add(node);
    }
    for (const node of events.keys()) named.delete(node);
    return { events, named };
  }

  at(node) {
    const [latitude, longitude] = this.app.data.nodes[node].at;
    return this.projection([longitude, latitude]);
  }

  update() {
    const { events, named } = this.places();
    const box = byId("view-map");
    if (!events.size && !named.size) {
      show(box, el("p", { class: "nothing" }, t("mapNone")));
      return;
    }
    const main = events.size ? [...events.keys()] : [...named];
    if (!this.box) this.box = this.fit(main);
    this.chart = svg("svg", { class: "world", viewBox: this.box.join(" "), role: "group", "aria-label": t("tabMap") },
      this.outlines(), ...this.dots(events, named));
    this.chart.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.chart.addEventListener("pointerdown", (event) => this.drag(event));
    show(box, el("p", { class: "intro" }, t("mapIntro")), this.chart, this.tools(main));
  }

  tools(nodes) {
    const button = (key, text, label, action) => el("button", {
      type: "button", "data-key": key, "aria-label": label, title: label, onclick: action,
    }, text);
    return el("div", { class: "zoom" },
      button("map-in", "+", t("zoomIn"), () => this.scale(0.7)),
      button("map-out", "−", t("zoomOut"), () => this.scale(1 / 0.7)),
      button("map-fit", "⤢", t("mapFit"), () => this.move(this.fit(nodes))),
      button("map-world", "◯", t("mapWorld"), () => this.move([0, 0, WIDTH, HEIGHT])));
  }

  outlines() {
    const path = geoPath(this.projection);
    return svg("g", { "aria-hidden": "true" },
      svg("path", { class: "sphere", d: path({ type: "Sphere" }) }),
      svg("path", { class: "graticule", d: path(geoGraticule10()) }),
      this.land ? svg("path", { class: "land", d: path(this.land) }) : null);
  }

  // How large a pixel of the screen is in the drawing's own units.
  unit() {
    const { width, height } = byId("view-map").getBoundingClientRect();
    return width ? Math.max(this.box[2] / width, this.box[3] / height) : this.box[2] / WIDTH;
  }

  dots(events, named) {
    const unit = this.unit();
    const rings = [...named].sort((a, b) => a - b).map((node) => {
      const [x, y] = this.at(node);
      return this.dot(node, x, y, 4 * unit, { class: "ring", "stroke-width": 1.4 * unit }, 0);
    });
    const radius = (node) => (5 + 3 * Math.sqrt(sum(events.get(node)))) * unit;
    const order = [...events].sort((a, b) => sum(b[1]) - sum(a[1]) || a[0] - b[0]);
    const dots = order.map(([node, counts]) => {
      const [x, y] = this.at(node);
      const colours = QUADS[this.app.theme()];
      const most = counts.indexOf(Math.max(...counts));
      const fill = [colours[1], colours[4], colours[3]][most];
      return this.dot(node, x, y, radius(node), { class: "event", fill, "stroke-width": 1.4 * unit }, sum(counts));
    });
    return [...rings, ...dots, this.names(order.map(([node]) => node), [...named], radius)];
  }

  dot(node, x, y, r, look, count) {
    const { app } = this;
    const label = t("mapEvents", { place: app.data.nodes[node].label, n: count });
    const act = () => (count ? app.set({ place: node, node: -1, edge: null, statement: -1, path: null, ego: 0 }) : app.pick(node));
    return svg("circle", {
      cx: x, cy: y, r, ...look, tabindex: 0, role: "button", "aria-label": label, "data-key": `map${node}`,
      onclick: act,
      onkeydown: (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          act();
        }
      },
    }, svg("title", {}, label));
  }

  // Names beside the dots, the most reported first, none over another or over another's dot.
  names(events, named, radius) {
    const unit = this.unit();
    const taken = events.map((node) => {
      const [x, y] = this.at(node);
      const r = radius(node) * 0.8;
      return [x - r, y - r, x + r, y + r];
    });
    const written = [];
    for (const node of [...events, ...named]) {
      const [x, y] = this.at(node);
      const text = shorten(plain(this.app.data.nodes[node].label), 28);
      const size = 12 * unit;
      const width = text.length * size * 0.56;
      const gap = events.includes(node) ? radius(node) + 3 * unit : 7 * unit;
      const tries = [[x + gap, y], [x - gap - width, y], [x - width / 2, y - gap - size * 0.6], [x - width / 2, y + gap + size * 0.6]];
      for (const [left, middle] of tries) {
        const box = [left, middle - size * 0.6, left + width, middle + size * 0.6];
        if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
        taken.push(box);
        written.push(svg("text", {
          x: left, y: middle, "font-size": size, "stroke-width": 3.5 * unit,
          class: events.includes(node) ? "place" : "place minor",
        }, text));
        break;
      }
    }
    return svg("g", { "aria-hidden": "true" }, ...written);
  }

  fit(nodes) {
    const points = nodes.map((node) => this.at(node));
    const low = [0, 1].map((axis) => Math.min(...points.map((p) => p[axis])));
    const high = [0, 1].map((axis) => Math.max(...points.map((p) => p[axis])));
    const width = Math.min(WIDTH, Math.max((high[0] - low[0]) * 1.3, ((high[1] - low[1]) * 1.3 * WIDTH) / HEIGHT, 70));
    const height = (width * HEIGHT) / WIDTH;
    return [(low[0] + high[0] - width) / 2, (low[1] + high[1] - height) / 2, width, height];
  }

  move(box) {
    this.box = box;
    this.update();
    this.note();
  }

  note() {
    this.app.remember({ box: this.box.map((value) => Number(value.toFixed(1))) });
  }

  // Arrow keys move the map, plus and minus bring it nearer or farther; returns whether a key did.
  key(name) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[name];
    const factor = { "+": 0.7, "=": 0.7, "-": 1 / 0.7 }[name];
    if (!this.box || !(arrow || factor)) return false;
    const [x, y, width, height] = this.box;
    if (factor) this.scale(factor);
    else this.move([x + 0.15 * width * arrow[0], y + 0.15 * height * arrow[1], width, height]);
    return true;
  }

  scale(factor, x = this.box[0] + this.box[2] / 2, y = this.box[1] + this.box[3] / 2) {
    const width = Math.min(WIDTH, Math.max(12, this.box[2] * factor));
    const real = width / this.box[2];
    this.move([x - (x - this.box[0]) * real, y - (y - this.box[1]) * real, width, this.box[3] * real]);
  }

  point(event) {
    const matrix = this.chart.getScreenCTM().inverse();
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
  }

  wheel(event) {
    event.preventDefault();
    const { x, y } = this.point(event);
    this.scale(event.deltaY < 0 ? 0.85 : 1 / 0.85, x, y);
  }

  drag(event) {
    if (event.target.getAttribute("role") === "button") return;
    const from = this.point(event);
    const { chart } = this;
    const moved = (now) => {
      const to = this.point(now);
      this.box = [this.box[0] - to.x + from.x, this.box[1] - to.y + from.y, this.box[2], this.box[3]];
      chart.setAttribute("viewBox", this.box.join(" "));
    };
    chart.setPointerCapture(event.pointerId);
    chart.addEventListener("pointermove", moved);
    const ended = () => {
      chart.removeEventListener("pointermove", moved);
      this.note();
    };
    chart.addEventListener("pointerup", ended, { once: true });
  }
}

const sum = (counts) => counts.reduce((a, b) => a + b, 0);
