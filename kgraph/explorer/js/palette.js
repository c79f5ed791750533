// How things look: colours and shapes by type, colours by kind of act, line styles by stance.
// Colours are opaque six-digit hex (sigma draws edges with alpha wrongly), mixed where dimmed.

// sides: corners of the shape (0 a circle); turn: radians; hollow: drawn as a ring.
export const TYPES = {
  Country: { light: "#2f5380", dark: "#7ea6dc", sides: 6, turn: 0 },
  Government: { light: "#3b7ea8", dark: "#62b4de", sides: 5, turn: 0 },
  Person: { light: "#6d4fa0", dark: "#b59ae6", sides: 0, turn: 0 },
  Organization: { light: "#1f7a6d", dark: "#54bfae", sides: 4, turn: Math.PI / 4 },
  ArmedGroup: { light: "#8a3350", dark: "#df7f9f", sides: 3, turn: 0 },
  Place: { light: "#8a6d1d", dark: "#d0b04f", sides: 4, turn: 0 },
  Agreement: { light: "#4f7d22", dark: "#97c95f", sides: 8, turn: Math.PI / 8 },
  Event: { light: "#a14a7c", dark: "#e08fbe", sides: 8, turn: Math.PI / 8, hollow: true },
  Weapon: { light: "#5a5f66", dark: "#a9b0b9", sides: 3, turn: Math.PI },
  Group: { light: "#7d5fa8", dark: "#c1a6ea", sides: 0, turn: 0, hollow: true },
  Other: { light: "#68717c", dark: "#a3adb8", sides: 0, turn: 0 },
  Phrase: { light: "#7c8691", dark: "#8b96a3", sides: 4, turn: Math.PI / 4, hollow: true },
  Act: { light: "#7c8691", dark: "#8b96a3", sides: 4, turn: 0, hollow: true },
};

const styles = new Map(Object.entries(TYPES));
export const typeStyle = (type) => styles.get(type) || TYPES.Other;

// By quad class: 0 verbal, 1 material cooperation; 2 verbal, 3 material conflict; 4 neither.
// Blue to orange: told apart with red-green blindness too; deeds darker than words.
export const QUADS = {
  light: ["#5f9bc4", "#1d5f94", "#d0893b", "#a8361f", "#8a94a0"],
  dark: ["#8cc1ea", "#3d8fd6", "#ecc07f", "#e0573c", "#6f7a87"],
};
export const QUAD_TEXT = {
  light: ["#2d6d99", "#1d5f94", "#8f5310", "#a8361f", "#59636f"],
  dark: ["#8fc2ea", "#7db9f2", "#ecb774", "#f79480", "#a9b3be"],
};

// Line styles; the numbers are what the edge shader reads.
export const LINES = {
  solid: 0, dashed: 1, dotted: 2, dashdot: 3, sparse: 4, crossed: 5, barred: 6, paired: 7,
};
export const STANCES = {
  asserted: "solid",
  claimed: "dashed",
  demanded: "dotted",
  threatened: "paired",
  promised: "dashdot",
  intended: "dashdot",
  possible: "sparse",
  hypothetical: "sparse",
  conditional: "sparse",
  negated: "barred",
  denied: "crossed",
};
export const lineOf = (stance) => STANCES[stance] || "solid";

export const SURFACE = {
  light: { ground: "#fbfaf7", text: "#1d2530", quiet: "#5a6470", halo: "#fbfaf7", pill: "#ffffff" },
  dark: { ground: "#14181d", text: "#e8ebef", quiet: "#9aa5b1", halo: "#14181d", pill: "#20262d" },
};

const channel = (colour, at) => parseInt(colour.slice(at, at + 2), 16);

// Mix two colours: share 0 gives the first, 1 the second.
export function mix(first, second, share) {
  let mixed = "#";
  for (const at of [1, 3, 5]) {
    const value = Math.round(channel(first, at) * (1 - share) + channel(second, at) * share);
    mixed += value.toString(16).padStart(2, "0");
  }
  return mixed;
}

// Corners of a type's shape around 0,0 with radius r, or null for a circle (SVG, legends).
export function corners(style, r) {
  if (!style.sides) return null;
  const reach = style.sides === 3 ? 1.25 : style.sides === 4 ? 1.18 : 1.08;
  return Array.from({ length: style.sides }, (_, number) => {
    const angle = style.turn - Math.PI / 2 + (2 * Math.PI * number) / style.sides;
    return [r * reach * Math.cos(angle), r * reach * Math.sin(angle)];
  });
}
