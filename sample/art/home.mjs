// Things for the home, and presents.
import { at, blur, body, circle, clip, cloth, dark, dice, gradient, grain, light, line, mix, oval, path, pattern, radial, round, seam, stands, stripes, words } from './kit.mjs'
import { leaf, lindenLeaf } from './ground.mjs'
import { label } from './tea.mjs'

/** A candle in a glass, lit. */
export function candle(wax, name, color, lit = true) {
  const glass = 'M-112 -230L-104 -18Q-102 -3 -84 -2L84 -2Q102 -3 104 -18L112 -230A112 22 0 0 1 -112 -230Z'
  const full = 'M-105 -178L-99 -24Q-98 -12 -82 -11L82 -11Q98 -12 99 -24L105 -178A105 19 0 0 1 -105 -178Z'
  const flame = 'M0 -286C-26 -250 -24 -226 0 -216C24 -226 26 -250 0 -286Z'
  return (
    (lit ? `<circle cx="0" cy="-240" r="240" fill="${radial(0.5, 0.5, 0.5, [[0, '#ffe2a0', 0.75], [0.4, '#ffd98a', 0.25], [1, '#ffd98a', 0]])}"/>` : '') + stands(220) + path(glass, 'fill="#f3f0e6" opacity=".5"') + path(full, `fill="${gradient('h', [[0, dark(wax, 0.22)], [0.3, light(wax, 0.4)], [0.7, wax], [1, dark(wax, 0.3)]])}"`) + oval(0, -178, 105, 19, radial(0.5, 0.5, 0.6, [[0, '#fff3cf'], [0.5, light(wax, 0.4)], [1, wax]])) + line('M0 -178V-222', '#3a2a20', 5) +
    (!lit ? '' : path(flame, `fill="${gradient('v', [[0, '#fff2c0'], [0.6, '#ffc252'], [1, '#e8843a']])}"`) + path('M0 -252C-10 -236 -9 -226 0 -221C9 -226 10 -236 0 -252Z', 'fill="#fffbe8"')) + path(glass, `fill="${gradient('h', [[0, '#fff', 0.55], [0.06, '#fff', 0.05], [0.14, '#fff', 0.5], [0.2, '#fff', 0], [0.86, '#fff', 0], [0.94, '#fff', 0.4], [1, '#fff', 0.1]])}"`) + line('M-112 -230A112 22 0 0 0 112 -230A112 22 0 0 0 -112 -230', '#fff', 3, 'opacity=".8"') + label(-30, 140, 120, 'Тёплый ключ', name, color, at(0, 26, 0.5, lindenLeaf(70, color)))
  )
}

/** A folded blanket with fringe, 420 wide. */
export function blanket(color) {
  const motif = pattern(64, 64, `<rect x="0" width="14" height="64" fill="${light(color, 0.6)}" opacity=".55"/><rect y="0" width="64" height="14" fill="${light(color, 0.6)}" opacity=".45"/><rect x="34" width="5" height="64" fill="${dark(color, 0.5)}" opacity=".4"/><rect y="34" width="64" height="5" fill="${dark(color, 0.5)}" opacity=".35"/>`)
  const layer = (y, w, h) => cloth(`M${-w / 2 + 26} ${y - h}H${w / 2 - 10}Q${w / 2 + 16} ${y - h} ${w / 2 + 16} ${y - h / 2}Q${w / 2 + 16} ${y} ${w / 2 - 10} ${y}H${-w / 2 + 26}Q${-w / 2} ${y} ${-w / 2} ${y - h / 2}Q${-w / 2} ${y - h} ${-w / 2 + 26} ${y - h}Z`, color, { weave: 'wool', motif, deep: 0.4, folds: [`M${-w / 2 + 20} ${y - h / 2}H${w / 2 - 60}`] })
  const drape = 'M-120 -236C-60 -246 40 -246 100 -236L112 -70L122 34Q0 56 -116 36L-112 -80Z'
  const fringe = [...Array(22).keys()].map((i) => line(`M${-110 + i * 10.6} ${36 + 8 * Math.sin((i / 21) * 3.1)}q${i % 2 ? 4 : -4} 22 0 44`, i % 2 ? color : dark(color, 0.24), 6)).join('')
  return stands(430, 1) + layer(0, 420, 80) + layer(-78, 408, 78) + layer(-154, 414, 80) + fringe + `<g transform="translate(10 6)">${path(drape, `fill="#2c1810" opacity=".35" ${blur(9)}`)}</g>` + cloth(drape, color, { weave: 'wool', motif, folds: ['M-60 -240C-66 -140 -60 -40 -66 40', 'M50 -240C58 -140 56 -40 62 40'], deep: 0.5 })
}

/** A cushion standing on its edge, 400 wide. */
export function cushion(color) {
  const d = 'M-196 -372C-120 -352 120 -352 196 -372C214 -372 216 -356 210 -340C190 -240 190 -130 210 -30C216 -10 206 4 190 0C100 -18 -100 -18 -190 0C-206 4 -216 -10 -210 -30C-190 -130 -190 -240 -210 -340C-216 -356 -214 -372 -196 -372Z'
  return stands(400, 1.1) + cloth(d, color, { folds: ['M-170 -340C-120 -300 -110 -270 -100 -240', 'M170 -340C120 -300 110 -270 100 -240', 'M-176 -30C-130 -70 -116 -100 -104 -130', 'M176 -30C130 -70 116 -100 104 -130'], deep: 0.55 }) + oval(-40, -220, 120, 110, '#fff6e4', `opacity=".2" ${blur(30)}`) + seam('M-186 -352C-110 -334 110 -334 186 -352C170 -240 170 -130 188 -24C100 -40 -100 -40 -188 -24C-170 -130 -170 -240 -186 -352Z', dark(color, 0.5)) + [-30, 0, 30].map((x) => path(circle(x, -60, 0.1), 'fill="none"')).join('')
}

/** A folded cloth with a drawn-thread hem, seen from above: w × h. */
export function folded(w, h, color, { motif = '', hem = true, layers = 3 } = {}) {
  let out = ''
  for (let i = layers - 1; i >= 0; i--) {
    const d = round(-w / 2 + i * 5, -h / 2 + i * 8, w, h, 14)
    out += `<g transform="translate(8 12)">${path(d, `fill="#2c1810" opacity=".3" ${blur(8)}`)}</g>` + cloth(d, i ? dark(color, 0.06 * i) : color, { motif, folds: i ? [] : [`M${-w / 2 + 40} ${-h / 2 + 30}Q0 ${-h / 2 + 60} ${w / 2 - 40} ${-h / 2 + 20}`, `M${-w / 2 + 30} ${h * 0.1}Q0 ${h * 0.16} ${w / 2 - 30} ${h * 0.08}`], deep: 0.35 })
  }
  if (hem) out += line(`M${-w / 2 + 4} ${h / 2 - 54}H${w / 2 - 4}`, dark(color, 0.34), 12, 'stroke-dasharray="2 8" opacity=".8"') + line(`M${-w / 2 + 4} ${h / 2 - 62}H${w / 2 - 4}M${-w / 2 + 4} ${h / 2 - 46}H${w / 2 - 4}`, light(color, 0.6), 2.5) + seam(`M${-w / 2 + 14} ${h / 2 - 16}H${w / 2 - 14}`, dark(color, 0.4))
  return out
}

/** A waffle weave. */
export const waffle = (color) => pattern(22, 22, `<rect x="1.5" y="1.5" width="19" height="19" rx="4" fill="${dark(color, 0.34)}" opacity=".34"/><rect x="4" y="5" width="15" height="14" rx="3" fill="${light(color, 0.6)}" opacity=".5"/>`)

/** A towel over a wooden rail on the wall, the rail at y = 0. */
export function towel(color) {
  const d = 'M-150 -4Q0 -18 150 -4L156 470Q0 486 -156 470Z'
  return `<g transform="translate(24 28)">${path(d, `fill="#3b2418" opacity=".3" ${blur(14)}`)}</g>` + cloth('M-120 -8L130 -8L134 520L-112 528Z', dark(color, 0.2), { motif: waffle(color) }) + body(round(-300, -14, 600, 24, 12), '#b98a5c', { gloss: 0.2 }) + [-270, 270].map((x) => body(circle(x, -2, 20), '#a87848')).join('') + cloth(d, color, { motif: waffle(color), folds: ['M-90 0C-96 160 -90 320 -98 470', 'M-20 0C-24 160 -20 320 -22 476', 'M60 0C66 160 62 320 70 474'], deep: 0.5 }) + path('M-154 400Q0 414 154 400L155 424Q0 438 -155 424Z', `fill="${dark('#7d8f86', 0.05)}" opacity=".85"`) + path('M-154 434Q0 448 154 434L155 442Q0 456 -155 442Z', 'fill="#7d8f86" opacity=".85"') + line('M-6 0q-16 -40 0 -56q16 16 4 56', dark(color, 0.3), 5, 'opacity="0"')
}

/** A ceramic lamp with a linen shade, lit; 420 high. */
export function lamp(color) {
  const foot = 'M-60 -230C-40 -216 -118 -170 -118 -92C-118 -36 -84 -4 -60 -3L60 -3C84 -4 118 -36 118 -92C118 -170 40 -216 60 -230Z'
  const shade = 'M-104 -470L104 -470L186 -240Q0 -212 -186 -240Z'
  return `<circle cx="0" cy="-250" r="380" fill="${radial(0.5, 0.5, 0.5, [[0, '#ffdc94', 0.7], [0.5, '#ffdc94', 0.2], [1, '#ffdc94', 0]])}"/>` + stands(230, 1.1) + oval(0, 6, 260, 34, '#ffdf9a', `opacity=".4" ${blur(14)}`) + body('M-12 -260h24v40h-24z', '#c9a24a') + body(foot, color, { tex: 'clay' }) + line('M-112 -64C-60 -46 60 -46 112 -64', dark(color, 0.5), 2, 'opacity=".3"') + path('M-186 -240Q0 -266 186 -240Q0 -212 -186 -240Z', 'fill="#fff0c4"') + path(shade, `fill="${gradient('v', [[0, '#ead6ac'], [0.6, '#fbe8bd'], [1, '#fff3d0']])}"`) + path(shade, `fill="#000" ${grain(0.02, 0.6, 0.2, '#8a6a3a', 5)} opacity=".4"`) + path(shade, `fill="#000" ${grain(0.6, 0.02, 0.2, '#8a6a3a', 8)} opacity=".35"`) + path(shade, `fill="${gradient('h', [[0, '#7a4a1c', 0.36], [0.4, '#fff', 0.3], [1, '#7a4a1c', 0.42]])}"`) + line('M-104 -470H104', '#c9a86a', 6) + line('M-186 -240Q0 -212 186 -240', '#c9a86a', 6)
}

/** A narrow vase, 330 high. */
export function vase(color) {
  const d = 'M-20 -330L-20 -250C-20 -220 -112 -190 -112 -104C-112 -34 -80 -4 -56 -3L56 -3C80 -4 112 -34 112 -104C112 -190 20 -220 20 -250L20 -330A20 5 0 0 1 -20 -330Z'
  return stands(230, 1.1) + body(d, color, { tex: 'clay', over: `<g ${clip(d)}>${path('M-160 -92Q-60 -110 0 -88T160 -96V0H-160Z', `fill="${mix(color, '#a8743f', 0.28)}" opacity=".5"`)}</g>` }) + oval(0, -330, 23, 6, light(color, 0.3)) + oval(0, -330, 17, 4, dark(color, 0.6))
}

/** A branch of pine or linden for a vase. */
export function branch(h) {
  let out = line(`M0 0C-6 ${-h * 0.3} 20 ${-h * 0.6} 60 ${-h}M8 ${-h * 0.45}C-20 ${-h * 0.6} -50 ${-h * 0.7} -74 ${-h * 0.8}`, '#6d4c34', 6)
  for (const [x, y, s, a] of [[60, -1, 0.2, 10], [44, -0.86, 0.2, 70], [36, -0.78, 0.19, -40], [26, -0.66, 0.2, 74], [18, -0.56, 0.17, -30], [-74, -0.8, 0.2, -30], [-52, -0.72, 0.18, -84], [-40, -0.68, 0.17, 20], [10, -0.36, 0.16, 70]]) out += at(x, y * h, 1, lindenLeaf(s * h, mix('#7d9150', '#b3b368', (x & 3) / 5)), a)
  return out
}

/** A bar of soap, a little turned. */
export function soap(color, bits, w = 200) {
  const top = `M${-w / 2} -70L${w * 0.3} -96L${w * 0.62} -66L${-w * 0.14} -34Z`
  const front = `M${-w / 2} -70L${-w * 0.14} -34L${-w * 0.14} 12L${-w / 2} -18Z`
  const side = `M${-w * 0.14} -34L${w * 0.62} -66L${w * 0.62} -20L${-w * 0.14} 12Z`
  const speck = pattern(90, 70, scatterBits(bits))
  return oval(16, 6, w * 0.66, 20, '#2c1810', `opacity=".42" ${blur(9)}`) + `<g stroke-linejoin="round" stroke-width="10">${path(front, `fill="${dark(color, 0.2)}" stroke="${dark(color, 0.2)}"`)}${path(side, `fill="${dark(color, 0.08)}" stroke="${dark(color, 0.08)}"`)}${path(top, `fill="${light(color, 0.3)}" stroke="${light(color, 0.3)}"`)}</g>` + path(front, `fill="${speck}"`) + path(side, `fill="${speck}"`) + path(top, `fill="${speck}"`) + path(side, `fill="${gradient('d', [[0, '#fff', 0.25], [1, '#2a1c1a', 0.16]])}"`) + at(w * 0.24, -34, 1, `<g transform="skewY(-22)">${words(-6, 18, 17, 'добрый пень', dark(color, 0.45), 'font-style="italic" opacity=".8"')}</g>`)
}

/** Bits strewn over a patch of 90 × 70. */
function scatterBits(bit) {
  const r = dice(17)
  let out = ''
  for (let i = 0; i < 22; i++) out += at(r(4, 86).toFixed(1), r(4, 66).toFixed(1), r(0.6, 1.3).toFixed(2), bit, r(0, 180).toFixed(0))
  return out
}

/** A willow basket, 380 wide. */
export function basket() {
  const willow = '#b98a52'
  const d = 'M-190 -210L-150 -26Q-146 -3 -120 -2L120 -2Q146 -3 150 -26L190 -210A190 38 0 0 1 -190 -210Z'
  const weave = pattern(56, 36, `<rect width="56" height="36" fill="${dark(willow, 0.4)}"/><rect x="-2" y="2" width="32" height="14" rx="7" fill="${willow}"/><rect x="26" y="20" width="32" height="14" rx="7" fill="${light(willow, 0.12)}"/><rect x="30" y="2" width="24" height="14" rx="7" fill="${dark(willow, 0.18)}"/><rect x="2" y="20" width="22" height="14" rx="7" fill="${dark(willow, 0.22)}"/><path d="M2 5h22M30 23h22" stroke="${light(willow, 0.5)}" stroke-width="2" opacity=".7"/>`)
  let rim = ''
  for (let i = 0; i < 26; i++) { const a = Math.PI * (i / 25); rim += at((-Math.cos(a) * 190).toFixed(1), (-210 + Math.sin(a) * 36).toFixed(1), 1, body(round(-14, -10, 28, 20, 10), mix(willow, i % 2 ? '#e9cc94' : '#7a5428', 0.2), { gloss: 0.2 }), -24) }
  const handle = (c, w) => line('M-176 -206C-190 -420 -90 -470 0 -470C90 -470 190 -420 176 -206', c, w)
  return stands(330, 1.1) + oval(0, -210, 190, 38, dark(willow, 0.55)) + `<g>${at(-30, -206, 1, clothIn())}</g>` + body(d, willow, { over: path(d, `fill="${weave}"`), gloss: 0.2 }) + rim + handle(dark(willow, 0.5), 26) + handle(willow, 20) + line('M-176 -206C-190 -420 -90 -470 0 -470C90 -470 190 -420 176 -206', dark(willow, 0.4), 20, 'stroke-dasharray="3 16"') + line('M-172 -216C-186 -416 -90 -462 0 -464', light(willow, 0.5), 4, 'opacity=".7"')
}
const clothIn = () => cloth('M-130 -4C-120 -60 -60 -84 -10 -70C40 -96 130 -84 180 -20L170 20Q20 50 -130 16Z', '#efe6d4', { motif: stripes('#40597f', 5, 22, 20, 0.6), folds: ['M-60 -66Q-40 -20 -50 20', 'M40 -76Q60 -30 50 24', 'M110 -64Q110 -20 120 20'], deep: 0.5 })

/** An open gift box with things standing in wood wool; inside is drawn before the front. */
export function giftBox(w, h, color, inside) {
  const back = `M${-w / 2 + 22} ${-h - 40}H${w / 2 - 22}L${w / 2} ${-h + 10}H${-w / 2}Z`
  let wool = ''
  for (let i = 0; i < 64; i++) { const x = -w / 2 + 24 + ((i * 53) % (w - 48)); const y = -h - 4 - ((i * 29) % 26); wool += line(`M${x} ${y}q${(i % 5) * 6 - 12} -16 ${16 - (i % 3) * 12} -4q10 12 22 2`, i % 3 ? '#e4cfa0' : '#c9ab74', 3.4) }
  return oval(24, 4, w * 0.66, 26, '#3b2418', `opacity=".34" ${blur(14)}`) + oval(0, 1, w * 0.52, 9, '#2c1810', `opacity=".5" ${blur(5)}`) + path(back, `fill="${dark(color, 0.5)}"`) + inside + wool + path(`M${-w / 2} ${-h}H${w / 2}V0H${-w / 2}Z`, `fill="${color}"`) + path(`M${-w / 2} ${-h}H${w / 2}V0H${-w / 2}Z`, `fill="#000" ${grain(0.5, 0.5, 0.14, dark(color, 0.7))} opacity=".6"`) + path(`M${-w / 2} ${-h}H${w / 2}V0H${-w / 2}Z`, `fill="${gradient('d', [[0, '#fff6e4', 0.28], [0.5, '#fff', 0], [1, '#2a1c1a', 0.24]])}"`) + line(`M${-w / 2} ${-h}H${w / 2}`, light(color, 0.5), 4)
}

/** A ribbon around a box with a bow at (0, y). */
export const ribbon = (w, h, y, color) => body(`M${-w / 2} ${y - 18}H${w / 2}V${y + 18}H${-w / 2}Z`, color, { gloss: 0.25, shade: 0.2 }) + at(0, y, 1, `<g transform="translate(6 8)" opacity=".35" ${blur(5)}>${path('M0 0C-40 -60 -110 -50 -100 0C-110 40 -40 40 0 0C40 -60 110 -50 100 0C110 40 40 40 0 0Z', 'fill="#2c1810"')}</g>` + cloth('M-8 4L-56 96L-34 88L-24 108L10 10Z', dark(color, 0.12)) + cloth('M8 4L52 92L30 88L18 106L-8 10Z', dark(color, 0.16)) + cloth('M0 0C-40 -60 -110 -50 -100 0C-110 40 -40 40 0 0Z', color, { folds: ['M-90 -8Q-40 4 -8 0'] }) + cloth('M0 0C40 -60 110 -50 100 0C110 40 40 40 0 0Z', light(color, 0.06), { folds: ['M90 -8Q40 4 8 0'] }) + body(round(-18, -18, 36, 34, 10), dark(color, 0.06), { gloss: 0.3 }))

/** A notebook from above: linen cover, elastic, ribbon. */
export function notebook(color, lined) {
  const cover = round(-170, -240, 340, 480, 16)
  const page = round(-158, -228, 332, 464, 8)
  return `<g transform="translate(14 20)">${path(cover, `fill="#2c1810" opacity=".45" ${blur(12)}`)}</g>` + at(6, 8, 1, path(page, 'fill="#f4ecd8"') + [3, 6].map((i) => line(`M174 ${-220}v448`, '#c9b890', 1, `transform="translate(${-i} 0)"`)).join('')) + cloth(cover, color, { deep: 0.4 }) + path('M-170 -224q0 -16 16 -16h22v480h-22q-16 0 -16 -16z', `fill="${dark(color, 0.3)}" opacity=".35"`) + body(round(118, -243, 13, 486, 3), dark(color, 0.55), { gloss: 0.2 }) + at(-20, -60, 1, path(round(-76, -60, 152, 104, 6), 'fill="#f4ead6"') + line(round(-68, -52, 136, 88, 4), dark(color, 0.3), 1.6) + (lined ? [-26, -4, 18].map((y) => line(`M-52 ${y}H52`, dark(color, 0.3), 2.5)).join('') : [-26, -8, 10].map((y) => [-48, -24, 0, 24, 48].map((x) => path(circle(x, y, 3), `fill="${dark(color, 0.3)}"`)).join('')).join(''))) + cloth('M40 236L58 236L62 306L49 292L36 306Z', '#b5503f', { weave: 'smooth' })
}

/** A postcard from above with a small picture. */
export const postcard = (scene, w = 270, h = 190) => `<g transform="translate(8 12)">${path(round(-w / 2, -h / 2, w, h, 5), `fill="#2c1810" opacity=".42" ${blur(8)}`)}</g>` + path(round(-w / 2, -h / 2, w, h, 5), 'fill="#fbf5e8"') + `<g ${clip(round(-w / 2 + 12, -h / 2 + 12, w - 24, h - 24, 2))}>${scene}</g>`

/** A certificate before its envelope, with a wax seal. */
export function certificate() {
  const env = round(-250, -150, 500, 320, 8)
  const wax = [...Array(14).keys()].map((i) => { const a = (i / 14) * 6.283; const r = 44 + (i % 3) * 4; return `${i ? 'L' : 'M'}${(Math.cos(a) * r).toFixed(1)} ${(Math.sin(a) * r).toFixed(1)}` }).join('') + 'Z'
  return at(-20, -130, 1, `<g transform="translate(8 12)">${path(round(-220, -130, 440, 270, 6), `fill="#2c1810" opacity=".4" ${blur(9)}`)}</g>` + path(round(-220, -130, 440, 270, 6), 'fill="#fbf5e8"') + line(round(-204, -114, 408, 238, 4), '#8a9a62', 2.5) + line(round(-197, -107, 394, 224, 3), '#c9b476', 1.2) + words(0, -40, 34, 'Сертификат', '#4f5a36', 'font-style="italic" font-weight="bold"') + at(-176, -40, 0.5, lindenLeaf(90, '#93a765'), -40) + at(176, -40, 0.5, lindenLeaf(90, '#93a765'), 40), -5) + at(20, 60, 1, `<g transform="translate(10 16)">${path(env, `fill="#2c1810" opacity=".45" ${blur(11)}`)}</g>` + path(env, 'fill="#c9a478"') + path(env, `fill="#000" ${grain(0.5, 0.5, 0.16, '#6d4a2a')} opacity=".7"`) + path('M-250 166L-40 -10M250 166L40 -10', 'stroke="#8a653c" stroke-width="2" opacity=".5"') + `<g transform="translate(0 5)">${path('M-246 -148L0 60L246 -148Z', `fill="#2c1810" opacity=".35" ${blur(6)}`)}</g>` + path('M-248 -148L-16 44Q0 56 16 44L248 -148Z', 'fill="#d6b388"') + line('M-248 -148L-16 44Q0 56 16 44L248 -148', '#ecd2a8', 2.5) + at(0, 40, 1, `<g transform="translate(4 7)" opacity=".45" ${blur(4)}>${path(wax, 'fill="#2c1810"')}</g>` + body(wax, '#a83a33', { gloss: 0.4 }) + line(circle(0, 0, 30), dark('#a83a33', 0.4), 3) + at(0, 20, 0.42, lindenLeaf(90, '#8a2a26'))), 3)
}

export { leaf }
