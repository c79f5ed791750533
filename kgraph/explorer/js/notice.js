// What the drawing says of itself: that it shows a part only, and how to see the rest.

import { el, show } from "./dom.js";
import { t } from "./text.js";

export function notice(view, count) {
  const { state, data } = view.app;
  const parts = [];
  if (view.narrow() || view.path) {
    parts.push(el("button", {
      type: "button", class: "plain", "data-key": "whole",
      onclick: () => view.app.set({ ego: 0, kept: new Set(), path: null }),
    }, t("egoOff")));
  } else if (data.open && !view.few) {
    const { strongest } = view;
    const all = data.nodes.filter((node) => node.drawn).length;
    const text = state.all ? "" : t(strongest ? "topOnly" : "namesOnly", { n: count, all });
    const action = t(!state.all ? "topAll" : strongest ? "topBack" : "namesBack");
    parts.push(text, " ", el("button", {
      type: "button", class: "plain", "data-key": "top",
      onclick: () => view.app.set({ all: !state.all }),
    }, action));
  }
  if (count === 0) parts.push(t("nothing"));
  view.note.hidden = parts.length === 0;
  show(view.note, el("span", {}, ...parts));
}
