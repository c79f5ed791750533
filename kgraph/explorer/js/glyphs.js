// Small drawings for legends and cards: a type's shape, a stance's line.

import { paint, svg } from "./dom.js";
import { corners, lineOf, QUADS, typeStyle } from "./palette.js";

export function shapeGlyph(type, theme, size = 14) {
  const style = typeStyle(type);
  const colour = style[theme];
  const points = corners(style, size * 0.36);
  const look = style.hollow
    ? { fill: "none", stroke: colour, "stroke-width": 1.8 }
    : { fill: colour };
  const shape = points
    ? svg("polygon", { points: points.map((p) => p.map((v) => v.toFixed(2)).join(",")).join(" "), ...look })
    : svg("circle", { r: size * 0.36, ...look });
  return svg("svg", {
    class: "glyph", width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`,
    "aria-hidden": "true",
  }, shape);
}

const DASHES = {
  dashed: "7 4", dotted: "0 5", dashdot: "8 4 0 4", sparse: "3.5 6", paired: "0 4 0 8",
};
const ROUND = new Set(["dotted", "dashdot", "paired"]);

// The marks of denied (crosses) and negated (bars) lines, every so many pixels.
function marks(line, x0, x1, y) {
  const found = [];
  for (let x = x0; x <= x1; x += 9) {
    if (line === "crossed") found.push(`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`);
    if (line === "barred") found.push(`M${x} ${y - 4}v8`);
  }
  return found.join("");
}

export function lineGlyph(stance, width = 34) {
  const line = lineOf(stance);
  const look = { fill: "none", stroke: "currentColor" };
  const plain = line === "crossed" || line === "barred";
  const path = svg("path", {
    d: `M2 7H${width - 2}`, ...look, "stroke-width": plain ? 1.2 : ROUND.has(line) ? 2.6 : 2,
    "stroke-dasharray": DASHES[line], "stroke-linecap": ROUND.has(line) ? "round" : "butt",
  });
  const crossed = svg("path", { d: marks(line, 8, width - 6, 7), ...look, "stroke-width": 1.5 });
  return svg("svg", {
    class: "glyph line", width, height: 14, viewBox: `0 0 ${width} 14`, "aria-hidden": "true",
  }, path, plain ? crossed : null);
}

export function quadGlyph(quad, theme) {
  const dot = svg("rect", { x: 0, y: 4, width: 16, height: 5, rx: 2.5, fill: QUADS[theme][quad] });
  return paint(
    svg("svg", { class: "glyph", width: 16, height: 14, viewBox: "0 0 16 14", "aria-hidden": "true" }, dot),
    {},
  );
}
