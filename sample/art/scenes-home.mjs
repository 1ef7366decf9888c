// Scenes of accessories, the home and presents.
import { at, circle, lies, line, oval, path, pattern, light } from './kit.mjs'
import { bean, blossom, book, fromAbove, lindenLeaf, loose, onTable, onWall, places, runner, scatter, twig } from './ground.mjs'
import { colors } from './palette.mjs'
import { apple, cinnamon, cone, daisies, each, flowers, needles } from './scenes-tea.mjs'
import * as h from './home.mjs'
import * as p from './pottery.mjs'
import * as tea from './tea.mjs'
import * as t from './things.mjs'

const hang = (place, draw) => () => onWall(place, draw)
const home = (draw) => () => onTable('home', draw)
const gift = (draw) => () => onTable('gifts', draw)
const above = (color, draw) => () => fromAbove(color, draw)

const scents = { lipa: ['#f1e4b8', 'липа', '#7d8f4e'], pine: ['#c9d6bc', 'хвоя', '#4f6f52'], tea: ['#e0b98a', 'чёрный чай', '#8a4a24'] }
const beside = {
  lipa: () => lies(560, 700, 1.3, blossom(130)),
  pine: () => lies(640, 730, 1.1, needles()) + at(150, 722, 0.9, cone(1)),
  tea: () => at(610, 720, 1, cinnamon()) + at(150, 716, 1, loose(50, 70, '#3a2418', 5)),
}
const soaps = {
  lavender: ['#b9a5cf', '<circle r="2.2" fill="#6f5a8f" opacity=".8"/>', () => lies(600, 690, 1, tea.thyme(200, '#8a6fb8'), 70) + lies(620, 740, 0.9, tea.thyme(180, '#9a7fc4'), 82)],
  oat: ['#e6d2a8', '<ellipse rx="4" ry="2" fill="#b9945a" opacity=".7"/>', () => at(640, 726, 1, scatter(46, 100, (r) => at(0, 0, 1, oval(0, 0, 10, 6, r() > 0.5 ? '#dcc08a' : '#eed9ac') + line('M-7 0H7', '#a8803f', 1.2), r(0, 180)), 6))],
  coffee: ['#8a6248', '<circle r="2" fill="#3a2012" opacity=".8"/>', () => at(640, 722, 1.1, scatter(26, 80, (r) => bean(r(0, 180)), 7))],
}
const papers = [
  () => path('M-140 -100H140V100H-140Z', 'fill="#bcd0d6"') + path('M-140 20Q-60 -20 20 14T140 6V100H-140Z', 'fill="#7d9a62"') + path('M-140 50Q-40 24 40 46T140 40V100H-140Z', 'fill="#5f8aa0"') + path(circle(70, -44, 20), 'fill="#f0c86a"'),
  () => path('M-140 -100H140V100H-140Z', 'fill="#efdcc0"') + at(0, 66, 0.42, p.teapot('#b5604a')),
  () => path('M-140 -100H140V100H-140Z', 'fill="#dfe6cf"') + at(-60, -8, 0.9, blossom(130)),
]

export const scenes = {
  ...each('sharf-sherstyanoi', ['mustard', 'blue'], (k) => hang('accessories', () => at(404, 110, 1.12, t.scarf(colors[k])))),
  ...each('shapka-vyazanaya', ['terracotta', 'gray'], (k) => () => onTable('accessories', () => at(400, 690, 1.36, t.beanie(colors[k])) + lies(610, 740, 0.9, needles()))),
  'noski-sherstyanye': above('#d9c4a8', () => at(395, 390, 1.4, t.socks())),
  ...each('varezhki-snegir', ['red', 'blue'], (k) => above('#dfd4c4', () => at(270, 400, 1.3, `<g transform="scale(-1 1)">${t.mitten(colors[k], k === 'red' ? '#f4ead6' : '#d4574a')}</g>`, -8) + at(530, 416, 1.3, t.mitten(colors[k], k === 'red' ? '#f4ead6' : '#d4574a'), 8))),
  'shopper-lnyanoi': hang('accessories', () => at(400, 100, 1.04, t.tote('#e2d4b8'))),
  ...each('ryukzak-gorodskoi', ['green', 'black'], (k) => () => onTable('accessories', () => at(400, 700, 1.26, t.backpack(k === 'black' ? '#47464a' : '#6b7a55')))),
  'zont-trost': hang('accessories', () => at(400, 130, 1.04, t.umbrella('#40597f'))),
  'remen-kozhanyi': above('#dccab2', () => at(350, 330, 1.34, t.belt('#9a5c34'))),
  ...each('svecha-soevaya', ['lipa', 'pine', 'tea'], (k) => home(() => at(390, 694, 1.5, h.candle(...scents[k])) + beside[k]())),
  ...each('pled-sherstyanoi', ['terracotta', 'gray'], (k) => home(() => at(396, 660, 1.36, h.blanket(colors[k])))),
  ...each('podushka-dekorativnaya', ['mint', 'mustard', 'rose'], (k) => home(() => at(400, 690, 1.34, h.cushion(colors[k])))),
  'skatert-lnyanaya': above('#b9c2b4', () => at(400, 410, 1.3, h.folded(420, 400, '#f0e8d8')) + lies(520, 300, 1.1, twig(170, '#7d9160', 5), 38)),
  'polotentse-vafelnoe': hang('home', () => at(400, 110, 1.06, h.towel('#e9e2d2'))),
  'lampa-nastolnaya': home(() => at(390, 690, 1.24, h.lamp('#8fa79a')) + at(630, 712, 1, book(230, 36, '#a8604a') + at(-10, -36, 1, book(200, 30, '#d3bd92')))),
  ...each('vaza-uzkaya', ['milk', 'black'], (k) => home(() => at(390, 694 - 320 * 1.12, 1.12, h.branch(250)) + at(390, 694, 1.12, h.vase(colors[k])) + lies(600, 724, 0.9, lindenLeaf(80, '#a3ac66'), 70))),
  ...each('mylo-ruchnoe', ['lavender', 'oat', 'coffee'], (k) => home(() => runner(190, 586, 430, 130, '#e9e0cd') + at(330, 574, 1.5, h.soap(soaps[k][0], soaps[k][1])) + at(430, 690, 1.6, h.soap(soaps[k][0], soaps[k][1])) + soaps[k][2]())),
  'korzina-pletenaya': home(() => at(396, 696, 1.34, h.basket()) + at(676, 720, 0.9, apple())),
  'nabor-chaepitie': gift(() => at(390, 690, 1.2, h.giftBox(460, 190, '#c9a478', at(-130, -150, 0.86, tea.pouch(190, 280, '#7f8f62', tea.label(-46, 130, 156, 'Затон', 'иван-чай', '#8f4f74', at(0, 66, 0.9, tea.fireweed(130))))) + at(20, -140, 0.86, p.mug('#a8c8b4')) + at(152, -140, 0.84, tea.jar(150, 190, '#e3a53a', '#d8c39a') + tea.cover(150, 190, '#e9dcc0'))) + h.ribbon(460, 190, -86, '#efe3c8')) + lies(560, 740, 0.9, blossom(130))),
  'nabor-teplo': gift(() => at(390, 690, 1.2, h.giftBox(460, 180, '#8a9a8c', at(-136, -130, 0.8, tea.tin(170, 220, '#a4673f', tea.band(170, -44, 110, 'какао', 'тёплый свитер', '#7a4526'))) + at(24, -130, 0.86, h.candle('#c9d6bc', 'хвоя', '#4f6f52', false)) + at(150, -210, 0.62, t.oneSock())) + h.ribbon(460, 180, -84, '#b5503f')) + lies(640, 744, 0.9, needles())),
  ...each('bloknot-lnyanoi', ['lined', 'dotted'], (k) => above('#d8cbb8', () => at(390, 396, 1.24, h.notebook(k === 'lined' ? '#8a9f8e' : '#b98d7e', k === 'lined'), -7) + at(666, 440, 1.2, path('M-9 -190h18v330l-9 34l-9 -34z', 'fill="#c9a06a"') + path('M-9 140h18l-9 34z', 'fill="#ecd6ac"') + path('M-3 163h6l-3 11z', 'fill="#3a3030"') + path('M-9 -190h18v26h-18z', 'fill="#b5604a"') + line('M-5 -160V138', '#e6c897', 3), 12))),
  'otkrytki-nabor': above('#d6c6b4', () => at(270, 270, 1.3, h.postcard(papers[0]()), -12) + at(500, 380, 1.3, h.postcard(papers[1]()), 7) + at(320, 560, 1.3, h.postcard(papers[2]()), -4)),
  'sertifikat-podarochnyi': above('#b9bfa8', () => at(390, 430, 1.15, h.certificate()) + lies(80, 690, 1, twig(130, '#5f744a', 4), 50)),
}

export { colors, daisies, flowers, light, pattern, places }
