// The drawing kit: colors, light and cloth. Every picture is 800 × 800 with the light
// from the upper left; a thing is drawn around (0, 0), standing on y = 0, and placed
// by at(). Ids are unique within one picture because each picture is a file of its own.

let seq = 0
let defs = []

/** Starts a picture: forgets the gradients of the one before. */
export function begin() {
  seq = 0
  defs = []
}

/** Returns what the picture has collected between <defs> and </defs>. */
export const collected = () => defs.join('')

function def(make) {
  const id = 'd' + seq++
  defs.push(make(id))
  return id
}

// ---- colors

const channels = (c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16))

/** mix(a, b, 0) is a, mix(a, b, 1) is b. Colors are #rrggbb. */
export function mix(a, b, t) {
  const [x, y] = [channels(a), channels(b)]
  return '#' + x.map((v, i) => Math.round(v + (y[i] - v) * t).toString(16).padStart(2, '0')).join('')
}

export const light = (c, t) => mix(c, '#fffaf0', t)
export const dark = (c, t) => mix(c, '#2a1c1a', t)

/** A seeded source of randomness, so that a picture is the same every time. */
export function dice(seed) {
  let s = seed >>> 0
  return (lo = 0, hi = 1) => {
    s = (s + 0x6d2b79f5) | 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return lo + (((t ^ (t >>> 14)) >>> 0) / 4294967296) * (hi - lo)
  }
}

// ---- placing

export const at = (x, y, s, inner, turn = 0) => `<g transform="translate(${x} ${y})${turn ? ` rotate(${turn})` : ''} scale(${s})">${inner}</g>`
export const flip = (inner) => `<g transform="scale(-1 1)">${inner}</g>`
export const path = (d, attrs) => `<path d="${d}" ${attrs}/>`
export const line = (d, color, width, more = '') => `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
export const oval = (cx, cy, rx, ry, fill, more = '') => `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`
export const round = (x, y, w, h, r) => `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${-(w - 2 * r)}a${r} ${r} 0 0 1 ${-r} ${-r}v${-(h - 2 * r)}a${r} ${r} 0 0 1 ${r} ${-r}z`
export const circle = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`

// ---- paint

/** A gradient; stops are [offset, color, opacity]. dir is h, v or d. */
export function gradient(dir, stops) {
  const to = { h: 'x2="1" y2="0"', v: 'x2="0" y2="1"', d: 'x2="1" y2="1"' }[dir]
  return `url(#${def((id) => `<linearGradient id="${id}" x1="0" y1="0" ${to}>${stopsOf(stops)}</linearGradient>`)})`
}

export function radial(cx, cy, r, stops) {
  return `url(#${def((id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}</radialGradient>`)})`
}

const stopsOf = (stops) => stops.map(([o, c, a = 1]) => `<stop offset="${o}" stop-color="${c}" stop-opacity="${a}"/>`).join('')

export const clip = (d) => `clip-path="url(#${def((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`)})"`

/** A blur for shadows and folds. */
export const blur = (n) => `filter="url(#${def((id) => `<filter id="${id}" filterUnits="userSpaceOnUse" x="-800" y="-800" width="2400" height="2400"><feGaussianBlur stdDeviation="${n}"/></filter>`)})"`

/** Noise as a surface: fx and fy are how fine it is in either direction. */
export function grain(fx, fy, strength, color = '#3a2a20', seed = 3) {
  const [r, g, b] = channels(color).map((v) => (v / 255).toFixed(3))
  return `filter="url(#${def(
    (id) => `<filter id="${id}" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="${fx} ${fy}" numOctaves="2" seed="${seed}"/>` +
      `<feColorMatrix values="0 0 0 0 ${r} 0 0 0 0 ${g} 0 0 0 0 ${b} 0 ${strength * 3} 0 0 ${-strength * 1.1}"/><feComposite in2="SourceGraphic" operator="in"/></filter>`,
  )})"`
}

/** A repeated motif of w × h. */
export const pattern = (w, h, inner, transform = '') => `url(#${def((id) => `<pattern id="${id}" width="${w}" height="${h}" patternUnits="userSpaceOnUse" patternTransform="${transform}">${inner}</pattern>`)})`

export const stripes = (color, w, gap, turn = 0, opacity = 1) => pattern(w + gap, w + gap, `<rect width="${w}" height="${w + gap}" fill="${color}" opacity="${opacity}"/>`, `rotate(${turn})`)

export const checks = (color, n) => pattern(n * 2, n * 2, `<rect width="${n}" height="${n * 2}" fill="${color}" opacity=".38"/><rect width="${n * 2}" height="${n}" fill="${color}" opacity=".38"/>`)

/** Rows of knitted stitches. */
export function knit(color, n = 12) {
  const c = dark(color, 0.28)
  return pattern(n, n * 0.9, `<path d="M0 0L${n / 2} ${n * 0.62}L${n} 0" fill="none" stroke="${c}" stroke-width="${n * 0.2}" opacity=".55"/><path d="M0 ${n * -0.2}L${n / 2} ${n * 0.42}L${n} ${n * -0.2}" fill="none" stroke="${light(color, 0.5)}" stroke-width="${n * 0.12}" opacity=".5"/>`)
}

/**
 * A thing turned around an upright axis: light falls from the left, the right side is in
 * shadow, a little light comes back from the table. d is its outline.
 */
export function body(d, color, { gloss = 0.5, shade = 0.42, over = '', tex } = {}) {
  const deep = dark(color, 0.75)
  return (
    path(d, `fill="${color}"`) +
    over +
    (tex === 'clay' ? path(d, `fill="#000" ${grain(0.9, 0.9, 0.22, deep)} opacity=".5"`) : '') +
    path(d, `fill="${gradient('h', [[0, deep, shade * 0.45], [0.16, '#ffffff', 0], [0.3, '#fff7e8', gloss], [0.46, '#ffffff', 0], [0.72, deep, shade * 0.5], [0.94, deep, shade], [1, deep, shade * 0.7]])}"`) +
    path(d, `fill="${gradient('v', [[0, '#fff7e8', 0.16], [0.5, '#ffffff', 0], [1, deep, 0.26]])}"`)
  )
}

/**
 * Cloth: an outline with its weave or motif, soft shading and folds. Folds are open
 * paths; each is a dark furrow with a light ridge beside it.
 */
export function cloth(d, color, { weave = 'linen', motif = '', folds = [], deep = 0.5, inside = '' } = {}) {
  const c = clip(d)
  const down = dark(color, 0.7)
  const surface = {
    linen: `<path d="${d}" fill="#000" ${grain(0.02, 0.7, 0.2, down, 5)} opacity=".42"/><path d="${d}" fill="#000" ${grain(0.7, 0.02, 0.2, down, 9)} opacity=".42"/>`,
    wool: `<path d="${d}" fill="#000" ${grain(0.35, 0.35, 0.24, down, 7)} opacity=".5"/>`,
    smooth: '',
  }[weave]
  const furrows = folds.map((f) => line(f, down, 16, `opacity="${deep * 0.62}" ${blur(7)}`) + `<g transform="translate(-13 0)">${line(f, '#fff8ea', 9, `opacity="${deep * 0.55}" ${blur(5)}`)}</g>`).join('')
  return (
    `<g ${c}>` +
    path(d, `fill="${color}"`) +
    (motif ? path(d, `fill="${motif}"`) : '') +
    inside +
    surface +
    furrows +
    path(d, `fill="${gradient('d', [[0, '#fff6e4', 0.26], [0.45, '#ffffff', 0], [1, down, 0.34]])}"`) +
    '</g>' +
    line(d, down, 2, 'opacity=".28"')
  )
}

/** The shadow of something that stands: dark where it touches, long and soft behind. */
export const stands = (w, depth = 1, reach = 1) =>
  oval(w * 0.2 * reach, 4, w * 0.72, w * 0.14 * depth, '#3b2418', `opacity=".26" ${blur(16)}`) + oval(w * 0.05, 2, w * 0.5, w * 0.075 * depth, '#2c1810', `opacity=".5" ${blur(6)}`)

/** The shadow of something flat against a wall: the same outline, moved and blurred. */
export const hangs = (d, dx = 22, dy = 26, n = 14) => `<g transform="translate(${dx} ${dy})">${path(d, `fill="#3b2418" opacity=".3" ${blur(n)}`)}</g>`

/** Something that lies on the table, with a little shadow of its own. */
export const lies = (x, y, s, inner, turn = 0) =>
  at(x, y, s, `<g filter="url(#${def((id) => `<filter id="${id}" filterUnits="userSpaceOnUse" x="-400" y="-400" width="800" height="800"><feDropShadow dx="4" dy="7" stdDeviation="5" flood-color="#2c1810" flood-opacity=".42"/></filter>`)})">${`<g transform="rotate(${turn})">${inner}</g>`}</g>`)

/** Stitches along a path. */
export const seam = (d, color, width = 2) => line(d, color, width, 'stroke-dasharray="7 5" opacity=".75"')

/** Words in a label; size in pixels. */
export const words = (x, y, size, text, color, more = '') =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${color}" text-anchor="middle" font-family="'PT Serif','Noto Serif','DejaVu Serif','Liberation Serif',serif" ${more}>${text}</text>`
