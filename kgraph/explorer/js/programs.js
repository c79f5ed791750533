// WebGL programs for sigma: nodes with a shape for each type, edges with a line for each stance.
//
// Sigma's own programs draw discs and plain lines only.  Here an edge is one curved band of pixels
// in which the fragment shader draws solid, dashed, dotted, crossed … lines and the arrow head, so
// that stance shows without colour.  Everything is measured in screen pixels: zooming does not
// stretch the dashes.

import { EdgeProgram, NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const { FLOAT, TRIANGLES, UNSIGNED_BYTE } = WebGLRenderingContext;

const NODE_VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec2 a_position;
attribute float a_size;
attribute vec3 a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_resolution;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_point;
varying vec3 v_shape;
varying float v_radius;
void main() {
  float radius = a_size / u_sizeRatio;
  float reach = radius * 1.45 + 2.0;
  vec2 clip = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(clip + a_corner * reach * 2.0 / u_resolution, 0.0, 1.0);
  v_point = a_corner * reach;
  v_radius = radius;
  v_shape = a_shape;
  v_ring = a_ring;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
  v_ring.a *= 255.0 / 254.0;
}`;

const NODE_FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_point;
varying vec3 v_shape;
varying float v_radius;
uniform float u_pixelRatio;
const float PI = 3.14159265;
float distanceTo(vec2 p, float sides, float turn, float r) {
  if (sides < 2.5) return length(p) - r;
  float reach = sides < 3.5 ? 1.25 : (sides < 4.5 ? 1.18 : 1.08);
  float wedge = 2.0 * PI / sides;
  float angle = atan(p.x, p.y) - turn;
  float apothem = r * reach * cos(PI / sides);
  float half_ = mod(angle + wedge * 8.0, wedge) - wedge * 0.5;
  return length(p) * cos(half_) - apothem;
}
void main() {
  float d = distanceTo(v_point, v_shape.x, v_shape.y, v_radius);
  float soft = 0.75 / u_pixelRatio;
  #ifdef PICKING_MODE
  gl_FragColor = d < 2.0 ? v_color : vec4(0.0);
  #else
  float rim = max(1.2, v_radius * 0.22);
  float inside = 1.0 - smoothstep(-soft, soft, d);
  float outside = 1.0 - smoothstep(-soft, soft, d - 1.6);
  vec4 body = v_color;
  if (v_shape.z > 0.5) {
    float core = 1.0 - smoothstep(-soft, soft, d + rim);
    body = mix(v_color, v_ring, core);
  }
  gl_FragColor = mix(v_ring * outside, body, inside);
  #endif
}`;

const BYTES = { type: UNSIGNED_BYTE, size: 4, normalized: true };

export class ShapeProgram extends NodeProgram {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: NODE_VERTEX,
      FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_matrix", "u_resolution", "u_sizeRatio", "u_pixelRatio"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", ...BYTES },
        { name: "a_ring", ...BYTES },
        { name: "a_id", ...BYTES },
        { name: "a_shape", size: 3, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]],
    };
  }

  processVisibleItem(id, start, data) {
    const { array } = this;
    const values = [data.x, data.y, data.size, floatColor(data.color), floatColor(data.ring), id,
      data.sides, data.turn, data.hollow ? 1 : 0];
    for (let number = 0; number < values.length; number += 1) array[start + number] = values[number];
  }

  setUniforms({ matrix, width, height, sizeRatio, pixelRatio }, { gl, uniformLocations: at }) {
    gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    gl.uniform2f(at.u_resolution, width, height);
    gl.uniform1f(at.u_sizeRatio, sizeRatio);
    if (at.u_pixelRatio) gl.uniform1f(at.u_pixelRatio, pixelRatio);
  }
}

// The curve is a quadratic Bézier; "bend" is how far its middle control point lies off the straight
// line, in lengths of that line.  What somebody does to himself is a circle above the node; "bend"
// then says how many lie within it.
const EDGE_VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec2 a_radii;
attribute vec3 a_look;
attribute vec2 a_step;
uniform mat3 u_matrix;
uniform vec2 u_resolution;
uniform float u_sizeRatio;
varying vec4 v_color;
varying float v_across;
varying float v_along;
varying float v_total;
varying vec2 v_look;
const float TURN = 6.28318530718;
// A point of the loop and its tangent; returns how long the loop is.
float loop_(vec2 node, float radius, float number, float step_, out vec2 point, out vec2 tangent) {
  float r = 8.0 + 4.0 * number + 0.2 * radius;
  float up = radius + 0.6 * r;
  float hidden = acos(clamp((up * up + r * r - radius * radius) / (2.0 * up * r), -1.0, 1.0));
  float span = TURN - 2.0 * hidden - 2.5 / r;
  float angle = -0.25 * TURN + hidden + span * step_;
  point = node + vec2(0.0, up) + r * vec2(cos(angle), sin(angle));
  tangent = vec2(-sin(angle), cos(angle));
  return span * r;
}
void main() {
  vec2 half_ = u_resolution * 0.5;
  vec2 p0 = (u_matrix * vec3(a_start, 1.0)).xy * half_;
  vec2 p2 = (u_matrix * vec3(a_end, 1.0)).xy * half_;
  vec2 radii = a_radii / u_sizeRatio;
  float width = a_look.x;
  float marked = step(4.5, a_look.y) * step(a_look.y, 6.5);
  float reach = max(4.3 + 0.8 * width, 6.5 * marked);
  vec2 chord = p2 - p0;
  float length_ = length(chord);
  vec2 normal = vec2(-chord.y, chord.x);
  vec2 p1 = (p0 + p2) * 0.5 + normal * a_look.z;
  float from = min(radii.x / max(length_, 0.01), 0.45);
  float to = 1.0 - min((radii.y + 2.5) / max(length_, 0.01), 0.45);
  float t = mix(from, to, a_step.x);
  vec2 point = mix(mix(p0, p1, t), mix(p1, p2, t), t);
  vec2 tangent = 2.0 * (1.0 - t) * (p1 - p0) + 2.0 * t * (p2 - p1);
  float total = length_ * (1.0 + 0.667 * a_look.z * a_look.z) * (to - from);
  if (length_ < 0.001) total = loop_(p0, radii.x, a_look.z, a_step.x, point, tangent);
  float along = total * a_step.x;
  vec2 side = normalize(vec2(-tangent.y, tangent.x));
  gl_Position = vec4((point + side * a_step.y * reach) / half_, 0.0, 1.0);
  v_across = a_step.y * reach;
  v_along = along;
  v_total = total;
  v_look = a_look.xy;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const EDGE_FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_across;
varying float v_along;
varying float v_total;
varying vec2 v_look;
uniform float u_pixelRatio;
float band(float d, float r, float soft) { return 1.0 - smoothstep(r - soft, r + soft, d); }
float dash(float period, float share, float soft) {
  return band(abs(mod(v_along, period) - period * 0.5), period * share * 0.5, soft);
}
float dot_(float at, float period, float r, float soft) {
  return band(length(vec2(mod(v_along - at, period) - period * 0.5, v_across)), r, soft);
}
float pattern(float kind, float r, float soft) {
  float line = band(abs(v_across), r, soft);
  if (kind < 0.5) return line;
  if (kind < 1.5) return line * dash(15.0, 0.58, soft);
  if (kind < 2.5) return dot_(0.0, 8.0, max(r + 0.6, 1.7), soft);
  if (kind < 3.5) return max(line * dash(20.0, 0.5, soft), dot_(10.0, 20.0, max(r + 0.5, 1.5), soft));
  if (kind < 4.5) return line * dash(13.0, 0.3, soft);
  if (kind < 5.5) {
    float u = mod(v_along, 18.0) - 9.0;
    float arm = abs(abs(u) - abs(v_across)) * 0.7071;
    float inBox = step(max(abs(u), abs(v_across)), 4.6);
    return max(band(abs(v_across), max(r * 0.55, 0.6), soft), band(arm, 0.9, soft) * inBox);
  }
  if (kind < 6.5) {
    float u = abs(mod(v_along, 11.0) - 5.5);
    float bar = band(u, 0.9, soft) * step(abs(v_across), 4.6);
    return max(band(abs(v_across), max(r * 0.55, 0.6), soft), bar);
  }
  float size = max(r + 0.5, 1.6);
  return max(dot_(-3.0, 18.0, size, soft), dot_(3.0, 18.0, size, soft));
}
void main() {
  float soft = 0.6 / u_pixelRatio;
  float r = v_look.x * 0.5;
  #ifdef PICKING_MODE
  gl_FragColor = abs(v_across) < max(r, 4.0) ? v_color : vec4(0.0);
  #else
  float headLength = 7.0 + v_look.x * 1.3;
  float headHalf = 3.3 + v_look.x * 0.75;
  float back = v_total - v_along;
  float alpha = 0.0;
  if (back < headLength) {
    alpha = band(abs(v_across), headHalf * back / headLength, soft);
  } else {
    alpha = pattern(v_look.y, r, soft);
  }
  if (alpha < 0.02) discard;
  gl_FragColor = v_color * alpha;
  #endif
}`;

function strip(segments) {
  const steps = [];
  for (let number = 0; number < segments; number += 1) {
    const a = number / segments;
    const b = (number + 1) / segments;
    steps.push([a, 1], [a, -1], [b, 1], [b, 1], [a, -1], [b, -1]);
  }
  return steps;
}

// Return an edge program whose curves have so many segments: many for few edges, 1 for thousands.
export function stanceProgram(segments) {
  const data = strip(segments);
  return class StanceProgram extends EdgeProgram {
    getDefinition() {
      return {
        VERTICES: data.length,
        VERTEX_SHADER_SOURCE: EDGE_VERTEX,
        FRAGMENT_SHADER_SOURCE: EDGE_FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ["u_matrix", "u_resolution", "u_sizeRatio", "u_pixelRatio"],
        ATTRIBUTES: [
          { name: "a_start", size: 2, type: FLOAT },
          { name: "a_end", size: 2, type: FLOAT },
          { name: "a_color", ...BYTES },
          { name: "a_id", ...BYTES },
          { name: "a_radii", size: 2, type: FLOAT },
          { name: "a_look", size: 3, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_step", size: 2, type: FLOAT }],
        CONSTANT_DATA: data,
      };
    }

    processVisibleItem(id, start, source, target, edge) {
      const { array } = this;
      const values = [source.x, source.y, target.x, target.y, floatColor(edge.color), id,
        source.size, target.size, edge.size, edge.line, edge.bend];
      for (let number = 0; number < values.length; number += 1) array[start + number] = values[number];
    }

    setUniforms({ matrix, width, height, sizeRatio, pixelRatio }, { gl, uniformLocations: at }) {
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform2f(at.u_resolution, width, height);
      gl.uniform1f(at.u_sizeRatio, sizeRatio);
      if (at.u_pixelRatio) gl.uniform1f(at.u_pixelRatio, pixelRatio);
    }
  };
}
