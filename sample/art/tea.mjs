// Tea, coffee and what goes with them: bags, tins, boxes, jars.
import { at, blur, body, circle, clip, dark, gradient, grain, light, line, mix, oval, path, radial, round, stands, words } from './kit.mjs'
import { blossom, leaf, lindenLeaf } from './ground.mjs'

const kraft = '#c79a6a'
const paper = '#f4ead6'

/** A paper label on a front at (0, y): picture above, name below. */
export function label(y, w, h, name, sub, color, motif = '') {
  const d = round(-w / 2, y - h, w, h, 8)
  const split = h * 0.66 // the picture takes the upper part
  return (
    `<g transform="translate(2 3)">${path(d, `fill="#2c1810" opacity=".3" ${blur(3)}`)}</g>` + path(d, `fill="${paper}"`) + path(d, `fill="#000" ${grain(0.6, 0.6, 0.12, '#8a6a4a')} opacity=".4"`) +
    `<g ${clip(round(-w / 2 + 9, y - h + 9, w - 18, split - 9, 4))}>${at(0, y - h * 0.64, Math.min(1, h / 210), motif)}</g>` + line(round(-w / 2 + 8, y - h + 8, w - 16, h - 16, 4), color, 1.8, 'opacity=".7"') +
    words(0, y - h * 0.19, fitting(name, w * 0.8, Math.min(w * 0.16, h * 0.15)), name, dark(color, 0.45), 'font-style="italic" font-weight="bold"') + words(0, y - h * 0.08, fitting(sub, w * 0.76, Math.min(w * 0.09, h * 0.085)), sub, dark(color, 0.3))
  )
}

/** The size at which a text is w wide, most at the most. */
const fitting = (text, w, most) => Math.min(most, w / (text.length * 0.66)).toFixed(1)

/** A stand-up paper bag with a folded top. */
export function pouch(w, h, color, front) {
  const d = `M${-w * 0.46} ${-h}L${w * 0.46} ${-h}C${w * 0.5} ${-h * 0.6} ${w * 0.52} ${-h * 0.2} ${w * 0.5} ${-4}C${w * 0.2} 4 ${-w * 0.2} 4 ${-w * 0.5} -4C${-w * 0.52} ${-h * 0.2} ${-w * 0.5} ${-h * 0.6} ${-w * 0.46} ${-h}Z`
  const top = `M${-w * 0.47} ${-h - 4}h${w * 0.94}l2 ${h * 0.13}h${-w * 0.95}z`
  return (
    stands(w) + body(d, color, { gloss: 0.22, shade: 0.36, tex: 'clay' }) + path(`M${-w * 0.46} ${-h * 0.86}L${-w * 0.34} ${-h * 0.5}L${-w * 0.42} -6L${-w * 0.5} -4Z`, `fill="${dark(color, 0.5)}" opacity=".16"`) +
    path(`M${w * 0.46} ${-h * 0.86}L${w * 0.36} ${-h * 0.5}L${w * 0.43} -6L${w * 0.5} -4Z`, `fill="${dark(color, 0.5)}" opacity=".24"`) + front +
    `<g transform="translate(0 5)">${path(top, `fill="#2c1810" opacity=".35" ${blur(5)}`)}</g>` + body(top, light(color, 0.1), { gloss: 0.25, shade: 0.3 }) + line(`M${-w * 0.46} ${-h + h * 0.04}h${w * 0.92}`, dark(color, 0.4), 1.5, 'opacity=".5"')
  )
}

/** A round tin with a lid. */
export function tin(w, h, color, front) {
  const r = w * 0.115
  const lid = h * 0.17
  const side = `M${-w / 2} ${-h + lid}L${-w / 2} ${-r * 0.6}A${w / 2} ${r} 0 0 0 ${w / 2} ${-r * 0.6}L${w / 2} ${-h + lid}A${w / 2} ${r} 0 0 1 ${-w / 2} ${-h + lid}Z`
  const q = w * 0.515
  const cap = `M${-q} ${-h}L${-q} ${-h + lid}A${q} ${r} 0 0 0 ${q} ${-h + lid}L${q} ${-h}Z`
  return (
    stands(w) + body(side, color, { gloss: 0.55 }) + front + path(`M${-w / 2} ${-h + lid + 3}A${w / 2} ${r} 0 0 0 ${w / 2} ${-h + lid + 3}l0 16A${w / 2} ${r} 0 0 1 ${-w / 2} ${-h + lid + 19}Z`, `fill="#1c0f0a" opacity=".3" ${blur(4)}`) +
    body(cap, mix(color, '#d8c7a0', 0.5), { gloss: 0.6 }) + oval(0, -h, q, r, light(mix(color, '#d8c7a0', 0.5), 0.3)) + oval(0, -h, q * 0.93, r * 0.86, gradient('d', [[0, '#fff', 0.45], [1, dark(color, 0.4), 0.3]])) + line(`M${-q} ${-h}A${q} ${r} 0 0 0 ${q} ${-h}`, '#fff', 2, 'opacity=".5"')
  )
}

/** A curved label around a tin. */
export function band(w, y, h, name, sub, color, motif = '') {
  const r = w * 0.115
  const d = `M${-w / 2} ${y - h}A${w / 2} ${r} 0 0 0 ${w / 2} ${y - h}L${w / 2} ${y}A${w / 2} ${r} 0 0 1 ${-w / 2} ${y}Z`
  const shade = gradient('h', [[0, '#2a1c1a', 0.3], [0.2, '#fff', 0], [0.32, '#fff', 0.25], [0.5, '#fff', 0], [1, '#2a1c1a', 0.4]])
  return (
    path(d, `fill="${paper}"`) + `<g ${clip(`M${-w / 2} ${y - h}h${w}v${h * 0.62 + r}h${-w}z`)}><g ${clip(d)}>${at(0, y - h * 0.5, 1, motif)}</g></g>` + words(0, y + r - h * 0.19, fitting(name, w * 0.62, w * 0.14), name, dark(color, 0.45), 'font-style="italic" font-weight="bold"') +
    words(0, y + r - h * 0.075, fitting(sub, w * 0.6, w * 0.07), sub, dark(color, 0.3)) + line(`M${-w / 2} ${y - 5}A${w / 2} ${r} 0 0 0 ${w / 2} ${y - 5}M${-w / 2} ${y - h + 5}A${w / 2} ${r} 0 0 0 ${w / 2} ${y - h + 5}`, color, 2.5, 'opacity=".8"') + path(d, `fill="${shade}"`)
  )
}

/** A box seen from the front and a little from above and the right. */
export function box(w, h, deep, color, front) {
  const [dx, dy] = [deep * 0.5, deep * 0.24]
  return (
    oval(w * 0.16, 2, w * 0.75, 22, '#3b2418', `opacity=".3" ${blur(14)}`) + oval(0, 1, w * 0.52, 8, '#2c1810', `opacity=".5" ${blur(5)}`) +
    path(`M${w / 2} 0l${dx} ${-dy}v${-h}l${-dx} ${dy}z`, `fill="${dark(color, 0.36)}"`) + path(`M${-w / 2} ${-h}l${dx} ${-dy}h${w}l${-dx} ${dy}z`, `fill="${light(color, 0.36)}"`) +
    path(`M${-w / 2} 0v${-h}h${w}v${h}z`, `fill="${color}"`) + front + path(`M${-w / 2} 0v${-h}h${w}v${h}z`, `fill="${gradient('d', [[0, '#fff6e4', 0.28], [0.5, '#fff', 0], [1, '#2a1c1a', 0.2]])}"`) + line(`M${-w / 2} ${-h}h${w}`, '#fff', 1.6, 'opacity=".5"')
  )
}

/** A glass jar; fill is what is inside, cap is cloth or a metal color. */
export function jar(w, h, fill, cap, front = '', inside = '') {
  const n = w * 0.4
  const d = `M${-n} ${-h * 0.82}C${-n} ${-h * 0.76} ${-w / 2} ${-h * 0.76} ${-w / 2} ${-h * 0.66}L${-w / 2} -26Q${-w / 2} -4 ${-w * 0.36} -3Q0 6 ${w * 0.36} -3Q${w / 2} -4 ${w / 2} -26L${w / 2} ${-h * 0.66}C${w / 2} ${-h * 0.76} ${n} ${-h * 0.76} ${n} ${-h * 0.82}Z`
  const full = `M${-w * 0.455} ${-h * 0.7}Q0 ${-h * 0.66} ${w * 0.455} ${-h * 0.7}L${w * 0.455} -28Q${w * 0.46} -12 ${w * 0.34} -10Q0 -2 ${-w * 0.34} -10Q${-w * 0.46} -12 ${-w * 0.455} -28Z`
  const lid = round(-n * 1.12, -h, n * 2.24, h * 0.17, 7)
  return (
    stands(w) + path(d, 'fill="#eef4f2" opacity=".55"') + path(full, `fill="${gradient('h', [[0, dark(fill, 0.4)], [0.25, light(fill, 0.25)], [0.6, fill], [1, dark(fill, 0.45)]])}"`) + `<g ${clip(full)}>${inside}</g>` + oval(0, -h * 0.69, w * 0.45, h * 0.022, light(fill, 0.35), 'opacity=".8"') +
    path(d, `fill="${gradient('h', [[0, '#fff', 0.5], [0.06, '#fff', 0.05], [0.14, '#fff', 0.55], [0.2, '#fff', 0], [0.85, '#fff', 0], [0.93, '#fff', 0.35], [1, '#fff', 0.1]])}"`) + line(d, '#ffffff', 2, 'opacity=".55"') + front + body(lid, cap, { gloss: 0.6 }) +
    line(`M${-n * 1.1} ${-h * 0.87}h${n * 2.2}M${-n * 1.1} ${-h * 0.9}h${n * 2.2}`, dark(cap, 0.4), 1.5, 'opacity=".4"') + oval(0, -h, n * 1.1, h * 0.022, light(cap, 0.35))
  )
}

/** Cloth tied over a lid. */
export const cover = (w, h, color, motif = '') => {
  const n = w * 0.47
  const d = `M${-n} ${-h}Q0 ${-h - 26} ${n} ${-h}L${n + 8} ${-h * 0.86}L${n + 24} ${-h * 0.77}Q${n * 0.7} ${-h * 0.74} ${n * 0.5} ${-h * 0.77}Q${n * 0.2} ${-h * 0.73} 0 ${-h * 0.77}Q${-n * 0.3} ${-h * 0.73} ${-n * 0.55} ${-h * 0.77}Q${-n * 0.8} ${-h * 0.74} ${-n - 24} ${-h * 0.77}L${-n - 8} ${-h * 0.86}Z`
  return body(d, color, { gloss: 0.2, shade: 0.3, over: motif ? path(d, `fill="${motif}"`) : '' }) + line(`M${-n - 7} ${-h * 0.855}Q0 ${-h * 0.835} ${n + 7} ${-h * 0.855}`, '#d8b98a', 5) + line(`M10 ${-h * 0.84}q22 8 30 34M10 ${-h * 0.84}q-8 18 -4 40`, '#d8b98a', 4)
}

/** A pressed cake of pu-erh, half unwrapped; lies on the table. */
export function cake(r) {
  const tea = '#4a3222'
  const d = `M${-r} ${-30}A${r} ${r * 0.4} 0 0 1 ${r} ${-30}L${r} 6A${r} ${r * 0.42} 0 0 1 ${-r} 6Z`
  const wrap = `M${-r - 6} -26A${r + 6} ${r * 0.43} 0 0 1 ${-r * 0.1} ${-26 - r * 0.43}L${r * 0.16} ${-20}L${r * 0.02} ${r * 0.42 + 8}A${r + 6} ${r * 0.44} 0 0 1 ${-r - 6} 8Z`
  return (
    oval(r * 0.12, 30, r * 1.12, r * 0.38, '#2c1810', `opacity=".42" ${blur(12)}`) + body(d, dark(tea, 0.1), { gloss: 0.1 }) + oval(0, -30, r, r * 0.4, tea) + `<ellipse cx="0" cy="-30" rx="${r}" ry="${r * 0.4}" fill="#000" ${grain(0.12, 0.2, 0.5, '#160c06', 4)}/>` + `<ellipse cx="0" cy="-30" rx="${r}" ry="${r * 0.4}" fill="#000" ${grain(0.15, 0.24, 0.3, '#b98d5a', 8)} opacity=".7"/>` +
    oval(r * 0.04, -30, r * 0.2, r * 0.07, dark(tea, 0.5), 'opacity=".6"') + path(wrap, 'fill="#efe4cd"') + path(wrap, `fill="#000" ${grain(0.08, 0.14, 0.2, '#8a6a4a')} opacity=".6"`) + path(wrap, `fill="${gradient('h', [[0, '#2a1c1a', 0.25], [0.4, '#fff', 0.2], [0.9, '#2a1c1a', 0.05], [1, '#2a1c1a', 0.3]])}"`) +
    `<g transform="translate(${-r * 0.5} -26) scale(1 .45)">${path(circle(0, 0, r * 0.26), 'fill="#6d7a4c"')}${words(0, r * 0.09, r * 0.22, 'бор', '#efe4cd', 'font-weight="bold"')}</g>`
  )
}

/** A coffee bag with a valve and a tin tie. */
export function coffeeBag(w, h) {
  const face = label(-h * 0.17, w * 0.7, h * 0.52, 'Причал 5', 'утренний рейс', '#a4553a', sunrise(w * 0.34))
  return pouch(w, h, '#3d4a4c', face + path(circle(0, -h * 0.79, 9), 'fill="#2a3335"') + path(circle(0, -h * 0.79, 3), 'fill="#596668"'))
}

/** Sun over waves, for labels. */
export const sunrise = (r) => path(circle(0, 0, r * 0.62), 'fill="#e2a24a"') + [0, 1, 2].map((i) => path(`M${-r * 2} ${r * (0.2 + i * 0.26)}q${r * 0.25} ${-r * 0.16} ${r * 0.5} 0t${r * 0.5} 0t${r * 0.5} 0t${r * 0.5} 0t${r * 0.5} 0t${r * 0.5} 0t${r * 0.5} 0t${r * 0.5} 0V${r * 2}H${-r * 2}z`, `fill="${mix('#5f8a94', '#2f5560', i * 0.4)}"`)).join('')

/** Fireweed in bloom, standing at (0, 0). */
export function fireweed(h, pink = '#b8628f') {
  let out = line(`M0 0Q${h * 0.03} ${-h * 0.5} 0 ${-h}`, '#6c7a4a', h * 0.016)
  for (let i = 0; i < 7; i++) out += at(0, -h * (0.1 + i * 0.06), 1, leaf(h * (0.2 - i * 0.012), '#6f8450', 0.14), (i % 2 ? 1 : -1) * (66 - i * 3))
  for (let i = 0; i < 14; i++) {
    const y = -h * (0.52 + i * 0.034)
    const s = h * (0.05 - i * 0.0027)
    const x = (i % 2 ? 1 : -1) * s * 1.05
    out += at(x, y, 1, [0, 90, 180, 270].map((a) => at(0, 0, 1, oval(0, -s * 0.55, s * 0.36, s * 0.6, mix(pink, '#f0b6cf', (i % 3) * 0.3)), a + 30)).join('') + path(circle(0, 0, s * 0.2), 'fill="#f6e7c8"'))
  }
  return out
}

/** A sprig of thyme or mint for labels and tables. */
export const thyme = (h, flowers = '#9a7fb8') => line(`M0 0Q${h * 0.1} ${-h * 0.5} 0 ${-h}`, '#7a6242', h * 0.02) + Array.from({ length: 8 }, (_, i) => at(0, -h * (0.1 + i * 0.1), 1, leaf(h * 0.13, i % 2 ? '#7d9160' : '#6b8052', 0.36), 62) + at(0, -h * (0.1 + i * 0.1), 1, leaf(h * 0.13, '#74895a', 0.36), -62)).join('') + Array.from({ length: 7 }, (_, i) => path(circle(((i % 3) - 1) * h * 0.06, -h * (0.9 + 0.035 * i), h * 0.034), `fill="${mix(flowers, '#e6d6ee', (i % 3) * 0.3)}"`)).join('')

export const mint = (h, green = '#6f9a68') => line(`M0 0Q${-h * 0.08} ${-h * 0.5} 0 ${-h}`, '#62804f', h * 0.025) + Array.from({ length: 5 }, (_, i) => at(0, -h * (0.14 + i * 0.18), 1, leaf(h * (0.38 - i * 0.05), i % 2 ? green : mix(green, '#a5bd7c', 0.4), 0.42), 58) + at(0, -h * (0.14 + i * 0.18), 1, leaf(h * (0.38 - i * 0.05), mix(green, '#547a54', 0.3), 0.42), -58)).join('') + at(0, -h * 0.94, 1, leaf(h * 0.2, green, 0.46))

export { kraft, paper, blossom, lindenLeaf, oval, radial }
