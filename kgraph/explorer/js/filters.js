// Which statements pass, and how many would pass if one group of filters were open.

import { PICKS, SETS } from "./state.js";

export const NONE = "-"; // stands for "no event", "no speaker", "no source" in filters and links

// What a statement counts under in each facet.
export const FACETS = {
  stance: (data, s) => [s.stance],
  event: (data, s) => [s.event || NONE],
  type: (data, s) => {
    const ends = [data.nodes[s.s].type];
    if (s.o >= 0 && data.nodes[s.o].type !== ends[0]) ends.push(data.nodes[s.o].type);
    return ends;
  },
  speaker: (data, s) => {
    if (!s.speakers.length) return [NONE];
    return [...new Set(s.speakers.map((node) => data.nodes[node].label))];
  },
  source: (data, s) => [data.documents[s.document].source || NONE],
};

function passesFacet(data, state, key, s) {
  const values = FACETS[key](data, s);
  if (SETS.includes(key)) return !values.some((value) => state.off[key].has(value));
  const picked = state.on[key];
  return picked.size === 0 || values.some((value) => picked.has(value));
}

// Whether a statement rests on one source, or where speakers are picked on one speaker, whoever reports it.
const alone = (state, s) => (state.on.speaker.size ? s.voices : s.sources) === 1;

function passesRest(state, s) {
  if (state.hidden.has(s.s) || state.hidden.has(s.o)) return false;
  if (s.confidence < state.confidence) return false;
  if (state.agree && !(s.sources > 1 && (s.stance === "asserted" || s.stance === "claimed"))) {
    return false;
  }
  if (state.alone && !alone(state, s)) return false;
  if (state.from !== null && !(s.days && s.days[1] >= state.from)) return false;
  return !(state.to !== null && !(s.days && s.days[0] <= state.to));
}

const KEYS = [...SETS, ...PICKS];

// Return the passing statements and, for each facet, the count of each value among those that pass
// all other filters.  "undated" are those that pass all but the dates: the timeline shows them.
export function filter(data, state) {
  const passing = [];
  const timeless = [];
  const counts = Object.fromEntries(KEYS.map((key) => [key, new Map()]));
  const open = { ...state, from: null, to: null };
  for (const s of data.statements) {
    const failed = KEYS.filter((key) => !passesFacet(data, state, key, s));
    const rest = passesRest(state, s);
    if (failed.length === 0 && passesRest(open, s)) timeless.push(s);
    if (failed.length === 0 && rest) passing.push(s);
    if (rest && failed.length < 2) tally(data, counts, failed.length ? failed : KEYS, s);
  }
  return { passing, timeless, counts };
}

function tally(data, counts, keys, s) {
  for (const key of keys) {
    for (const value of FACETS[key](data, s)) {
      counts[key].set(value, (counts[key].get(value) || 0) + 1);
    }
  }
}

export function isFiltered(state) {
  return SETS.some((key) => state.off[key].size) || PICKS.some((key) => state.on[key].size) ||
    state.confidence > 0 || state.agree || state.alone || state.from !== null ||
    state.to !== null || state.hidden.size > 0;
}
