// Clothes on a hanger. Drawn in the picture's own coordinates around x = 0, the hook
// at y = 0, so that all hang at one height.
import { at, blur, body, checks, circle, clip, cloth, dark, flip, hangs, knit, light, line, mix, path, pattern, round, seam, stripes } from './kit.mjs'
import { lindenLeaf, leaf } from './ground.mjs'

/** A wooden hanger with its peg; its arms end at ±w. */
export const hanger = (w = 128) => {
  const wood = 'M0 44C-30 46 -80 78 -' + w + ' 96Q-' + (w + 8) + ' 104 -' + w + ' 110C-80 98 -30 74 0 72C30 74 80 98 ' + w + ' 110Q' + (w + 8) + ' 104 ' + w + ' 96C80 78 30 46 0 44Z'
  return `<g transform="translate(14 18)" opacity=".3" ${blur(6)}>${path(wood, 'fill="#3b2418"')}</g>` + at(0, -6, 1, `<g transform="translate(8 10)" opacity=".35" ${blur(5)}>${path(circle(0, 0, 20), 'fill="#3b2418"')}</g>` + body(circle(0, 0, 20), '#b98a5c') + path(circle(-3, -3, 9), `fill="${light('#b98a5c', 0.3)}" opacity=".6"`)) + line('M0 46V24Q0 8 -12 4Q-24 -2 -20 -18', '#8c8f90', 6) + line('M-2 46V24Q-2 10 -13 6', '#e8ebec', 1.6) + body(wood, '#c69a68', { gloss: 0.3 })
}

/** What clothes share: a shadow on the wall, the hanger behind the neck. */
const hung = (outline, front, back = '', arms = 112) => hangs(outline, 26, 30, 16) + back + hanger(arms) + front

const down = (c) => dark(c, 0.5)
const button = (x, y, c = '#e9dcc0', r = 6) => path(circle(x + 1, y + 2, r), 'fill="#2a1c1a" opacity=".35"') + path(circle(x, y, r), `fill="${c}"`) + path(circle(x - 1.8, y, 1.2) + circle(x + 1.8, y, 1.2), `fill="${dark(c, 0.6)}"`)

/** The back of the neck, seen inside. */
const nape = (color, w, y, dip) => path(`M${-w} ${y}Q0 ${y - 26} ${w} ${y}Q0 ${y + dip} ${-w} ${y}Z`, `fill="${dark(color, 0.42)}"`)

/** Loose linen dress with short sleeves, a belt and pockets. */
export function linenDress(color) {
  const d = 'M-52 58C-80 66 -112 78 -134 94L-196 176Q-200 184 -192 190L-134 222L-112 192C-108 230 -104 262 -104 286C-130 380 -166 500 -190 590Q-90 622 0 620Q90 622 190 590C166 500 130 380 104 286C104 262 108 230 112 192L134 222L192 190Q200 184 196 176L134 94C112 78 80 66 52 58Q0 108 -52 58Z'
  const folds = ['M-60 306C-80 400 -110 500 -122 604', 'M-20 306C-26 420 -34 520 -40 616', 'M28 306C30 420 46 520 54 616', 'M70 306C88 400 112 480 134 600', 'M-104 130L-110 192', 'M108 130L112 192', 'M-60 120C-50 180 -56 220 -70 270', 'M60 120C50 180 60 230 74 270']
  const belt = 'M-106 274Q0 296 106 274L106 300Q0 322 -106 300Z'
  const pocket = (s) => seam(`M${s * 92} 356l${s * 26} 76`, down(color))
  return hung(d, nape(color, 54, 60, 70) + cloth(d, color, { folds, deep: 0.55 }) + line('M-52 58Q0 108 52 58', down(color), 3, 'opacity=".5"') + seam('M-56 68Q0 120 56 68', down(color)) + seam('M-188 582Q-90 612 0 611Q90 612 188 582', down(color)) + pocket(1) + pocket(-1) + cloth(belt, dark(color, 0.16), { weave: 'linen' }) + path(round(-16, 276, 32, 36, 8), `fill="${dark(color, 0.24)}"`) + cloth('M-8 308L-30 430L-14 436L6 312Z', dark(color, 0.14)) + cloth('M4 308L14 400L30 398L16 306Z', dark(color, 0.18)))
}

/** Wrap dress. */
export function wrapDress(color) {
  const d = 'M-58 58C-84 64 -108 74 -122 88L-176 240Q-178 250 -168 254L-128 266L-96 190C-92 226 -86 254 -84 276C-120 370 -150 480 -164 566Q-60 612 40 604Q120 600 168 560C150 470 118 360 84 276C86 254 92 226 96 190L128 266L168 254Q178 250 176 240L122 88C108 74 84 64 58 58L4 168Z'
  const folds = ['M-56 96C-30 150 -10 210 -66 268', 'M70 100C50 160 10 220 -60 262', 'M-60 300C-60 400 -90 500 -100 580', 'M-36 300C-10 400 0 500 -14 600', 'M-20 296C40 380 66 480 80 590', 'M10 292C80 370 120 470 140 568', 'M-128 110L-122 190', 'M128 110L122 190']
  const flap = 'M58 58L88 76C70 150 20 230 -74 282L-84 262C-30 220 20 140 58 58Z'
  return hung(d, path('M-58 58Q0 36 58 58L4 172Z', `fill="${dark(color, 0.42)}"`) + cloth(d, color, { weave: 'smooth', folds, deep: 0.7, motif: pattern(44, 44, `<circle cx="10" cy="12" r="2.2" fill="#e9dcc0" opacity=".75"/><circle cx="32" cy="33" r="2.2" fill="#e9dcc0" opacity=".75"/>`) }) + cloth(flap, light(color, 0.06), { weave: 'smooth', motif: pattern(44, 44, '<circle cx="10" cy="12" r="2.2" fill="#e9dcc0" opacity=".75"/>') }) + line('M58 58C20 140 -30 220 -84 262', dark(color, 0.5), 3, 'opacity=".6"') + line('M-58 58L4 168', dark(color, 0.5), 3, 'opacity=".6"') + line('M-70 286C-20 300 10 420 60 596', dark(color, 0.6), 3, 'opacity=".5"') + cloth('M-86 262Q-10 288 84 266L84 286Q-10 310 -84 284Z', dark(color, 0.2), { weave: 'smooth' }) + cloth('M-80 268q-34 10 -30 44q26 -8 36 -34zM-74 274q-40 40 -34 108l16 2q2 -60 30 -104z', dark(color, 0.12), { weave: 'smooth' }))
}

/** Sundress with straps. */
export function sundress(color) {
  const d = 'M-78 128Q-40 116 0 128Q40 116 78 128L92 250C130 350 176 470 206 566Q110 604 0 604Q-110 604 -206 566C-176 470 -130 350 -92 250Z'
  const strap = (s) => cloth(`M${s * 44} 58L${s * 70} 60L${s * 76} 132L${s * 40} 124Z`, dark(color, 0.08))
  const folds = ['M-70 268C-100 360 -130 460 -146 570', 'M-36 268C-46 380 -60 480 -70 590', 'M0 268C0 380 -4 480 0 596', 'M36 268C48 380 64 480 74 590', 'M72 268C104 360 134 460 150 568', 'M-60 140L-64 240', 'M60 140L64 240']
  return hung(d, strap(1) + strap(-1) + cloth(d, color, { folds, deep: 0.6 }) + cloth('M-92 244Q0 266 92 244L95 268Q0 290 -96 268Z', dark(color, 0.18)) + [150, 182, 214].map((y) => button(0, y, '#d8b98a')).join('') + seam('M-74 136Q-40 124 0 136Q40 124 74 136', dark(color, 0.5)) + seam('M-202 556Q-110 592 0 592Q110 592 202 556', light(color, 0.5)) + line('M-198 540Q-110 576 0 576Q110 576 198 540', '#f2e2c2', 5, 'opacity=".8"') + line('M-194 526Q-110 562 0 562Q110 562 194 526', '#f2e2c2', 2, 'opacity=".8" stroke-dasharray="2 10"'))
}

const shirtBody = (w, long, sleeve) => `M-50 58C-82 66 -114 78 -136 94L-${sleeve} 290Q-${sleeve + 4} 302 -${sleeve - 10} 308L-${sleeve - 44} 322L-${w} 220L-${w + 6} ${long}Q0 ${long + 26} ${w + 6} ${long}L${w} 220L${sleeve - 44} 322L${sleeve - 10} 308Q${sleeve + 4} 302 ${sleeve} 290L136 94C114 78 82 66 50 58Q0 92 -50 58Z`

/** A shirt; collar is band or turned. */
export function shirt(color, { collar = 'turned', long = 440, motif = '', weave = 'linen', cuff = true } = {}) {
  const d = shirtBody(116, long, 214)
  const folds = ['M-84 150C-70 240 -84 330 -92 420', 'M-40 200C-44 290 -36 360 -40 430', 'M46 190C40 280 52 360 50 430', 'M88 150C78 240 88 330 96 420', 'M-126 120L-176 280', 'M126 120L178 280', 'M-114 180L-104 240', 'M114 180L104 240']
  const turned = (s) => cloth(`M${s * 4} 92L${s * 52} 52Q${s * 66} 60 ${s * 70} 72L${s * 40} 132Q${s * 20} 116 ${s * 4} 92Z`, light(color, 0.12), { weave, motif })
  const band = cloth('M-52 58Q0 100 52 58L56 74Q0 120 -56 74Z', light(color, 0.1), { weave })
  const cuffs = cuff ? [1, -1].map((s) => (s > 0 ? (x) => x : flip)(cloth('M211 280L216 298Q216 306 206 309L171 322L165 302Z', light(color, 0.08), { weave, motif }))).join('') : ''
  const buttons = [0, 1, 2, 3, 4].map((i) => button(0, 142 + i * ((long - 160) / 5), '#efe6d2', 5)).join('')
  return hung(d, nape(color, 52, 60, 60) + cloth(d, color, { folds, deep: 0.5, weave, motif }) + path(`M-13 90L-13 ${long + 16}L13 ${long + 16}L13 90Z`, `fill="${light(color, 0.18)}" opacity=".55"`) + line(`M-13 100V${long + 14}M13 100V${long + 14}`, dark(color, 0.4), 1.6, 'opacity=".4"') + cuffs + (collar === 'band' ? band : turned(1) + turned(-1)) + buttons + seam(`M-118 ${long - 8}Q0 ${long + 16} 118 ${long - 8}`, dark(color, 0.4)))
}

/** A chest pocket for a shirt. */
export const pocket = (color, x, y) => line(`M${x} ${y}h58v52q0 8 -8 10l-21 6l-21 -6q-8 -2 -8 -10z`, dark(color, 0.5), 2, 'opacity=".5"') + seam(`M${x + 4} ${y + 9}h50`, dark(color, 0.5), 1.6)

/** T-shirt with an embroidered sprig. */
export function tshirt(color) {
  const d = 'M-50 58C-84 64 -112 74 -134 88L-204 176Q-208 184 -200 190L-146 224L-112 186L-118 452Q0 470 118 452L112 186L146 224L200 190Q208 184 204 176L134 88C112 74 84 64 50 58Q0 104 -50 58Z'
  const folds = ['M-70 140C-56 240 -80 340 -88 440', 'M70 140C60 240 84 340 90 440', 'M-20 260C-24 330 -16 390 -20 456', 'M-132 110L-118 180', 'M132 110L118 180']
  const rib = 'M-50 58Q0 104 50 58L60 62Q0 126 -60 62Z'
  const sprig = at(52, 176, 1, line('M-14 18C-6 4 6 -4 22 -12', '#7d8f4e', 3) + at(-6, 6, 1, lindenLeaf(20, '#93a765'), -40) + at(6, -4, 1, lindenLeaf(18, '#a7b56c'), 10) + at(16, -9, 1, lindenLeaf(15, '#84985a'), 60) + path(circle(12, 8, 3.4) + circle(19, 3, 3.4), 'fill="#e2b84c"'))
  return hung(d, nape(color, 52, 60, 66) + cloth(d, color, { weave: 'smooth', folds, deep: 0.5 }) + cloth(rib, dark(color, 0.07), { weave: 'smooth', motif: stripes(dark(color, 0.4), 1.4, 4, 0, 0.35) }) + sprig + seam('M-116 440Q0 458 116 440', dark(color, 0.5)) + seam('M-196 180L-144 212M196 180L144 212', dark(color, 0.5)))
}

/** Wide trousers folded over a clip hanger. */
export function trousers(color) {
  const d = 'M-112 92L112 92C124 200 150 420 162 588Q110 604 54 594L6 250L-6 250L-54 594Q-110 604 -162 588C-150 420 -124 200 -112 92Z'
  const folds = ['M-84 140C-96 280 -110 440 -116 590', 'M-50 150C-60 300 -74 450 -82 592', 'M84 140C96 280 110 440 116 590', 'M50 150C60 300 74 450 82 592', 'M-20 130L-14 240', 'M22 130L14 240']
  const waist = 'M-114 84Q0 76 114 84L116 122Q0 114 -116 122Z'
  return hung(d, cloth(d, color, { folds, deep: 0.55 }) + line('M0 118V254', dark(color, 0.5), 3, 'opacity=".55"') + cloth(waist, light(color, 0.06), { motif: stripes(dark(color, 0.4), 3, 9, 0, 0.35) }) + line('M-14 114C-20 150 -30 190 -26 214M12 114C18 150 22 180 18 204', '#efe3cc', 5) + seam('M-100 128Q-92 180 -126 214M100 128Q92 180 126 214', dark(color, 0.5)) + seam('M-158 574Q-110 590 -58 580M158 574Q110 590 58 580', dark(color, 0.5)), at(0, 0, 1, line('M-70 78v24M70 78v24', '#8c8f90', 9)))
}

/** Chunky cardigan with wooden buttons. */
export function cardigan(color) {
  const d = 'M-54 58C-92 64 -124 78 -142 96L-220 330Q-222 344 -210 348L-166 362L-124 250L-130 452Q-60 466 -4 460L0 180L4 460Q60 466 130 452L124 250L166 362L210 348Q222 344 220 330L142 96C124 78 92 64 54 58L0 200Z'
  const k = knit(color, 15)
  const folds = ['M-90 150C-76 250 -90 340 -96 430', 'M90 150C76 250 92 340 98 430', 'M-134 130L-176 330', 'M134 130L178 330']
  const rib = (q) => cloth(q, light(color, 0.05), { weave: 'wool', motif: stripes(dark(color, 0.45), 3, 5, 0, 0.45) })
  return hung(d, path('M-54 58Q0 34 54 58L0 206Z', `fill="${dark(color, 0.45)}"`) + cloth(d, color, { weave: 'wool', motif: k, folds, deep: 0.6 }) + rib('M-132 424Q-60 440 -2 432L-2 462Q-60 470 -130 454Z') + rib('M132 424Q60 440 2 432L2 462Q60 470 130 454Z') + rib('M-220 324L-160 346L-168 366L-212 350Q-222 344 -220 324Z') + rib('M220 324L160 346L168 366L212 350Q222 344 220 324Z') + cloth('M-54 58L-70 64L-12 206L-14 460L2 460L2 200Z', dark(color, 0.07), { weave: 'wool', motif: stripes(dark(color, 0.45), 3, 5, 90, 0.45) }) + cloth('M54 58L70 64L14 206L16 460L0 460L0 200Z', light(color, 0.04), { weave: 'wool', motif: stripes(dark(color, 0.45), 3, 5, 90, 0.45) }) + [0, 1, 2, 3].map((i) => button(6, 236 + i * 56, '#a8743f', 10)).join('') + line('M-104 340h62M42 340h62', dark(color, 0.5), 5, 'opacity=".5"'))
}

/** Pajamas: a checked shirt with trousers behind. */
export function pajamas(color, check) {
  const motif = checks(check, 22)
  const legs = 'M-100 300L100 300L136 636Q90 648 44 640L4 400L-4 400L-44 640Q-90 648 -136 636Z'
  return hangs(legs, 26, 30, 16) + cloth(legs, color, { weave: 'smooth', motif, folds: ['M-64 420L-84 636', 'M64 420L86 636'] }) + line('M0 330V404', dark(check, 0.5), 3, 'opacity=".5"') + shirt(color, { motif, weave: 'smooth', long: 400 }) + line('M-136 94L-50 58M136 94L50 58', '#f7f2e6', 3, 'opacity=".8"') + line('M-13 140V412', '#f7f2e6', 3, 'opacity=".8"')
}

/** Cross-back apron on a hook. */
export function apron(color) {
  const d = 'M-76 130Q0 118 76 130C78 190 96 236 150 262L160 560Q0 590 -160 560L-150 262C-96 236 -78 190 -76 130Z'
  const folds = ['M-90 280C-100 380 -104 480 -100 570', 'M-30 420C-36 480 -30 540 -34 580', 'M96 280C104 380 108 480 104 570', 'M40 430C44 490 42 540 48 578', 'M-50 140L-54 230', 'M50 140L54 230']
  const bag = 'M-92 336h184v110q0 16 -16 16h-152q-16 0 -16 -16z'
  const strap = (q) => line(q, dark(color, 0.25), 18) + `<g transform="translate(-2 -2)">${line(q, color, 13)}</g>`
  const peg = at(0, -6, 1, `<g transform="translate(8 10)" opacity=".35" ${blur(5)}>${path(circle(0, 0, 22), 'fill="#3b2418"')}</g>`)
  return hangs(d, 26, 30, 16) + peg + strap('M-66 136C-60 80 -16 20 0 -4C16 20 60 80 66 136') + body(circle(0, -6, 20), '#b98a5c') + strap('M-148 276C-190 330 -180 400 -196 470') + strap('M148 276C186 330 176 390 190 450') + cloth(d, color, { folds, deep: 0.5 }) + cloth(bag, light(color, 0.06), { folds: ['M-20 350L-24 450'] }) + line('M0 338v122', dark(color, 0.5), 2.5, 'opacity=".45"') + seam('M-86 350h172', dark(color, 0.5)) + seam('M-72 142Q0 130 72 142M-154 548Q0 578 154 548', dark(color, 0.5)) + cloth('M22 300L84 296L92 420L30 416Z', '#f1e9d8', { motif: stripes('#b5694a', 4, 20, 90, 0.7) }) + path('M-92 336h184v8h-184z', `fill="${light(color, 0.1)}"`)
}

export { leaf, mix, clip }
