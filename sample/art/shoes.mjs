// Shoes seen from the side: the toe to the left, the sole on y = 0, about 420 long.
import { at, blur, body, circle, clip, cloth, dark, flip, gradient, grain, knit, light, line, oval, path, pattern, round, seam } from './kit.mjs'

const under = (w) => oval(14, 6, w * 0.56, 20, '#3b2418', `opacity=".34" ${blur(12)}`) + oval(0, 2, w * 0.48, 9, '#2c1810', `opacity=".55" ${blur(5)}`)

/** Both shoes of a pair: the far one behind, turned a little and smaller. */
export const pair = (shoe, dx = 96, dy = -74) => at(dx, dy, 0.92, shoe) + at(-24, 14, 1.08, shoe)

const laces = (list, color) => list.map(([x, y, dx, dy]) => line(`M${x} ${y}l${dx} ${dy}`, dark(color, 0.35), 10) + line(`M${x} ${y - 1.5}l${dx} ${dy}`, color, 7.5)).join('')

/** City sneaker. */
export function sneaker(color, accent, soleColor = '#f4f0e6') {
  const up = 'M-196 -44C-204 -78 -176 -98 -136 -104C-96 -112 -60 -136 -30 -172C-14 -190 12 -196 30 -184C44 -176 60 -172 84 -176C112 -182 130 -206 152 -208C176 -208 186 -190 188 -160C192 -120 196 -80 192 -40Z'
  const sole = 'M-210 -46C-206 -30 -212 -8 -186 -4C-60 4 90 4 182 -2C206 -4 206 -24 200 -58C170 -40 120 -34 60 -36C-20 -40 -120 -34 -210 -46Z'
  const toe = 'M-198 -46C-206 -78 -176 -98 -136 -104C-128 -84 -130 -62 -120 -42Z'
  const heel = 'M120 -36C126 -70 140 -100 190 -112L193 -42Z'
  const wave = 'M-84 -46C-50 -60 -20 -110 40 -116C90 -120 110 -96 150 -112C130 -84 100 -82 60 -84C20 -86 0 -52 -30 -44Z'
  const tongue = 'M-30 -172C-20 -214 10 -226 40 -216L44 -180Z'
  return (
    under(420) + cloth(tongue, dark(color, 0.12), { weave: 'smooth' }) + path('M64 -176C90 -206 140 -222 160 -206C170 -196 120 -170 64 -176Z', `fill="${dark(color, 0.55)}"`) + cloth(up, color, { weave: 'wool', motif: pattern(9, 9, `<circle cx="2.5" cy="2.5" r="1.3" fill="${dark(color, 0.6)}" opacity=".4"/><circle cx="7" cy="7" r="1.3" fill="${dark(color, 0.6)}" opacity=".4"/>`), folds: ['M-90 -104C-70 -90 -64 -70 -66 -46'], deep: 0.4 }) +
    cloth(toe, light(color, 0.1), { weave: 'smooth' }) + cloth(heel, accent, { weave: 'smooth' }) + cloth(wave, accent, { weave: 'smooth' }) + seam('M-132 -100C-124 -82 -126 -62 -116 -44', dark(color, 0.5)) + seam('M122 -40C130 -72 146 -96 188 -108', light(accent, 0.5)) + path('M-66 -142L4 -192L24 -178L-40 -120Z', `fill="${light(color, 0.08)}" opacity=".9"`) + laces([[-62, -132, 26, 16], [-42, -152, 28, 18], [-22, -170, 30, 20], [0, -186, 30, 20]], soleColor === color ? accent : soleColor) + line('M60 -172C90 -168 130 -196 156 -206', dark(color, 0.3), 8, 'opacity=".55"') +
    body(sole, soleColor, { gloss: 0.15, shade: 0.2 }) + line('M-206 -30C-120 -22 60 -22 198 -34', dark(soleColor, 0.3), 2.5, 'opacity=".5"') + path('M-186 -8C-60 0 90 0 184 -6L182 -1C90 5 -60 5 -184 -2Z', `fill="${accent}"`) + [...Array(14).keys()].map((i) => path(`M${-170 + i * 26} -2l8 6h8l4 -6z`, `fill="${dark(accent, 0.3)}"`)).join('') + line('M158 -206q10 -22 22 -10q4 14 -8 24', accent, 6)
  )
}

/** Hiking sneaker with a deep tread. */
export function hiker(color, accent) {
  const up = 'M-198 -54C-208 -92 -176 -112 -134 -120C-92 -130 -56 -156 -26 -196C-8 -216 20 -224 40 -212C60 -204 90 -206 108 -216C130 -232 160 -236 176 -224C192 -200 196 -110 196 -50Z'
  const sole = 'M-214 -58C-212 -40 -220 -22 -206 -14L-196 4L-176 -8L-160 6L-140 -6L-122 7L-102 -5L-82 8L-62 -4L-42 8L-22 -4L0 8L20 -4L42 8L62 -4L84 8L104 -5L126 7L144 -6L164 6L180 -8L198 4L206 -20C208 -36 206 -60 204 -70C150 -46 -100 -40 -214 -58Z'
  const guard = 'M-201 -58C-208 -92 -176 -112 -140 -119C-140 -96 -120 -70 -84 -50Z'
  return (
    under(430) + cloth('M-26 -196C-20 -240 14 -252 44 -240L46 -204Z', accent, { weave: 'smooth' }) + path('M66 -206C96 -240 150 -250 178 -226C160 -208 110 -196 66 -206Z', `fill="${dark(color, 0.55)}"`) + cloth(up, color, { motif: pattern(12, 12, `<path d="M0 0h12M0 0v12" stroke="${dark(color, 0.5)}" stroke-width="1.6" opacity=".5"/>`), folds: ['M-80 -124C-60 -104 -56 -80 -58 -54'], deep: 0.4 }) +
    cloth(guard, '#3d3f3e', { weave: 'smooth' }) + cloth('M96 -50C104 -92 130 -130 194 -140L198 -54Z', '#4c4f4a', { weave: 'smooth' }) + [['M-50 -52L-6 -186'], ['M0 -50L34 -200'], ['M52 -50L78 -200']].map(([q]) => line(q, dark(accent, 0.3), 15) + line(q, accent, 11)).join('') + path('M-64 -160L8 -214L30 -200L-36 -138Z', `fill="${light(color, 0.1)}" opacity=".9"`) + laces([[-58, -150, 28, 16], [-38, -170, 30, 18], [-16, -190, 32, 20], [6, -206, 32, 20]], '#e9dcc0') +
    body(sole, '#3a3735', { gloss: 0.12, shade: 0.2 }) + path('M-214 -58C-212 -48 -214 -38 -212 -32C-100 -20 120 -24 206 -44L204 -70C150 -46 -100 -40 -214 -58Z', `fill="${light(color, 0.62)}"`) + line('M174 -228q18 -16 24 4q0 14 -10 22', accent, 7)
  )
}

/** High-top canvas shoe. */
export function hightop(color) {
  const up = 'M-190 -40C-196 -74 -166 -92 -126 -98C-76 -104 -30 -116 -6 -160C10 -192 14 -250 18 -312L152 -322C158 -270 172 -200 184 -130L190 -38Z'
  const sole = 'M-204 -46Q-208 -6 -186 -4C-60 3 100 3 184 -3Q204 -6 198 -46C140 -34 -120 -34 -204 -46Z'
  const cap = 'M-194 -42C-200 -74 -170 -92 -134 -96C-104 -86 -96 -62 -98 -40Z'
  return (
    under(400) + cloth('M20 -312L6 -334Q50 -360 90 -346L110 -318Z', light(color, 0.08)) + path('M24 -313L150 -322L140 -308L40 -298Z', `fill="${dark(color, 0.6)}"`) + cloth(up, color, { folds: ['M30 -140C60 -150 110 -150 160 -140', 'M-70 -102C-56 -84 -50 -62 -52 -40'], deep: 0.45 }) + cloth(cap, '#f3ecdd', { weave: 'smooth' }) + path('M-112 -98C-40 -106 0 -130 18 -312L48 -314C36 -150 0 -90 -72 -72Z', `fill="${light(color, 0.12)}" opacity=".75"`) +
    [[-96, -92, 24, 22], [-66, -98, 28, 22], [-38, -110, 32, 20], [-16, -132, 36, 16], [-4, -162, 40, 12], [4, -194, 42, 10], [8, -228, 42, 8], [11, -262, 42, 7], [14, -292, 42, 6]].map(([x, y, a, b]) => line(`M${x - 6} ${y - 4}l${a} ${b}`, dark('#f3ecdd', 0.35), 10) + line(`M${x - 6} ${y - 6}l${a} ${b}`, '#f3ecdd', 7.5) + path(circle(x + a - 4, y + b - 4, 4.5), 'fill="#c9ccc8" stroke="#7d7f7c" stroke-width="1.5"')).join('') + line('M16 -306c-30 -20 -60 -4 -44 12c14 10 34 0 44 -12c-10 26 -16 40 -30 52M18 -306c26 -30 54 -20 44 0c-10 12 -30 10 -44 0', '#f3ecdd', 6) +
    path(circle(112, -250, 25), 'fill="#f3ecdd"') + line(circle(112, -250, 20), color, 2.5) + line('M98 -246q7 -12 14 0t14 0M98 -256q7 -12 14 0t14 0', color, 3) + cloth('M150 -322L164 -322L194 -44L176 -44Z', '#f3ecdd', { weave: 'smooth' }) + body(sole, '#f6f1e6', { gloss: 0.12, shade: 0.2 }) + line('M-205 -30C-120 -20 120 -20 200 -30', color, 5) + line('M-205 -20C-120 -10 120 -10 200 -20', '#40597f', 2, 'opacity=".5"') + seam('M-130 -92C-102 -84 -94 -62 -96 -44', dark('#f3ecdd', 0.4))
  )
}

/** Felt slipper. */
export function slipper(color, trim) {
  const up = 'M-180 -24C-196 -84 -140 -116 -70 -118C-20 -118 10 -100 30 -70C60 -60 110 -62 150 -84C172 -92 186 -70 186 -22Z'
  return under(380) + path('M-40 -100C10 -110 60 -80 110 -76C140 -80 160 -96 172 -84C150 -50 20 -50 -40 -100Z', `fill="${dark(color, 0.5)}"`) + cloth(up, color, { weave: 'wool', folds: ['M-100 -110C-110 -80 -110 -50 -104 -26'], deep: 0.4 }) + line('M-56 -118C-10 -116 14 -96 32 -70C62 -58 112 -60 152 -84', trim, 9) + line('M-56 -120C-10 -118 14 -98 32 -72C62 -60 112 -62 152 -86', light(trim, 0.4), 2.5, 'stroke-dasharray="6 8"') + at(-110, -70, 1, line('M0 26V-20', trim, 4) + [0, 1, 2].map((i) => line(`M0 ${18 - i * 14}l-14 -12M0 ${18 - i * 14}l14 -12`, trim, 4)).join('')) + body('M-190 -26Q-196 -4 -176 -3L176 -3Q196 -4 192 -26Z', '#6d5a4a', { gloss: 0.12, shade: 0.2 })
}

/** Short felt boot with embroidery. */
export function feltBoot(color) {
  const up = 'M-176 -30C-190 -88 -140 -112 -84 -120C-44 -128 -24 -150 -20 -200L-26 -330Q60 -352 146 -330L150 -180C154 -120 168 -70 166 -28Z'
  const cuff = 'M-30 -344Q60 -372 150 -344L150 -296Q60 -322 -26 -296Z'
  const flower = (x, y, c) => at(x, y, 1, [0, 72, 144, 216, 288].map((a) => at(0, 0, 1, oval(0, -11, 6, 10, c), a)).join('') + path(circle(0, 0, 5), 'fill="#e2b84c"'))
  return under(370) + path('M-26 -334Q60 -306 146 -334Q60 -360 -26 -334Z', `fill="${dark(color, 0.55)}"`) + cloth(up, color, { weave: 'wool', folds: ['M-20 -190C20 -170 80 -170 140 -190', 'M-90 -118C-80 -96 -80 -60 -84 -30'], deep: 0.45 }) + cloth(cuff, light(color, 0.3), { weave: 'wool', motif: knit(light(color, 0.3), 12) }) + line('M20 -240C50 -210 90 -220 112 -250', '#6b7f58', 4) + line('M20 -240q-14 -16 -4 -34M112 -250q16 -8 12 -30', '#6b7f58', 4) + flower(66, -216, '#b8443a') + flower(22, -256, '#40597f') + flower(112, -262, '#c4704e') + body('M-188 -36Q-196 -4 -170 -3L160 -3Q180 -4 172 -34Q0 -22 -188 -36Z', '#463b36', { gloss: 0.14, shade: 0.2 })
}

/** Leather sandal with two straps. */
export function sandal(color) {
  const sole = 'M-190 -40C-198 -14 -180 -6 -150 -6L170 -6C192 -6 196 -24 190 -48C120 -30 -60 -64 -120 -54C-150 -50 -180 -52 -190 -40Z'
  const strap = (q) => cloth(q, color, { weave: 'smooth', deep: 0.4 })
  const buckle = (x, y) => line(round(x, y, 22, 26, 4), '#c9a24a', 5) + line(`M${x + 11} ${y + 2}v22`, '#8a6a24', 3)
  return under(390) + path('M-190 -44C-170 -66 -60 -66 0 -54C80 -40 150 -48 190 -56L188 -40C120 -24 -60 -50 -120 -42Z', 'fill="#d9b98a"') + strap('M-140 -46C-120 -104 -70 -120 -24 -104L10 -48L-36 -44C-60 -70 -90 -70 -100 -44Z') + strap('M20 -46C44 -130 100 -150 146 -120L160 -96L190 -60L150 -46C140 -90 100 -100 64 -44Z') + seam('M-132 -50C-112 -98 -70 -110 -30 -96M28 -52C50 -122 100 -138 140 -112', light(color, 0.5)) + buckle(-26, -92) + buckle(112, -132) + path(circle(-50, -96, 3) + circle(-64, -94, 3) + circle(90, -124, 3) + circle(76, -116, 3), `fill="${dark(color, 0.6)}"`) + body(sole, '#5a3a26', { gloss: 0.15, shade: 0.2 }) + path('M-190 -40C-180 -52 -150 -50 -120 -54C-60 -64 120 -30 190 -48L191 -34C120 -18 -60 -48 -120 -40C-150 -36 -180 -36 -192 -28Z', `fill="#c9a06a"`) + path('M-190 -40C-180 -52 -150 -50 -120 -54C-60 -64 120 -30 190 -48L191 -34C120 -18 -60 -48 -120 -40C-150 -36 -180 -36 -192 -28Z', `fill="#000" ${grain(0.4, 0.4, 0.4, '#6d3c1c')}`)
}

export { clip, flip, gradient }
