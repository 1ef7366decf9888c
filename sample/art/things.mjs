// Accessories: what one wears or carries besides clothes.
import { at, blur, body, circle, clip, cloth, dark, dice, flip, grain, gradient, hangs, knit, light, line, mix, oval, path, pattern, round, seam, stripes } from './kit.mjs'

const dropped = (d, n = 10) => `<g transform="translate(10 15)">${path(d, `fill="#2c1810" opacity=".42" ${blur(n)}`)}</g>`

/** A scarf looped over a peg, 300 wide, hanging from (0, 0). */
export function scarf(color) {
  const k = knit(color, 13)
  const accent = mix(color, '#f4ead6', 0.55)
  const fringe = (x, y, n) => [...Array(n).keys()].map((i) => line(`M${x + i * 11} ${y}q${i % 2 ? 3 : -3} 24 0 46`, i % 2 ? color : dark(color, 0.2), 7)).join('')
  const right = 'M6 20C60 60 90 160 92 300L96 500L-24 506L-20 300C-24 180 -30 90 -40 40Z'
  const left = 'M-10 16C-60 50 -104 150 -110 280L-118 430L-6 436L-2 280C0 190 20 110 40 50Z'
  const bars = (y) => path(`M-200 ${y}h400v26h-400z`, `fill="${accent}"`) + path(`M-200 ${y + 42}h400v10h-400z`, `fill="${accent}"`)
  const fold = 'M-56 34C-40 -20 40 -22 58 34C40 70 -40 72 -56 34Z'
  const peg = `<g transform="translate(9 12)" opacity=".35" ${blur(5)}>${path(circle(0, -6, 24), 'fill="#3b2418"')}</g>`
  return hangs(right, 26, 30, 16) + hangs(left, 26, 30, 16) + fringe(-18, 496, 11) + cloth(right, color, { weave: 'wool', motif: k, inside: bars(410), folds: ['M10 60C30 160 30 340 40 500', 'M50 140C62 240 64 400 70 500'], deep: 0.7 }) + fringe(-112, 424, 10) + `<g transform="translate(8 8)">${path(left, `fill="#2c1810" opacity=".35" ${blur(8)}`)}</g>` + cloth(left, color, { weave: 'wool', motif: k, inside: bars(340), folds: ['M-30 60C-60 160 -66 300 -72 430', 'M-70 140C-92 240 -94 330 -98 430'], deep: 0.7 }) + peg + cloth(fold, color, { weave: 'wool', motif: k, folds: ['M-40 40Q0 0 44 40'], deep: 0.6 }) + body(circle(0, -6, 21), '#b98a5c') + path(circle(-4, -10, 9), 'fill="#fff" opacity=".25"')
}

/** A beanie with a pompom, standing; 330 wide. */
export function beanie(color) {
  const k = knit(color, 15)
  const d = 'M-150 -90C-156 -220 -90 -300 0 -300C90 -300 156 -220 150 -90Z'
  const cuff = 'M-164 -112Q0 -132 164 -112Q174 -60 164 -10Q0 14 -164 -10Q-174 -60 -164 -112Z'
  const r = dice(8)
  let pom = `<circle r="52" fill="${mix(color, '#fff3dc', 0.2)}"/>`
  for (let i = 0; i < 260; i++) {
    const [a, len, from] = [r(0, 6.283), r(46, 66), r(0, 40)]
    pom += line(`M${(Math.cos(a) * from).toFixed(1)} ${(Math.sin(a) * from).toFixed(1)}L${(Math.cos(a + 0.1) * len).toFixed(1)} ${(Math.sin(a + 0.1) * len).toFixed(1)}`, mix(color, Math.sin(a + 0.8) > 0 ? '#5a3a2a' : '#fff3dc', r(0.05, 0.4)), 4)
  }
  return oval(30, 6, 200, 26, '#3b2418', `opacity=".36" ${blur(13)}`) + oval(0, 2, 160, 12, '#2c1810', `opacity=".5" ${blur(5)}`) + at(0, -330, 1, pom) + cloth(d, color, { weave: 'wool', motif: k, folds: ['M-70 -280C-90 -220 -90 -160 -88 -110', 'M0 -296C-4 -220 0 -160 0 -110', 'M70 -280C90 -220 92 -160 90 -110'], deep: 0.55 }) + `<g transform="translate(0 -6)">${path(cuff, `fill="#2c1810" opacity=".3" ${blur(6)}`)}</g>` + cloth(cuff, light(color, 0.08), { weave: 'wool', motif: stripes(dark(color, 0.5), 6, 10, 0, 0.38), deep: 0.4 }) + at(96, -56, 1, path(round(-28, -18, 56, 34, 3), 'fill="#a8743f"') + line(round(-24, -14, 48, 26, 2), '#e9c893', 1.5, 'stroke-dasharray="4 3"'))
}

/** One sock lying, from above; motif is drawn on it. */
function sock(color, trim, motif) {
  const d = 'M-46 -200L46 -200L50 -20C52 10 66 26 96 46C140 74 176 96 172 134C168 164 136 172 100 160C40 140 -30 110 -48 60C-56 30 -50 -40 -46 -200Z'
  return dropped(d) + cloth(d, color, { weave: 'wool', motif: knit(color, 10), inside: motif, folds: ['M-30 40Q20 30 60 34'], deep: 0.4 }) + cloth('M-49 -208Q0 -216 49 -208L49 -160Q0 -152 -48 -160Z', trim, { weave: 'wool', motif: stripes(dark(trim, 0.5), 4, 6, 0, 0.4) }) + `<g ${clip(d)}>${path('M-60 40Q-30 130 30 140L-10 180L-90 120Z', `fill="${trim}" opacity=".95"`)}${path('M120 60Q96 130 120 180L200 180V60Z', `fill="${trim}" opacity=".95"`)}</g>` + line(d, dark(color, 0.6), 2, 'opacity=".3"')
}
const fir = (x, y) => at(x, y, 1, path('M0 -24L16 0H8L20 20H-20L-8 0H-16Z', 'fill="#f4ead6"') + path('M-3 20h6v8h-6z', 'fill="#f4ead6"'))
const striped = () => sock('#7d8f86', '#d3a13d', [...Array(9).keys()].map((i) => path(`M-80 ${-140 + i * 36}q140 -10 300 30v14q-160 -40 -300 -30z`, `fill="${i % 2 ? '#f4ead6' : '#c4704e'}" opacity=".9"`)).join(''))
const firs = () => sock('#a5483f', '#f1e6d0', [[-22, -120], [22, -84], [-20, -46], [22, -8], [-16, 32], [36, 66], [84, 96]].map(([x, y]) => fir(x, y)).join(''))
/** Two socks side by side. */
export const socks = () => at(-150, 0, 1, striped(), -10) + at(110, 10, 1, firs(), 6)
/** One sock that looks out of a box. */
export const oneSock = () => at(0, 0, 1, `<g transform="scale(-1 1)">${striped()}</g>`, 186)

/** One mitten from above. */
export function mitten(color, bird) {
  const d = 'M-70 190L-78 20C-84 -80 -60 -170 0 -172C60 -170 84 -80 80 0C100 -10 118 -30 132 -50C150 -70 178 -50 170 -20C156 30 120 60 78 76L72 190Z'
  const cuff = 'M-80 150Q0 136 80 150L84 250Q0 266 -84 250Z'
  const zig = (y) => line(`M-120 ${y}l20 -16l20 16l20 -16l20 16l20 -16l20 16l20 -16l20 16l20 -16l20 16l20 -16`, '#f4ead6', 6)
  return dropped(d) + dropped(cuff) + cloth(d, color, { weave: 'wool', motif: knit(color, 11), inside: zig(-110) + zig(110) + zig(126) + (bird ? at(-4, 14, 1.05, bullfinch(bird)) : ''), folds: ['M76 70Q60 20 78 -10'], deep: 0.5 }) + cloth(cuff, light(color, 0.1), { weave: 'wool', motif: stripes(dark(color, 0.5), 6, 10, 0, 0.4) })
}
const bullfinch = (breast) => path('M-52 30C-58 -20 -30 -52 0 -54C26 -54 44 -36 46 -10L66 60L40 50C10 70 -40 66 -52 30Z', 'fill="#6d7a8a"') + path('M-50 26C-54 -4 -38 -24 -14 -26C10 -26 18 8 8 34C-8 58 -44 52 -50 26Z', 'fill="' + breast + '"') + path('M-30 -36C-20 -58 20 -60 32 -36C10 -44 -10 -42 -30 -36Z', 'fill="#2f2c30"') + path('M-32 -34l-16 6l16 8z', 'fill="#2f2c30"') + path(circle(-14, -30, 3.5), 'fill="#fff"') + line('M-10 56v16M6 56v16', '#2f2c30', 4) + line('M-60 76Q0 66 70 80', '#f4ead6', 6)

/** A linen tote on a peg. */
export function tote(color) {
  const d = 'M-150 190L150 190L166 560Q0 580 -166 560Z'
  const strap = (q, c) => line(q, dark(c, 0.35), 26) + `<g transform="translate(-2 -2)">${line(q, c, 20)}</g>` + seam(q, dark(c, 0.4), 1.5)
  const sprig = at(0, 400, 1, line('M-70 70C-30 30 10 -20 80 -60', '#5d6f4a', 6) + [[-50, 50, -60], [-16, 20, 20], [6, -4, -54], [36, -30, 30], [60, -48, -40]].map(([x, y, a], i) => at(x, y, 1, path('M0 0C-40 -2 -42 -42 0 -66C42 -42 40 -2 0 0Z', `fill="${i % 2 ? '#6f8150' : '#84955c'}"`), a)).join('') + [[20, 40], [40, 54], [8, 58], [32, 72]].map(([x, y]) => line(`M0 10L${x} ${y}`, '#8a8a4a', 2.5) + path(circle(x, y, 8), 'fill="#d3a13d"')).join(''))
  return hangs(d, 26, 30, 16) + strap('M-70 210C-70 60 -30 10 0 0C30 10 70 60 70 210', dark(color, 0.1)) + `<g transform="translate(9 12)" opacity=".35" ${blur(5)}>${path(circle(0, -2, 24), 'fill="#3b2418"')}</g>` + body(circle(0, -6, 20), '#b98a5c') + cloth(d, color, { inside: sprig, folds: ['M-110 200C-120 320 -126 450 -130 566', 'M110 200C122 320 128 450 132 566', 'M-30 480C-40 520 -36 550 -40 570'], deep: 0.5 }) + cloth('M-152 186L152 186L154 216Q0 222 -154 216Z', light(color, 0.08)) + strap('M-82 260C-84 170 -50 40 -6 8', color) + strap('M82 260C84 170 50 40 6 8', color) + [-82, 82].map((x) => path(round(x - 15, 216, 30, 46, 3), `fill="${light(color, 0.05)}"`) + line(`M${x - 11} 222l22 36M${x + 11} 222l-22 36`, dark(color, 0.5), 1.6, 'stroke-dasharray="5 3"')).join('')
}

/** A roll-top backpack, standing, 340 wide. */
export function backpack(color) {
  const d = 'M-150 -400C-158 -300 -172 -120 -164 -30Q-160 -4 -130 -3L130 -3Q160 -4 164 -30C172 -120 158 -300 150 -400Q150 -440 110 -446L-110 -446Q-150 -440 -150 -400Z'
  const flap = 'M-156 -430Q-150 -462 -110 -466L110 -466Q150 -462 156 -430L162 -270Q0 -236 -162 -270Z'
  const bag = 'M-122 -196Q0 -178 122 -196L128 -46Q126 -26 104 -24L-104 -24Q-126 -26 -128 -46Z'
  const leather = '#a86f42'
  const belt = (x) => cloth(`M${x - 15} -440h30v256l-15 16l-15 -16z`, leather, { weave: 'smooth' }) + line(round(x - 22, -262, 44, 36, 5), '#c9a24a', 6) + line(`M${x} -262v28`, '#8a6a24', 4) + [-216, -200].map((y) => path(circle(x, y, 3), 'fill="#5a3820"')).join('')
  return oval(36, 6, 210, 28, '#3b2418', `opacity=".38" ${blur(14)}`) + oval(0, 2, 166, 12, '#2c1810', `opacity=".5" ${blur(5)}`) + line('M-44 -462C-44 -520 44 -520 44 -462', dark(leather, 0.3), 20) + line('M-46 -464C-46 -516 42 -516 42 -464', leather, 13) + line('M-150 -330C-210 -280 -206 -140 -166 -60', dark(color, 0.35), 26) + line('M150 -330C210 -280 206 -140 166 -60', dark(color, 0.4), 26) + cloth(d, color, { folds: ['M-120 -260C-130 -200 -136 -120 -134 -20', 'M124 -260C132 -200 138 -120 136 -20'], deep: 0.5 }) + cloth(bag, light(color, 0.05), { folds: [] }) + seam('M-116 -186Q0 -168 116 -186', dark(color, 0.6)) + `<g transform="translate(0 10)">${path(flap, `fill="#1c120c" opacity=".35" ${blur(7)}`)}</g>` + cloth(flap, light(color, 0.07), { folds: ['M-60 -460Q-70 -360 -66 -262', 'M60 -460Q70 -360 66 -262'], deep: 0.4 }) + seam('M-154 -280Q0 -248 154 -280', dark(color, 0.6)) + belt(-70) + belt(70) + cloth('M-168 -60L168 -60L164 -28Q160 -4 130 -3L-130 -3Q-160 -4 -164 -28Z', leather, { weave: 'smooth' }) + at(0, -110, 1, path(round(-30, -20, 60, 36, 4), `fill="${leather}"`) + line(round(-26, -16, 52, 28, 3), light(leather, 0.5), 1.4, 'stroke-dasharray="4 3"'))
}

/** An open umbrella seen from the side; its ferrule at (0, 0). */
export function umbrella(color) {
  const d = 'M0 0C-150 6 -270 90 -300 240Q-262 204 -222 232Q-172 190 -112 226Q-54 190 0 226Q54 190 112 226Q172 190 222 232Q262 204 300 240C270 90 150 6 0 0Z'
  const rib = ['M0 0C-110 50 -190 130 -222 232', 'M0 0C-60 60 -100 140 -112 226', 'M0 0V226', 'M0 0C60 60 100 140 112 226', 'M0 0C110 50 190 130 222 232']
  const panel = ['M0 0C-150 6 -270 90 -300 240Q-262 204 -222 232C-190 130 -110 50 0 0Z', 'M0 0C-60 60 -100 140 -112 226Q-54 190 0 226Z', 'M0 0C60 60 100 140 112 226Q172 190 222 232C190 130 110 50 0 0Z']
  const stick = 'M-6 30h12v520c0 60 -70 60 -74 14l-1 -14h15c0 40 48 40 48 0z'
  return hangs(d, 26, 34, 18) + `<g transform="translate(22 26)">${path(stick, `fill="#3b2418" opacity=".3" ${blur(7)}`)}</g>` + path('M-290 236Q0 150 290 236Q0 200 -290 236Z', `fill="${dark(color, 0.6)}"`) + body('M-5 30h10v400h-10z', '#9aa0a4', { gloss: 0.7 }) + body('M-8 400h16v150c0 66 -84 66 -88 10l0 -12h17c2 42 55 40 55 2z', '#a8743f', { gloss: 0.4 }) + body('M-10 396h20v26h-20z', '#c9a24a') + body('M-5 -34h10v40h-10z', '#a8743f') + cloth(d, color, { weave: 'smooth', inside: panel.map((q, i) => path(q, `fill="${i === 1 ? light(color, 0.12) : dark(color, 0.14)}"`)).join('') + [[-150, 120], [-60, 80], [50, 140], [140, 90], [-20, 180], [-210, 180], [200, 170], [90, 60], [-100, 190]].map(([x, y]) => line(`M${x} ${y}l-7 20`, '#e9eef2', 4, 'opacity=".55"')).join('') }) + rib.map((q) => line(q, dark(color, 0.5), 2.5, 'opacity=".6"')).join('') + [[-300, 240], [-222, 232], [-112, 226], [0, 226], [112, 226], [222, 232], [300, 240]].map(([x, y]) => path(circle(x, y + 2, 5), 'fill="#c9a24a"')).join('')
}

/** A rolled leather belt from above and its free end. */
export function belt(color) {
  const coil = [150, 128, 106, 84].map((r, i) => path(circle(0, 0, r), `fill="${i % 2 ? dark(color, 0.5) : color}"`) + path(circle(0, 0, r), `fill="${gradient('d', [[0, '#fff2d8', 0.3], [0.5, '#fff', 0], [1, '#1c120c', 0.4]])}"`) + line(circle(0, 0, r - 7), light(color, 0.45), 1.8, 'stroke-dasharray="6 5" opacity=".6"')).join('')
  const tail = 'M-4 108C120 120 220 150 300 236L264 268C200 196 110 166 -4 150Z'
  return dropped(circle(0, 0, 152), 13) + dropped(tail) + cloth(tail, color, { weave: 'smooth' }) + [[160, 152], [196, 172], [228, 196]].map(([x, y]) => path(circle(x, y, 5), `fill="${dark(color, 0.7)}"`)).join('') + coil + path(circle(0, 0, 62), 'fill="#d9c4a4"') + path(circle(0, 0, 62), `fill="#000" opacity=".3" ${blur(6)}`) + at(-152, -6, 1, `<g transform="translate(8 12)" opacity=".45" ${blur(6)}>${line(round(-46, -54, 92, 108, 20), '#2c1810', 18)}</g>` + line(round(-46, -54, 92, 108, 20), '#8a6a24', 20) + line(round(-46, -54, 92, 108, 20), '#d6b05a', 14) + line('M-36 -46h56', '#f6e2a8', 4) + line('M46 0H-40', '#8a6a24', 12) + line('M46 -2H-40', '#d6b05a', 7))
}

export { flip, pattern, grain }
