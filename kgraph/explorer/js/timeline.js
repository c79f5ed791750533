// When: a histogram of the passing statements, two thumbs for a range, and play.

import { el, byId, paint, show, svg } from "./dom.js";
import { QUADS } from "./palette.js";
import { isoDay } from "./state.js";
import { t } from "./text.js";

const HEIGHT = 34;
const MOST_BINS = 120;
const STEP = 700; // milliseconds a step of play

const UNITS = ["day", "week", "month", "year"];

// The first day of the bin that a day lies in, and of the next.
export function floorDay(day, unit) {
  const date = new Date(day * 864e5);
  if (unit === "day") return day;
  if (unit === "week") return day - ((date.getUTCDay() + 6) % 7);
  if (unit === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 864e5;
  return Date.UTC(date.getUTCFullYear(), 0, 1) / 864e5;
}

export const nextBin = (start, unit) =>
  floorDay(start + { day: 1, week: 7, month: 31, year: 366 }[unit], unit);

export function bins(first, last) {
  const lengths = { day: 1, week: 7, month: 30.4, year: 365 };
  const unit = UNITS.find((name) => (last - first) / lengths[name] < MOST_BINS) || "year";
  const starts = [];
  for (let day = floorDay(first, unit); day <= last; day = nextBin(day, unit)) starts.push(day);
  return { unit, starts };
}

export class Timeline {
  constructor(app) {
    this.app = app;
    const all = app.data.statements.filter((s) => s.days).map((s) => s.days[0]).sort((a, b) => a - b);
    this.starts = [];
    if (all.length) this.scale(all);
    this.build();
  }

  // A few far dates ("since 1405") must not squeeze the rest: the first and last bars hold them.
  scale(all) {
    const at = (share) => all[Math.round(share * (all.length - 1))];
    const [low, high] = [at(0.02), at(0.98)];
    const room = Math.max(2 * (high - low), 30);
    const [first, last] = [Math.max(all[0], low - room), Math.min(all[all.length - 1], high + room)];
    Object.assign(this, bins(first, last), { open: [all[0] < first, all[all.length - 1] > last] });
  }

  build() {
    const box = byId("timeline");
    if (!this.starts.length) {
      show(box, el("p", { class: "quiet" }, t("timeNone")));
      return;
    }
    const top = this.starts.length - 1;
    const thumb = (key, name) => el("input", {
      type: "range", min: 0, max: top, step: 1, "aria-label": t(name), "data-key": key, class: key,
      oninput: () => this.slide(),
    });
    this.from = thumb("from", "timeFrom");
    this.to = thumb("to", "timeTo");
    this.chart = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.range = el("output", { class: "range" });
    this.button = el("button", { type: "button", "data-key": "play", onclick: () => this.play() }, "▶ ", t("play"));
    this.all = el("button", {
      type: "button", class: "plain", "data-key": "all-dates",
      onclick: () => this.app.set({ from: null, to: null }),
    }, t("timeAll"));
    show(box, el("div", { class: "time-tools" }, this.button, this.range, this.all),
      el("div", { class: "time-chart" }, this.chart, this.from, this.to));
  }

  label(from, to) {
    const end = nextBin(this.starts[to], this.unit) - 1;
    const [a, b] = [isoDay(this.starts[from]), isoDay(end)];
    const [before, after] = [from === 0 && this.open[0], to === this.starts.length - 1 && this.open[1]];
    return a === b && !before && !after ? a : `${before ? "… " : ""}${a} – ${b}${after ? " …" : ""}`;
  }

  index(day, fallback) {
    if (day === null) return fallback;
    let found = 0;
    this.starts.forEach((start, number) => {
      if (start <= day) found = number;
    });
    return found;
  }

  update() {
    if (!this.starts.length) return;
    const { state } = this.app;
    const top = this.starts.length - 1;
    const from = this.index(state.from, 0);
    const to = this.index(state.to, top);
    this.from.value = from;
    this.to.value = to;
    for (const thumb of [this.from, this.to]) {
      thumb.setAttribute("aria-valuetext", this.label(Number(thumb.value), Number(thumb.value)));
    }
    this.range.textContent = this.label(from, to);
    this.all.hidden = state.from === null && state.to === null;
    paint(this.from.parentElement, {
      "--from": `${(100 * from) / (top + 1)}%`, "--to": `${(100 * (to + 1)) / (top + 1)}%`,
    });
    this.draw(from, to);
  }

  draw(from, to) {
    const counts = this.starts.map(() => [0, 0, 0]);
    for (const s of this.app.timeless) {
      if (!s.days) continue;
      const kind = s.quad === 4 ? 1 : s.quad < 2 ? 0 : 2;
      counts[this.index(s.days[0], 0)][kind] += 1;
    }
    const most = Math.max(1, ...counts.map((bin) => bin[0] + bin[1] + bin[2]));
    const colours = QUADS[this.app.theme()];
    const look = [colours[1], colours[4], colours[3]];
    this.chart.setAttribute("viewBox", `0 0 ${this.starts.length} ${HEIGHT}`);
    const bars = counts.flatMap((bin, number) => {
      let y = HEIGHT;
      return bin.map((count, kind) => {
        const height = (count / most) * (HEIGHT - 2);
        y -= height;
        const on = number >= from && number <= to;
        return count ? svg("rect", {
          x: number + 0.1, width: 0.8, y: y.toFixed(2), height: height.toFixed(2), fill: look[kind],
          opacity: on ? 1 : 0.3,
        }) : null;
      });
    });
    show(this.chart, bars);
  }

  slide() {
    const top = this.starts.length - 1;
    const [a, b] = [Number(this.from.value), Number(this.to.value)];
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    this.set(from, to, top);
  }

  set(from, to, top) {
    this.app.set({
      from: from === 0 ? null : this.starts[from],
      to: to === top ? null : nextBin(this.starts[to], this.unit) - 1,
    });
  }

  // Show one bin after the other; a second press stops.
  play() {
    if (this.timer) {
      this.stop();
      return;
    }
    const top = this.starts.length - 1;
    let at = 0;
    const step = () => {
      if (at > top) {
        this.stop();
        this.app.set({ from: null, to: null });
        return;
      }
      this.app.set({ from: this.starts[at], to: nextBin(this.starts[at], this.unit) - 1 });
      at += 1;
    };
    show(this.button, "■ ", t("stop"));
    this.timer = setInterval(step, STEP);
    step();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    show(this.button, "▶ ", t("play"));
  }
}
