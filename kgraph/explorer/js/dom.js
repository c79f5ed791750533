// Make elements.  Text goes in as text nodes only, so that nothing in the data can become markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (["value", "checked", "disabled", "selected"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export const el = (name, properties, ...children) =>
  fill(document.createElement(name), properties, children);

export const svg = (name, properties, ...children) =>
  fill(document.createElementNS(SVG, name), properties, children);

export const byId = (id) => document.getElementById(id);

// Replace what an element holds, and keep the keyboard where it was if the same thing is there
// again (things that can be focused have data-key).
export function show(element, ...children) {
  const key = element.contains(document.activeElement) && document.activeElement.dataset.key;
  element.replaceChildren(...children.flat(3).filter(Boolean));
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

// Only http and https links are links; anything else an article gives is shown as text.
export function safeUrl(url) {
  if (typeof url !== "string" || !/^https?:\/\//i.test(url)) return null;
  try {
    return new URL(url).href;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

export const link = (url, text) =>
  el("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, text);

// Set the colours of an element by script: style attributes are forbidden by the page's policy.
export function paint(element, styles) {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
  return element;
}

export const hasWebgl = () => {
  const canvas = document.createElement("canvas");
  return Boolean(window.WebGLRenderingContext && canvas.getContext("webgl2"));
};
