// What one eats and drinks from: pots, cups, plates, jugs, boards.
import { at, blur, body, circle, clip, dark, gradient, grain, light, line, mix, oval, path, pattern, radial, round, stands } from './kit.mjs'
import { leaf, lindenLeaf, loose } from './ground.mjs'

/** The inside of a vessel seen at its rim. */
export const mouth = (y, rx, ry, color, tea = '') => oval(0, y, rx, ry, light(color, 0.25)) + oval(0, y + ry * 0.06, rx * 0.92, ry * 0.84, gradient('h', [[0, dark(color, 0.55)], [0.6, dark(color, 0.25)], [1, light(color, 0.1)]])) + (tea ? oval(0, y + ry * 0.26, rx * 0.84, ry * 0.6, radial(0.4, 0.3, 0.9, [[0, light(tea, 0.3)], [0.6, tea], [1, dark(tea, 0.4)]])) : '')

/** A handle: a thick loop with its own light. */
export const loop = (d, color, w) => line(d, dark(color, 0.34), w) + `<g transform="translate(-1 -2)">${line(d, color, w * 0.72)}</g><g transform="translate(-2 -4)">${line(d, light(color, 0.5), w * 0.2, 'opacity=".8"')}</g>`

/** A teapot 420 wide. */
export function teapot(color, { knob = color, over = '' } = {}) {
  const pot = 'M-150 -140C-172 -70 -120 -4 -74 -3L74 -3C120 -4 172 -70 150 -140C130 -214 70 -236 0 -236C-70 -236 -130 -214 -150 -140Z'
  const spout = 'M126 -96C172 -104 184 -150 200 -196C208 -216 226 -224 238 -219C232 -206 232 -186 224 -158C208 -98 186 -62 120 -52Z'
  const lid = 'M-84 -228C-70 -258 70 -258 84 -228A84 18 0 0 1 -84 -228Z'
  return (
    stands(330, 1.1) + loop('M-138 -178C-216 -206 -246 -128 -206 -88C-186 -68 -164 -62 -136 -64', color, 24) + body(spout, color, { gloss: 0.35, tex: 'clay' }) + oval(232, -217, 9, 5, dark(color, 0.5)) + body(pot, color, { tex: 'clay', over: over && `<g ${clip(pot)}>${over}</g>` }) +
    line('M-146 -66C-70 -46 70 -46 146 -66', dark(color, 0.5), 2, 'opacity=".25"') + oval(0, -224, 88, 17, dark(color, 0.5), 'opacity=".6"') + body(lid, color, { tex: 'clay' }) + oval(0, -250, 13, 6, dark(color, 0.5), 'opacity=".5"') + body(circle(0, -266, 19), knob, { gloss: 0.6 })
  )
}

/** A mug 250 wide with its handle to the right. */
export function mug(color, { rim = color, tea = '', over = '' } = {}) {
  const d = 'M-104 -214L-98 -34C-96 -8 -78 -3 -60 -2L60 -2C78 -3 96 -8 98 -34L104 -214A104 22 0 0 1 -104 -214Z'
  const low = 'M-99 -58L-98 -34C-96 -8 -78 -3 -60 -2L60 -2C78 -3 96 -8 98 -34L99 -58A100 20 0 0 1 -99 -58Z'
  return (
    stands(210) + loop('M98 -172C166 -186 182 -128 158 -92C144 -70 124 -60 96 -58', color, 24) + body(d, color, { tex: 'clay', over: over && `<g ${clip(d)}>${over}</g>` }) + body(low, '#c9a27a', { tex: 'clay', gloss: 0.2 }) + oval(0, -214, 104, 22, rim) + mouth(-214, 98, 19, rim, tea)
  )
}

/** A cup on a saucer, 300 wide; the sprig is painted under the glaze. */
export function cup(color, tea, sprig = '') {
  const d = 'M-106 -138C-104 -74 -70 -24 -34 -20L34 -20C70 -24 104 -74 106 -138A106 24 0 0 1 -106 -138Z'
  return (
    oval(24, 14, 186, 30, '#3b2418', `opacity=".34" ${blur(14)}`) + oval(0, 8, 172, 32, dark(color, 0.3)) + oval(0, 2, 172, 32, color) + oval(0, 2, 172, 32, gradient('d', [[0, '#fff', 0.4], [0.5, '#fff', 0], [1, dark(color, 0.6), 0.35]])) + oval(0, 3, 156, 27, 'none', 'stroke="#8aa05c" stroke-width="2.5" opacity=".8"') + oval(14, -6, 86, 16, '#3b2418', `opacity=".3" ${blur(7)}`) + oval(0, -14, 44, 8, '#2c1810', `opacity=".5" ${blur(4)}`) +
    path('M-38 -24L-42 -10Q0 2 42 -10L38 -24Z', `fill="${dark(color, 0.14)}"`) + loop('M98 -112C152 -130 164 -84 136 -62C122 -52 104 -48 84 -50', color, 14) + body(d, color, { over: `<g ${clip(d)}>${sprig}</g>` }) + oval(0, -138, 106, 24, light(color, 0.4)) + mouth(-138, 101, 21.5, color, tea) + line('M-106 -138A106 24 0 0 0 106 -138', '#8aa05c', 2, 'opacity=".6"')
  )
}

/** A gaiwan: bowl, lid and saucer. */
export function gaiwan(color, mist) {
  const d = 'M-112 -150C-96 -76 -64 -30 -40 -26L40 -26C64 -30 96 -76 112 -150A112 22 0 0 1 -112 -150Z'
  const lid = 'M-96 -158C-80 -196 -40 -206 0 -206C40 -206 80 -196 96 -158A96 17 0 0 1 -96 -158Z'
  const haze = path('M-130 -150Q-60 -110 0 -126T130 -142V-190H-130Z', `fill="${mist}" ${blur(9)} opacity=".75"`)
  return (
    oval(20, 8, 150, 24, '#3b2418', `opacity=".36" ${blur(12)}`) + oval(0, 2, 132, 25, dark(color, 0.28)) + oval(0, -5, 132, 25, color) + oval(0, -5, 132, 25, gradient('d', [[0, '#fff', 0.4], [1, dark(color, 0.6), 0.35]])) + oval(0, -12, 62, 11, dark(color, 0.5), 'opacity=".3"') + path('M-46 -30L-40 -10L40 -10L46 -30Z', `fill="${dark(color, 0.2)}"`) +
    body(d, color, { over: `<g ${clip(d)}>${haze}</g>` }) + oval(0, -150, 112, 22, light(color, 0.4)) + mouth(-150, 107, 19, color) + body(lid, color, { over: `<g ${clip(lid)}>${at(0, -40, 1, haze)}</g>` }) + body('M-26 -204L-20 -226A20 6 0 0 1 20 -226L26 -204A26 6 0 0 1 -26 -204Z', color) + oval(0, -226, 20, 6, light(color, 0.4))
  )
}

/** A plate standing on its edge against the wall, or lying: ry tells. */
export function plate(r, ry, color) {
  const rings = [0.9, 0.8, 0.7, 0.6].map((t) => oval(0, 0, r * t, ry * t, 'none', `stroke="${dark(color, 0.35)}" stroke-width="2" opacity=".34"`) + oval(-1.5, -2, r * t, ry * t, 'none', 'stroke="#fff" stroke-width="1.6" opacity=".5"')).join('')
  return oval(r * 0.05, ry * 0.08 + 8, r * 1.03, ry * 1.02, '#2c1810', `opacity=".42" ${blur(12)}`) + oval(0, 6, r, ry, dark(color, 0.4)) + oval(0, 0, r, ry, color) + `<ellipse rx="${r}" ry="${ry}" fill="#000" ${grain(0.9, 0.9, 0.2, dark(color, 0.7))} opacity=".5"/>` + rings + oval(0, ry * 0.03, r * 0.52, ry * 0.52, gradient('d', [[0, dark(color, 0.5), 0.26], [0.6, '#fff', 0], [1, '#fff', 0.35]])) + oval(0, 0, r, ry, gradient('d', [[0, '#fff', 0.36], [0.5, '#fff', 0], [1, dark(color, 0.7), 0.28]])) + oval(0, 0, r * 0.985, ry * 0.985, 'none', `stroke="#9c7a58" stroke-width="4" opacity=".55"`)
}

/** A deep bowl, 300 wide. */
export function bowl(color, inner, food = '') {
  const d = 'M-150 -150C-142 -70 -92 -6 -58 -3L58 -3C92 -6 142 -70 150 -150A150 32 0 0 1 -150 -150Z'
  const glaze = path('M-170 -160H170V-96Q120 -70 90 -92T20 -84T-60 -92T-120 -78T-170 -100Z', `fill="${inner}"`)
  return stands(280) + body(d, color, { tex: 'clay', gloss: 0.35, over: `<g ${clip(d)}>${glaze}</g>` }) + oval(0, -150, 150, 32, light(inner, 0.3)) + mouth(-150, 144, 28, inner) + food
}

/** A jug, 420 high. */
export function jug(color) {
  const d = 'M-66 -366C-70 -300 -128 -240 -128 -130C-128 -50 -96 -4 -70 -3L70 -3C96 -4 128 -50 128 -130C128 -240 74 -296 70 -356C78 -372 94 -384 104 -394C80 -398 40 -396 0 -394C-30 -394 -66 -396 -66 -366Z'
  const dip = path('M-140 -190Q-90 -160 -50 -184T40 -172T140 -190V0H-140Z', 'fill="#b98a62"')
  return stands(250) + loop('M-72 -338C-160 -356 -190 -250 -160 -190C-150 -172 -140 -164 -122 -160', color, 24) + body(d, color, { tex: 'clay', over: `<g ${clip(d)}>${dip}</g>` }) + path('M-60 -380C-40 -400 70 -400 96 -390C70 -366 -40 -364 -60 -380Z', `fill="${dark(color, 0.45)}"`) + line('M-64 -380C-44 -402 74 -402 102 -394', light(color, 0.5), 4)
}

/** A glass teapot with leaves opening in it. */
export function glassPot(tea) {
  const pot = 'M-130 -190C-170 -150 -168 -40 -120 -8C-80 2 80 2 120 -8C168 -40 170 -150 130 -190C110 -206 -110 -206 -130 -190Z'
  const full = 'M-153 -128C-158 -70 -146 -30 -114 -16C-78 -8 78 -8 114 -16C146 -30 158 -70 153 -128Z'
  const glass = (d) => path(d, `fill="${gradient('h', [[0, '#fff', 0.6], [0.05, '#fff', 0.06], [0.15, '#fff', 0.5], [0.22, '#fff', 0.04], [0.84, '#fff', 0], [0.94, '#fff', 0.4], [1, '#fff', 0.2]])}"`) + line(d, '#ffffff', 3, 'opacity=".7"') + line(d, '#56707a', 1, 'opacity=".5"')
  const infuser = round(-56, -204, 112, 150, 22)
  return (
    stands(300) + oval(60, 10, 130, 16, tea, `opacity=".4" ${blur(10)}`) + line('M-148 -160C-236 -170 -240 -60 -150 -56', '#eef6f6', 20, 'opacity=".6"') + line('M-148 -160C-236 -170 -240 -60 -150 -56', '#7b949c', 21, 'opacity=".25"') + line('M-150 -166C-226 -172 -236 -90 -196 -66', '#fff', 4, 'opacity=".9"') +
    path('M140 -120C176 -130 186 -170 204 -206L222 -210C220 -170 204 -100 146 -84Z', `fill="${mix('#eef6f6', tea, 0.35)}" opacity=".7"`) + line('M140 -120C176 -130 186 -170 204 -206L222 -210C220 -170 204 -100 146 -84', '#fff', 2.5, 'opacity=".8"') + path(pot, 'fill="#eef6f6" opacity=".35"') + path(full, `fill="${gradient('v', [[0, light(tea, 0.35)], [1, dark(tea, 0.18)]])}" opacity=".9"`) + oval(0, -128, 153, 15, light(tea, 0.4), 'opacity=".8"') +
    path(infuser, 'fill="#fff" opacity=".2"') + `<g ${clip(infuser)}>${at(0, -78, 1, loose(46, 60, '#5c6a3a', 12))}${at(-10, -110, 1, leaf(60, '#6f8146', 0.3), 40)}${at(20, -90, 1, leaf(56, '#7d8e50', 0.3), -38)}</g>` + line(infuser, '#fff', 2.4, 'opacity=".75"') + glass(pot) + body('M-92 -226C-80 -236 80 -236 92 -226L92 -202A92 12 0 0 1 -92 -202Z', '#d6ad78', { gloss: 0.4 }) + line('M-92 -214A92 12 0 0 0 92 -214', '#a67c4c', 2, 'opacity=".6"') + body(circle(0, -250, 17), '#d6ad78')
  )
}

/** An oak board lying, with a hole in its handle. */
export function board(w, h) {
  const d = `M${-w / 2} ${-h + 20}q0 -20 20 -20h${w * 0.72}c20 0 26 ${h * 0.28} 50 ${h * 0.3}h${w * 0.16}q18 0 18 18v${h * 0.2}q0 18 -18 18h${-w * 0.16}c-24 2 -30 ${h * 0.3} -50 ${h * 0.3}h${-w * 0.72}q-20 0 -20 -20z`
  const oak = '#c6955f'
  return `<g transform="translate(10 16)">${path(d, `fill="#2c1810" opacity=".45" ${blur(10)}`)}</g><g transform="translate(0 9)">${path(d, `fill="${dark(oak, 0.45)}"`)}</g>` + path(d, `fill="${oak}"`) + path(d, `fill="#000" ${grain(0.004, 0.09, 0.42, '#6b4020', 21)}`) + path(d, `fill="#000" ${grain(0.01, 0.4, 0.25, '#6b4020', 4)} opacity=".6"`) + path(d, `fill="${gradient('d', [[0, '#fff2d8', 0.35], [0.5, '#fff', 0], [1, '#2a1c1a', 0.25]])}"`) + line(d, '#f2d6a8', 2, 'opacity=".6"')
}

/** A steel thermal mug. */
export function thermal(color) {
  const d = 'M-74 -300L-62 -20Q-60 -4 -40 -3L40 -3Q60 -4 62 -20L74 -300A74 14 0 0 1 -74 -300Z'
  const lid = 'M-78 -344Q-78 -356 -62 -358L62 -358Q78 -356 78 -344L78 -304A78 15 0 0 1 -78 -304Z'
  const grip = 'M-71 -214L-66 -100A66 12 0 0 0 66 -100L71 -214A71 13 0 0 1 -71 -214Z'
  return stands(150, 1, 1.2) + body(d, color, { gloss: 0.7, tex: 'clay' }) + body(grip, '#b88a5c', { gloss: 0.25, over: path(grip, `fill="#000" ${grain(0.3, 0.3, 0.3, '#5a3a20')}`) }) + path('M-74 -302A74 14 0 0 0 74 -302L73 -288A74 14 0 0 1 -73 -288Z', 'fill="#cfd3d2"') + body(lid, dark(color, 0.45), { gloss: 0.5 }) + oval(0, -357, 64, 9, light(dark(color, 0.45), 0.2)) + body('M10 -372h34q8 0 8 8v6h-50v-6q0 -8 8 -8z', dark(color, 0.6)) + at(0, -226, 0.8, path('M-34 -20L-10 -58L6 -34L16 -48L36 -20Z', `fill="${light(color, 0.6)}" opacity=".85"`))
}

/** A linden sprig painted with a brush. */
export const painted = (y, s) => at(-26, y, s, line('M-50 20C-10 0 30 -6 70 -4', '#7d8f4e', 3) + at(-20, 6, 1, lindenLeaf(38, '#93a765'), -30) + at(24, -3, 1, lindenLeaf(34, '#a7b56c'), 30) + at(0, 2, 1, lindenLeaf(28, '#84985a'), 170) + path(circle(50, 14, 6), 'fill="#e2b84c"') + path(circle(62, 20, 5), 'fill="#ecca6a"') + path(circle(40, 24, 5), 'fill="#e2b84c"') + line('M40 0L52 16M46 -2L62 18M36 0L40 22', '#a3a25a', 1.6))

/** Speckles in a glaze. */
export const speckles = (color) => path('M-300 -500H300V40H-300Z', `fill="${pattern(34, 34, `<circle cx="8" cy="9" r="1.6" fill="${dark(color, 0.6)}"/><circle cx="25" cy="20" r="1.1" fill="${dark(color, 0.5)}"/><circle cx="14" cy="28" r="1.3" fill="${dark(color, 0.55)}"/>`)}" opacity=".5"`)
