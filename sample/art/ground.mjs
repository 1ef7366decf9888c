// Where things stand: a wall with morning light, a table, and what lies about.
import { at, blur, body, collected, dark, dice, gradient, grain, light, line, mix, oval, path, radial, begin } from './kit.mjs'

/** Walls and tables, one pair for each shelf of the shop. */
export const places = {
  tea: { wall: '#dfe3cf', table: '#b98d64' },
  sweets: { wall: '#f3dcc4', table: '#b8845c' },
  tableware: { wall: '#d6dfe0', table: '#c2a27e' },
  clothes: { wall: '#ece0d2', table: '#c9ab88' },
  shoes: { wall: '#dde4e6', table: '#c6b299', edge: 470 },
  accessories: { wall: '#ecdccb', table: '#b99873' },
  home: { wall: '#e5ddd8', table: '#ad8967', edge: 540 },
  gifts: { wall: '#e6d5d0', table: '#b08a6e' },
}

const horizon = 560 // where the wall meets the table, unless the place says otherwise

function window(color) {
  const pane = (x, y) => `<path d="M${x} ${y}l120 -26v150l-120 26z" fill="${color}"/>`
  return `<g opacity=".34" ${blur(9)} transform="translate(40 30) skewX(-12)">${pane(110, 90)}${pane(248, 60)}${pane(110, 262)}${pane(248, 232)}</g>`
}

function table(color, edge = horizon) {
  const d = `M0 ${edge}H800V800H0Z`
  return (
    path(d, `fill="${color}"`) +
    path(d, `fill="#000" ${grain(0.004, 0.16, 0.3, dark(color, 0.65), 11)} opacity=".5"`) +
    path(d, `fill="${gradient('v', [[0, dark(color, 0.5), 0.34], [0.18, color, 0], [0.6, '#fff1d8', 0.14], [1, dark(color, 0.6), 0.28]])}"`) +
    `<rect x="0" y="${edge}" width="800" height="3" fill="${light(color, 0.5)}" opacity=".55"/>`
  )
}

function wall(color) {
  const h = 800
  return (
    `<rect width="800" height="${h}" fill="${radial(0.34, 0.3, 0.95, [[0, light(color, 0.6)], [0.55, color], [1, dark(color, 0.24)]])}"/>` +
    `<rect width="800" height="${h}" fill="#000" ${grain(0.5, 0.5, 0.16, dark(color, 0.7))} opacity=".28"/>`
  )
}

/** A picture on a table. */
export function onTable(place, draw) {
  begin()
  const p = places[place]
  const inner = draw()
  const back = wall(p.wall) + window('#fff8e6') + table(p.table, p.edge)
  return sheet(back + inner)
}

/** A picture of something on the wall, without a table. */
export function onWall(place, draw, board = true) {
  begin()
  const p = places[place]
  const inner = draw()
  const low = board ? `<rect y="716" width="800" height="84" fill="${light(p.wall, 0.35)}"/><rect y="712" width="800" height="6" fill="${dark(p.wall, 0.2)}" opacity=".35" /><rect y="718" width="800" height="3" fill="#fff" opacity=".5"/>` : ''
  return sheet(wall(p.wall) + window('#fff8e6') + low + inner)
}

/** A picture from above, on cloth. */
export function fromAbove(color, draw) {
  begin()
  const inner = draw()
  const d = 'M0 0H800V800H0Z'
  const back =
    path(d, `fill="${radial(0.34, 0.3, 0.95, [[0, light(color, 0.5)], [0.6, color], [1, dark(color, 0.2)]])}"`) +
    path(d, `fill="#000" ${grain(0.015, 0.55, 0.2, dark(color, 0.6), 5)} opacity=".32"`) +
    path(d, `fill="#000" ${grain(0.55, 0.015, 0.2, dark(color, 0.6), 8)} opacity=".32"`) +
    window('#fff8e6')
  return sheet(back + inner)
}

function sheet(inner, w = 800, h = 800) {
  const vignette = radial(0.45, 0.42, 0.78, [[0, '#000', 0], [0.72, '#2a1608', 0], [1, '#2a1608', 0.2]])
  const top = `<rect width="${w}" height="${h}" fill="${vignette}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}"><defs>${collected()}</defs>${inner}${top}</svg>\n`
}

export { sheet }

// ---- what lies about

/** One leaf, its stem at (0, 0), pointing up. */
export function leaf(len, color, wide = 0.34) {
  const w = len * wide
  const d = `M0 0C${-w} ${-len * 0.3} ${-w * 0.8} ${-len * 0.75} 0 ${-len}C${w * 0.8} ${-len * 0.75} ${w} ${-len * 0.3} 0 0Z`
  return path(d, `fill="${color}"`) + path(`M0 0C${w} ${-len * 0.3} ${w * 0.8} ${-len * 0.75} 0 ${-len}Z`, `fill="${dark(color, 0.35)}" opacity=".4"`) + line(`M0 0L0 ${-len * 0.86}`, light(color, 0.4), 1.6, 'opacity=".7"')
}

/** A heart-shaped linden leaf. */
export function lindenLeaf(len, color) {
  const d = `M0 0C${-len * 0.62} ${-len * 0.02} ${-len * 0.66} ${-len * 0.62} 0 ${-len}C${len * 0.66} ${-len * 0.62} ${len * 0.62} ${-len * 0.02} 0 0Z`
  const veins = [0.25, 0.42, 0.58].map((t) => line(`M0 ${-len * t}L${len * 0.26} ${-len * (t + 0.2)}M0 ${-len * t}L${-len * 0.26} ${-len * (t + 0.2)}`, light(color, 0.4), 1.3, 'opacity=".55"')).join('')
  return path(d, `fill="${color}"`) + path(`M0 0C${len * 0.62} ${-len * 0.02} ${len * 0.66} ${-len * 0.62} 0 ${-len}Z`, `fill="${dark(color, 0.4)}" opacity=".28"`) + line(`M0 0L0 ${-len * 0.88}`, light(color, 0.4), 1.6, 'opacity=".7"') + veins
}

/** A twig with leaves along it. */
export function twig(len, color, n = 4, kind = leaf) {
  let out = line(`M0 0C${len * 0.05} ${-len * 0.4} ${-len * 0.04} ${-len * 0.7} 0 ${-len}`, '#7c5b3c', 4)
  for (let i = 0; i < n; i++) {
    const y = -len * (0.2 + (0.7 * i) / n)
    const size = len * (0.36 - 0.03 * i)
    out += at(0, y, 1, kind(size, mix(color, '#c8c46a', (i % 3) * 0.16)), i % 2 ? 58 : -58)
  }
  return out + at(0, -len * 0.94, 1, kind(len * 0.3, color), 6)
}

/** A sprig of linden in blossom: leaves, a pale wing and yellow blossoms. */
export function blossom(len, green = '#8ba15c') {
  const puff = (x, y) => [0, 72, 144, 216, 288].map((a) => at(x, y, 1, oval(0, -len * 0.045, len * 0.024, len * 0.045, '#f6e39a'), a)).join('') + oval(x, y, len * 0.026, len * 0.026, '#d9a83c')
  const wing = path(`M0 0C${len * 0.12} ${len * 0.1} ${len * 0.14} ${len * 0.34} ${len * 0.03} ${len * 0.46}C${-len * 0.05} ${len * 0.34} ${-len * 0.06} ${len * 0.12} 0 0Z`, 'fill="#dfe0a0"')
  return (
    line(`M0 0C${len * 0.2} ${-len * 0.1} ${len * 0.55} ${-len * 0.12} ${len} 0`, '#7c5b3c', 4) +
    at(len * 0.2, -len * 0.07, 1, lindenLeaf(len * 0.42, green), -24) +
    at(len * 0.62, -len * 0.06, 1, lindenLeaf(len * 0.36, mix(green, '#b9bd62', 0.35)), 40) +
    at(len * 0.42, -len * 0.06, 1, wing + line(`M${len * 0.03} ${len * 0.2}L${len * 0.1} ${len * 0.42}M${len * 0.03} ${len * 0.2}L${-len * 0.04} ${len * 0.46}M${len * 0.03} ${len * 0.2}L${len * 0.19} ${len * 0.36}`, '#a3a25a', 2), -8) +
    puff(len * 0.5, len * 0.38) + puff(len * 0.39, len * 0.44) + puff(len * 0.58, len * 0.28)
  )
}

/** Loose tea, a handful of curled leaves around (0, 0). */
export function loose(n, spread, color, seed = 1) {
  const r = dice(seed)
  let out = oval(0, 3, spread * 0.9, spread * 0.3, '#2c1810', `opacity=".28" ${blur(7)}`)
  for (let i = 0; i < n; i++) {
    const [x, y] = [(r() + r() - 1) * spread, (r() + r() - 1) * spread * 0.32]
    const c = mix(color, r() > 0.5 ? '#201512' : '#c7a878', r(0, 0.35))
    const l = r(7, 15)
    out += at(x.toFixed(1), y.toFixed(1), 1, line(`M${-l} 0Q0 ${r(-7, 7).toFixed(1)} ${l} ${r(-2, 2).toFixed(1)}`, c, r(3, 5.5).toFixed(1)), r(0, 180).toFixed(0))
  }
  return out
}

/** Round berries or beans scattered around (0, 0). */
export function scatter(n, spread, draw, seed = 1, flat = 0.35) {
  const r = dice(seed)
  let out = ''
  const spots = Array.from({ length: n }, () => [(r() + r() - 1) * spread, (r() + r() - 1) * spread * flat]).sort((a, b) => a[1] - b[1])
  for (const [x, y] of spots) out += at(x.toFixed(1), y.toFixed(1), 1, draw(r), 0)
  return out
}

export const berry = (rad, color) => oval(rad * 0.4, rad * 0.75, rad * 1.05, rad * 0.35, '#2c1810', `opacity=".35" ${blur(3)}`) + `<circle r="${rad}" fill="${radial(0.36, 0.32, 0.75, [[0, light(color, 0.55)], [0.4, color], [1, dark(color, 0.5)]])}"/>`

export const bean = (turn, color = '#5a3522') => at(0, 0, 1, oval(3, 7, 15, 6, '#2c1810', `opacity=".35" ${blur(3)}`) + oval(0, 0, 15, 10, radial(0.36, 0.3, 0.8, [[0, light(color, 0.4)], [0.5, color], [1, dark(color, 0.5)]])) + line('M-12 1Q-4 -4 0 0T12 -1', dark(color, 0.6), 2.4), turn)

/** A folded napkin or a runner under things, in perspective. */
export function runner(x, y, w, h, color, motif = '') {
  const d = `M${x} ${y}L${x + w} ${y}L${x + w + h * 0.7} ${y + h}L${x - h * 0.7} ${y + h}Z`
  const c = dark(color, 0.6)
  return (
    `<g transform="translate(5 7)">${path(d, `fill="#2c1810" opacity=".3" ${blur(5)}`)}</g>` + path(d, `fill="${color}"`) + (motif ? path(d, `fill="${motif}"`) : '') +
    path(d, `fill="#000" ${grain(0.02, 0.8, 0.2, c, 5)} opacity=".4"`) + path(d, `fill="${gradient('d', [[0, '#fff', 0.25], [0.6, '#fff', 0], [1, c, 0.25]])}"`) +
    line(`M${x - h * 0.6 + 4} ${y + h - 9}L${x + w + h * 0.6 - 4} ${y + h - 9}`, light(color, 0.6), 2, 'stroke-dasharray="5 5" opacity=".8"')
  )
}

/** Steam above a cup at (0, 0). */
export const steam = (h) => [-16, 6, 26].map((x, i) => line(`M${x} 0C${x - 22} ${-h * 0.3} ${x + 24} ${-h * 0.55} ${x - 4} ${-h * (0.8 + i * 0.1)}`, '#ffffff', 9, `opacity=".42" ${blur(5)}`)).join('')

/** A book lying flat, spine to us. */
export const book = (w, h, color) => stands2(w) + body(`M${-w / 2} ${-h}h${w}v${h}h${-w}z`, color, { gloss: 0.25 }) + `<rect x="${-w / 2 + 14}" y="${-h * 0.66}" width="${w - 28}" height="${h * 0.12}" fill="${light(color, 0.5)}" opacity=".5"/>`
const stands2 = (w) => oval(w * 0.06, 3, w * 0.54, 9, '#2c1810', `opacity=".45" ${blur(6)}`)
