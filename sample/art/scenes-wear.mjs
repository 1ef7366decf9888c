// Scenes of clothes and shoes.
import { at, blur, oval, stripes } from './kit.mjs'
import { book, leaf, lindenLeaf, onTable, onWall, runner, twig } from './ground.mjs'
import { colors } from './palette.mjs'
import { cone, daisies, each, needles } from './scenes-tea.mjs'
import * as c from './clothes.mjs'
import * as s from './shoes.mjs'

const hang = (thing, top = 96, size = 1) => () => onWall('clothes', () => at(400, top, size, thing()))
const stand = (shoe, beside = '') => () => onTable('shoes', () => beside + at(384, 644, 1.34, s.pair(shoe())))

const low = (inner, y = 0.8) => `<g transform="scale(1 ${y})">${inner}</g>`
const soft = (x, y, w) => oval(x, y, w, w * 0.2, '#3b2418', `opacity=".3" ${blur(8)}`)

export const scenes = {
  ...each('plate-polden', ['mint', 'linen'], (k) => hang(() => c.linenDress(colors[k]), 86, 1.02)),
  'plate-vecher': hang(() => c.wrapDress('#33456b'), 86, 1.04),
  'sarafan-pokos': hang(() => c.sundress('#b5503f'), 86, 1.04),
  ...each('rubashka-muzhskaya-bereg', ['white', 'blue'], (k) => hang(() => c.shirt(k === 'blue' ? '#5f7da3' : '#f3efe4', { collar: 'band' }) + c.pocket(k === 'blue' ? '#5f7da3' : '#f3efe4', 34, 176), 120, 1.3)),
  'rubashka-zhenskaya-poloska': hang(() => c.shirt('#f5f3ee', { motif: stripes('#6f96c0', 4, 13, 0, 0.75), weave: 'smooth', long: 470 }), 110, 1.26),
  ...each('futbolka-lipa', ['white', 'black'], (k) => hang(() => c.tshirt(k === 'black' ? '#3f3e42' : '#f4f1e9'), 130, 1.28)),
  'bryuki-lnyanye-veter': hang(() => c.trousers(colors.sand), 86, 1.04),
  ...each('kardigan-babye-leto', ['mustard', 'gray'], (k) => hang(() => c.cardigan(colors[k]), 120, 1.26)),
  'pizhama-kletka': hang(() => c.pajamas('#eaf0f5', '#6f96c0'), 76, 0.98),
  ...each('fartuk-kukhonnyi', ['green', 'linen'], (k) => hang(() => c.apron(colors[k]), 96, 1.04)),
  ...each('krossovki-volnik-step', ['white', 'black'], (k) => stand(() => low(k === 'white' ? s.sneaker('#f1ede4', '#6f9a8a') : s.sneaker('#3d3d41', '#c4704e', '#efe9dc')))),
  'krossovki-volnik-trail': stand(() => low(s.hiker('#67795a', '#d08a3c'), 0.9)),
  ...each('kedy-volnik-bulvar', ['red', 'blue'], (k) => () => onTable('shoes', () => at(400, 690, 1.2, s.pair(s.hightop(colors[k]), 128, -60)))),
  'tapki-fetrovye': () => onTable('shoes', () => runner(150, 500, 500, 220, '#b9856a', stripes('#efe0c4', 12, 46, 90, 0.5)) + at(390, 676, 1.3, s.pair(s.slipper('#9a9a98', '#c4704e'), 90, -96))),
  'valenki-pervyi-sneg': () => onTable('shoes', () => at(400, 690, 1.12, s.pair(s.feltBoot('#d9d5cc'), 150, -54)) + at(110, 716, 1, cone(1))),
  'sandalii-kozhanye': stand(() => s.sandal('#a8693c'), at(620, 520, 1, '')),
}

export { book, leaf, lindenLeaf, twig, daisies, soft }
