// Scenes of tea, coffee, sweets and tableware.
import { at, blur, lies, body, circle, clip, dark, grain, light, line, mix, oval, path, pattern, radial, round, stands, stripes, words } from './kit.mjs'
import { bean, berry, blossom, book, leaf, lindenLeaf, loose, onTable, fromAbove, runner, scatter, steam, twig } from './ground.mjs'
import * as t from './tea.mjs'
import * as p from './pottery.mjs'
import { colors } from './palette.mjs'

const tea = (draw) => () => onTable('tea', draw)
const sweets = (draw) => () => onTable('sweets', draw)
const dish = (draw) => () => onTable('tableware', draw)

const flowers = (s) => at(0, 20, s, t.blossom(100)) // for labels

export const scenes = {
  'ivan-chai-zaton': tea(() => lies(150, 650, 1, t.fireweed(480)) + at(420, 672, 1.12, t.pouch(280, 420, '#7f8f62', t.label(-66, 196, 236, 'Затон', 'иван-чай', '#8f4f74', at(0, 72, 1, t.fireweed(136))))) + at(650, 700, 1.25, loose(70, 90, '#5a4630', 5)) + at(250, 728, 1, loose(16, 70, '#5a4630', 9))),
  'lipovyi-tsvet': tea(() => at(390, 668, 1.12, t.pouch(280, 420, '#d9c7a0', t.label(-66, 200, 240, 'Липа и лён', 'липовый цвет', '#7d8f4e', at(-56, -6, 0.95, t.blossom(120))))) + lies(540, 690, 1.6, blossom(140)) + at(150, 716, 1, scatter(16, 90, (r) => at(0, 0, r(0.7, 1.1), [0, 72, 144, 216, 288].map((a) => at(0, 0, 1, oval(0, -9, 5, 9, '#f3df92'), a)).join('') + oval(0, 0, 4, 4, '#cf9d35')), 4))),
  'chernyi-chai-chabrets': tea(() => at(380, 676, 1.2, t.tin(270, 360, '#7a3b33', t.band(270, -62, 190, 'Затон', 'полустанок', '#7a3b33', at(0, 26, 1, t.thyme(112))))) + lies(578, 700, 1.2, t.thyme(170), 66) + lies(600, 744, 1.1, t.thyme(140), 82) + at(150, 704, 1.2, loose(70, 84, '#2f1e18', 3))),
  'zelenyi-chai-myata': tea(() => at(410, 676, 1.2, t.tin(270, 360, '#5f8a72', t.band(270, -62, 190, 'Затон', 'прохлада', '#3f6a54', at(0, 26, 1, minty()))) ) + lies(584, 736, 1.1, t.mint(190), 62) + at(150, 704, 1.2, loose(60, 84, '#5d6b3c', 6)) + lies(190, 690, 0.7, t.mint(120), -20)),
  'ulun-molochnaya-zavod': tea(() => at(370, 664, 1.12, t.box(260, 360, 130, '#a9c0b4', t.label(-66, 190, 220, 'Затон', 'молочный улун', '#4f7768', at(0, 4, 1, t.sunrise(58))))) + at(650, 694, 1.1, scatter(34, 100, (r) => berry(r(6, 10), mix('#55683c', '#7f8a56', r())), 8)) + at(170, 716, 1, scatter(12, 60, (r) => berry(r(6, 9), mix('#55683c', '#7f8a56', r())), 3))),
  'shu-puer-temnyi-bor': tea(() => runner(120, 590, 540, 150, '#8a9a7a') + at(392, 648, 1.2, t.cake(230)) + at(640, 744, 1.1, loose(40, 60, '#3a2418', 2)) + at(560, 740, 1, line('M0 0L96 -52', '#b8bcb8', 8) + line('M96 -52L146 -80', '#7a4a2c', 18)) + lies(70, 640, 1.1, twig(150, '#5d7050', 5), 40)),
  'sbor-vechernii': tea(() => at(330, 670, 1.1, t.box(290, 350, 120, '#b9aecb', t.label(-60, 214, 226, 'Липа и лён', 'вечерний сбор', '#6f5a8f', night()))) + at(618, 668, 1, pyramid('#7d8a54')) + at(694, 716, 0.9, pyramid('#8b7f52')) + at(560, 724, 0.9, daisies())),
  'kofe-utrennii-reis': tea(() => at(380, 676, 1.16, t.coffeeBag(290, 440)) + at(660, 690, 1.3, scatter(34, 80, (r) => bean(r(0, 180), mix('#4a2a1a', '#6d4428', r())), 7)) + at(170, 720, 1.2, scatter(9, 60, (r) => bean(r(0, 180)), 12))),
  'kofe-drip-dorozhnyi': tea(() => at(280, 664, 1.02, t.box(270, 350, 120, '#4f6a70', t.label(-62, 196, 220, 'Причал 5', 'дрип-кофе', '#a4553a', t.sunrise(56)))) + at(600, 688, 0.92, p.mug('#efe6d6', { tea: '#2e1a10' })) + at(592, 486, 1, drip())),
  'kakao-teplyi-sviter': tea(() => at(320, 670, 1.14, t.tin(250, 330, '#a4673f', t.band(250, -60, 170, 'Причал 5', 'тёплый свитер', '#7a4526', sweater()))) + at(608, 690, 0.95, p.mug('#b85f43', { tea: '#5a3320' })) + at(612, 470, 1, steam(110)) + at(452, 730, 1, cinnamon())),
  'med-lipovyi': sweets(() => at(385, 684, 1.4, t.jar(270, 330, '#e3a53a', '#d8c39a', t.label(-62, 176, 170, 'Липа и лён', 'мёд липовый', '#a8731f', at(-46, -6, 0.8, t.blossom(110)))) + t.cover(270, 330, '#e9dcc0', stripes('#b98b4a', 5, 22, 0, 0.5))) + at(640, 716, 1.1, dipper()) + lies(50, 700, 1.3, blossom(120))),
  'varenye-sosnovye-shishki': sweets(() => at(400, 684, 1.42, t.jar(260, 300, '#b56a24', '#8a9a6a', t.label(-56, 168, 150, 'Добрый пень', 'сосновые шишки', '#6a5a2c', at(0, 30, 1, cone(0.66))), scatterCones()) + t.cover(260, 300, '#8fa07a', stripes('#f0e6c8', 4, 20, 0, 0.6))) + at(656, 694, 1.25, cone(1)) + at(586, 726, 0.95, cone(1)) + lies(160, 720, 1.1, needles())),
  'varenye-vishnya': sweets(() => at(390, 684, 1.42, t.jar(260, 310, '#8e1f2c', '#d9c9b0', t.label(-58, 168, 156, 'Добрый пень', 'вишня', '#8e1f2c', at(0, 24, 0.8, cherries()))) + t.cover(260, 310, '#e9e0d0', `${pattern(26, 26, '<circle cx="7" cy="7" r="4.5" fill="#b5333f"/><circle cx="20" cy="20" r="4.5" fill="#b5333f"/>')}`)) + at(650, 700, 1.7, cherries()) + at(160, 716, 1.3, cherries())),
  'pryanik-soika': () => fromAbove('#e0cdb4', () => at(620, 190, 1.1, twig(190, '#7d8f5a', 5), 130) + at(395, 420, 1.5, jay()) + at(180, 690, 1, star()) + at(668, 668, 1.1, cinnamon())),
  'pastila-yablochnaya': sweets(() => at(350, 650, 1.25, t.box(330, 250, 120, '#b9c08a', t.label(-30, 200, 190, 'Добрый пень', 'пастила яблочная', '#8a6a1f', at(0, 46, 0.72, apple())))) + at(600, 728, 1, bars()) + at(120, 720, 1, apple())),
  'shokolad-plitka-caramel': () => fromAbove('#e4d3bd', () => chocolate('#8a5a38', '#b9773a', 'молочный', caramel)),
  'shokolad-plitka-buckthorn': () => fromAbove('#e4d3bd', () => chocolate('#43261a', '#b4521f', 'тёмный', (s) => scatter(16, 110, (r) => berry(r(9, 13), '#e98a1f'), s))),
  ...each('chainik-ruchei', ['mint', 'sand', 'black'], (c) => dish(() => runner(190, 606, 420, 110, '#efe6d4') + at(390, 684, 1.3, p.teapot(colors[c], { over: p.speckles(colors[c]) })) + lies(620, 748, 1.1, twig(150, '#7d9160', 5), 74))),
  ...each('kruzhka-poldnik', ['milk', 'mint', 'terracotta'], (c) => dish(() => at(580, 640, 1, book(330, 44, '#8b6f6a') + at(-8, -44, 1, book(290, 38, '#c8b48a'))) + at(356, 696, 1.5, p.mug(colors[c], { tea: '#9a5a2a', rim: light(colors[c], 0.3) })) + at(360, 350, 1.1, steam(150)) + at(662, 556, 0.8, lindenLeaf(90, '#97a868'), 60))),
  'chashka-s-blyudtsem': dish(() => at(385, 660, 1.75, p.cup('#f7f2e8', '#b3702c', p.painted(-84, 1.2))) + at(390, 400, 1, steam(130)) + lies(630, 720, 1.1, blossom(110))),
  'gaivan-tuman': dish(() => runner(180, 590, 450, 130, '#7f8f86') + at(390, 676, 1.6, p.gaiwan('#f6f4ee', '#8fb3c9')) + at(668, 724, 1, loose(40, 66, '#5d6b3c', 4)) + at(120, 720, 0.9, loose(12, 50, '#5d6b3c', 7))),
  'tarelka-krug': dish(() => at(410, 340, 1, p.plate(236, 236, '#d9d2c2')) + at(410, 700, 1, p.plate(270, 62, '#c6cfc6') + at(0, -22, 1, p.plate(196, 44, '#dcd5c6'))) + lies(610, 752, 1, twig(160, '#7d9160', 5), 66)),
  ...each('miska-kasha', ['terracotta', 'blue'], (c) => dish(() => runner(190, 606, 420, 110, '#e9dcc4', stripes(c === 'blue' ? '#4f6f92' : '#b5694a', 10, 44, 0, 0.5)) + at(395, 690, 1.5, p.bowl(c === 'blue' ? '#c9a27a' : '#b98a62', colors[c], porridge())) + at(686, 690, 1, spoon()))),
  'kuvshin-rodnik': dish(() => at(392, 350, 1.2, meadow()) + at(390, 690, 1.12, p.jug('#e9e1d0')) + at(650, 720, 1, daisies())),
  'chainik-steklyannyi': dish(() => at(380, 688, 1.45, p.glassPot('#d2973a')) + at(676, 716, 1, scatter(7, 50, () => at(0, 0, 1, loose(5, 18, '#5d6b3c')), 3))),
  'doska-razdelochnaya': dish(() => at(350, 740, 1, p.board(560, 250)) + at(300, 612, 1, loaf()) + at(520, 640, 1, cheese()) + lies(150, 700, 1.2, t.thyme(110), 72)),
  ...each('termokruzhka-tropa', ['green', 'black'], (c) => dish(() => at(390, 690, 1.5, p.thermal(colors[c])) + at(610, 720, 1, stones()) + lies(90, 740, 1.1, twig(180, '#6d8058', 5), 68))),
}

function each(name, list, scene) {
  return Object.fromEntries(list.map((c) => [`${name}-${c}`, scene(c)]))
}

const minty = () => t.mint(100)
const night = () => path(circle(0, -14, 46), 'fill="#5b4a80"') + path(circle(6, -22, 27), 'fill="#f1e2b0"') + path(circle(18, -29, 23), 'fill="#5b4a80"') + at(0, 62, 0.6, t.thyme(70, '#8a6fb8'))
const sweater = () => at(0, -16, 0.72, path('M-60 60V-20L-34 -44H-16Q0 -30 16 -44H34L60 -20V60Z', 'fill="#c2674a"') + path('M-60 -2H60V16H-60Z', `fill="${pattern(16, 18, '<path d="M0 14L8 2L16 14" stroke="#f4ead6" stroke-width="4" fill="none"/>')}"`))

function pyramid(fill) {
  const d = 'M0 -120L-78 -8L16 4L84 -22Z'
  return oval(10, 0, 90, 16, '#2c1810', `opacity=".36" ${blur(8)}`) + path(d, 'fill="#f4efe2" opacity=".75"') + `<g ${clip('M-6 -92L-66 -12L16 0L70 -24Z')}>${path('M-90 -54L90 -60V20H-90Z', `fill="${fill}" opacity=".9"`)}${at(0, -28, 1, loose(30, 70, fill, 5))}</g>` + path('M0 -120L16 4L84 -22Z', 'fill="#2a1c1a" opacity=".12"') + line(d, '#fff', 2.4, 'opacity=".8"') + line('M0 -120L16 4', '#fff', 2, 'opacity=".7"') + line('M0 -120C30 -150 70 -120 96 -60', '#efe6d0', 2.5) + at(106, -40, 1, path(round(-16, -20, 32, 38, 4), 'fill="#b9aecb"') + at(0, 8, 0.26, lindenLeaf(100, '#7d8f4e')))
}

const daisy = (r) => [...Array(11).keys()].map((i) => at(0, 0, 1, oval(0, -r * 0.64, r * 0.17, r * 0.38, '#fdf9ee'), i * 32.7)).join('') + `<circle r="${r * 0.3}" fill="${radial(0.4, 0.35, 0.8, [[0, '#f6cf5a'], [1, '#c98a1f']])}"/>`
const daisies = () => [[0, 0, 30], [54, 14, 26], [-44, 20, 24]].map(([x, y, r]) => oval(x + 4, y + 12, r, r * 0.36, '#2c1810', `opacity=".34" ${blur(5)}`) + `<g transform="translate(${x} ${y}) scale(1 .72)">${daisy(r)}</g>`).join('')

const drip = () => body('M-72 -54L72 -54L56 40Q0 56 -56 40Z', '#f2eadb', { gloss: 0.2, shade: 0.25 }) + path('M-66 -54L66 -54L58 -36L-58 -36Z', 'fill="#3a2216"') + body('M-104 -36h34v50q0 8 -8 8h-18q-8 0 -8 -8zM70 -36h34v50q0 8 -8 8h-18q-8 0 -8 -8z', '#cfa678', { gloss: 0.2 }) + at(0, -74, 1, steam(90))
const cinnamon = () => [[0, 0, -14], [16, 20, 6], [40, -8, 24]].map(([x, y, a]) => at(x, y, 1, oval(0, 12, 78, 7, '#2c1810', `opacity=".34" ${blur(5)}`) + body(round(-76, -11, 152, 22, 9), '#9c5c34', { gloss: 0.2, over: line('M-70 -2H70', '#6d3c20', 4) }) + oval(72, 0, 6, 10, '#6d3c20'), a)).join('')
const dipper = () => oval(6, 8, 70, 13, '#2c1810', `opacity=".4" ${blur(7)}`) + at(0, -20, 1, line('M50 -20L170 -96', '#c99b62', 13) + line('M50 -24L168 -99', '#e9c893', 4) + [0, 1, 2, 3, 4].map((i) => at(-44 + i * 22, 24 - i * 12, 1, body('M-10 -36Q-16 0 -10 36Q0 42 10 36Q16 0 10 -36Q0 -42 -10 -36Z', '#b98046'), -30)).join('')) + path('M-84 6Q-50 -14 0 -4T60 12Q30 28 -20 24T-84 6Z', 'fill="#e6a83a" opacity=".85"') + line('M-60 4Q-30 -6 0 2', '#fff2c8', 4, 'opacity=".8"')

const cone = (s) => {
  let rows = ''
  for (let r = 0; r < 8; r++) {
    const t = r / 7
    const half = 44 * Math.sin(Math.PI * (0.14 + t * 0.76)) ** 0.8
    const n = Math.max(1, Math.round(half / 11))
    for (let i = 0; i < n; i++) {
      const x = n === 1 ? 0 : -half + 11 + ((2 * half - 22) * i) / (n - 1)
      rows += at((x + (r % 2 ? 4 : -4)).toFixed(1), (-112 + r * 14).toFixed(1), (0.75 + 0.5 * Math.sin(Math.PI * t)).toFixed(2), path('M-14 -6Q0 -16 14 -6Q10 12 0 17Q-10 12 -14 -6Z', `fill="${mix('#8f9a52', '#9c6b38', (0.25 + t * 0.5 + (i % 2) * 0.2).toFixed(2))}" stroke="#4a3a1e" stroke-width="1.5"`) + path(circle(0, 3, 3), 'fill="#5a4522" opacity=".7"'), (x * 0.35).toFixed(0))
    }
  }
  return at(0, 0, s, oval(8, 4, 50, 11, '#2c1810', `opacity=".4" ${blur(6)}`) + oval(0, -56, 42, 60, '#6b5a2e') + rows)
}
const scatterCones = () => [[-78, -150], [-20, -176], [48, -158], [92, -120], [-96, -70], [100, -56]].map(([x, y]) => at(x, y + 40, 0.52, cone(1), x / 3)).join('')
const needles = () => { let out = line('M-90 20Q0 -20 110 -70', '#7a5a3c', 6); for (let i = 0; i < 26; i++) { const x = -84 + i * 7.4; const y = 18 - (i * 7.4 * 90) / 200; out += line(`M${x} ${y}l${30 - (i % 3) * 6} ${-46}M${x} ${y}l44 ${14 + (i % 4) * 3}`, i % 2 ? '#5f7a58' : '#7a9468', 3) } return out }
const cherries = () => line('M-26 -14Q-20 -70 20 -96Q24 -50 30 -10', '#6d7a3c', 4) + at(20, -94, 1, leaf(58, '#7d9150', 0.4), 70) + at(-28, 0, 1, berry(26, '#a11f30')) + at(30, 4, 1, berry(27, '#8e1828')) + oval(-36, -10, 6, 4, '#fff', 'opacity=".65"') + oval(22, -6, 6, 4, '#fff', 'opacity=".65"')

function jay() {
  const d = 'M-190 60C-150 20 -120 -30 -96 -70C-92 -116 -56 -150 -10 -146C30 -142 50 -112 52 -84L92 -66L54 -52C66 0 50 66 -2 92C-40 110 -70 108 -96 96L-176 150C-184 120 -180 96 -150 72Z'
  const wing = 'M-120 60C-96 0 -50 -30 10 -24C20 20 -10 66 -60 76C-90 80 -110 74 -120 60Z'
  const ice = (q, c = '#fff6e6', w = 6) => line(q, dark(c, 0.3), w, 'transform="translate(1.5 2)" opacity=".5"') + line(q, c, w)
  return `<g transform="translate(9 14)">${path(d, `fill="#2c1810" opacity=".5" ${blur(9)}`)}</g>` + path(d, 'fill="#8a5027" stroke="#6d3c1c" stroke-width="3"') + path(d, 'fill="#b5763f" transform="translate(-2 -5)"') + path(d, `fill="#000" ${grain(0.3, 0.3, 0.24, '#5a3018')} opacity=".7" transform="translate(-2 -5)"`) + path(wing, 'fill="#7fa6c4"') + ice('M-178 134L-100 84C-60 100 -14 92 10 70C44 30 46 -20 40 -52M-172 60C-140 20 -108 -24 -88 -66C-82 -108 -50 -136 -10 -134C20 -132 38 -110 41 -86') + ice(wing, '#fff6e6', 5) + ice('M-96 52C-76 20 -44 2 -6 -2M-80 62C-60 40 -34 26 -8 22M-58 66Q-44 56 -20 48', '#3f6688', 5) + ice('M56 -80L80 -67L56 -60', '#f0c060', 5) + path(circle(10, -100, 9), 'fill="#3a2216"') + path(circle(7, -103, 3), 'fill="#fff"') + ice('M-64 -116q-12 -16 -6 -34M-50 -128q-6 -16 4 -30', '#d6765a', 5) + [[-20, 40], [16, 14], [20, -30], [-8, 70]].map(([x, y]) => path(circle(x, y, 5), 'fill="#d6765a"')).join('') + [[-150, 104], [-130, 92]].map(([x, y]) => path(circle(x, y, 4), 'fill="#7fa6c4"')).join('')
}
const star = () => oval(4, 12, 52, 46, '#2c1810', `opacity=".35" ${blur(8)}`) + [...Array(8).keys()].map((i) => at(0, 0, 1, path('M0 0C-14 -16 -12 -40 0 -56C12 -40 14 -16 0 0Z', 'fill="#8a5230" stroke="#5a3018" stroke-width="2"') + oval(0, -26, 5, 9, '#c98a4a'), i * 45)).join('') + path(circle(0, 0, 9), 'fill="#6d3c1c"')
const apple = () => oval(10, 4, 66, 13, '#2c1810', `opacity=".42" ${blur(8)}`) + body('M0 -110C-30 -132 -76 -110 -74 -58C-72 -14 -40 4 0 -2C40 4 72 -14 74 -58C76 -110 30 -132 0 -110Z', '#c8c05a', { gloss: 0.5 }) + oval(34, -64, 24, 38, '#d6764a', `opacity=".5" ${blur(10)}`) + line('M0 -108Q4 -130 16 -142', '#6d4a2c', 6) + at(8, -124, 1, leaf(56, '#84995a', 0.4), 70)
const bars = () => [[0, 0], [-70, -6], [62, 8], [-10, -44], [44, -40]].map(([x, y]) => at(x, y, 1, oval(6, 6, 70, 10, '#2c1810', `opacity=".34" ${blur(6)}`) + body(round(-60, -40, 120, 44, 8), '#ecd7a8', { gloss: 0.3, shade: 0.25, over: path(round(-60, -40, 120, 44, 8), `fill="#000" ${grain(0.2, 0.2, 0.22, '#b98a4a')}`) }) + path(round(-58, -42, 116, 14, 7), 'fill="#fbf1d8" opacity=".9"'))).join('')

function chocolate(color, wrap, kind, topping) {
  const bar = (n, m) => { let out = ''; for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out += at(i * 66, j * 52, 1, path(round(0, 0, 64, 50, 5), `fill="${color}"`) + path('M0 0h64l-10 9h-44z', `fill="${light(color, 0.35)}"`) + path('M64 0v50l-10 -9v-32z', `fill="${dark(color, 0.35)}"`) + path('M0 50h64l-10 -9h-44z', `fill="${dark(color, 0.5)}"`)); return out }
  return at(150, 300, 1.26, `<g transform="translate(10 16)">${path(round(0, 0, 400, 212, 8), `fill="#2c1810" opacity=".45" ${blur(12)}`)}</g>` + at(0, 0, 1, bar(6, 4)) + at(-14, 94, 1, body(round(0, 0, 426, 190, 8), wrap, { gloss: 0.25, shade: 0.3 }) + path('M0 0l14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12 14 -12 14 12z', 'fill="#d8d4cb"') + at(213, 172, 1, t.label(0, 300, 150, 'Причал 5', kind, dark(wrap, 0.2), at(0, -6, 0.8, t.sunrise(60))))), -7) + at(640, 690, 1, topping(7)) + at(160, 150, 1, topping(3))
}
const caramel = (s) => scatter(9, 100, (r) => at(0, 0, 1, oval(4, 10, 24, 8, '#2c1810', `opacity=".35" ${blur(4)}`) + body(round(-20, -18, 40, 30, 7), mix('#c9873a', '#e0a85a', r()), { gloss: 0.5 }) + [0, 1, 2].map(() => path(circle(r(-14, 14), r(-14, 4), 2.2), 'fill="#fff"')).join('')), s)
const porridge = () => oval(0, -146, 136, 24, '#f1e3c4') + oval(0, -148, 128, 20, '#f7ecd2') + [[-40, -152], [-14, -144], [16, -154], [44, -146], [2, -160]].map(([x, y], i) => at(x, y, 0.8, berry(11, i % 2 ? '#44507a' : '#a8324a'))).join('') + at(70, -150, 0.4, t.mint(60), 70)
const spoon = () => oval(10, 6, 96, 9, '#2c1810', `opacity=".34" ${blur(6)}`) + at(0, -6, 1, line('M-20 0L120 -66', '#b98a5c', 15) + line('M-20 -5L118 -70', '#dcb68a', 4) + body('M-78 12C-70 -12 -36 -18 -14 -6C-18 22 -60 38 -78 12Z', '#b98a5c'))
const meadow = () => [-50, -22, 4, 32, 58].map((a, i) => at(0, 0, 1, line(`M0 30Q${a * 0.2} -90 ${a * 0.5} -170`, '#6f8450', 4) + at(a * 0.5, -172, 1, i % 2 ? daisy(36) : cornflower()) + at(a * 0.14, -60, 1, leaf(66, '#7d9160', 0.24), a > 0 ? 50 : -50), a * 0.62)).join('')
const cornflower = () => [...Array(9).keys()].map((i) => at(0, 0, 1, path('M0 0L-12 -34L-5 -30L0 -40L5 -30L12 -34Z', `fill="${i % 2 ? '#5677b4' : '#7494cc'}"`), i * 40)).join('') + path(circle(0, 0, 10), 'fill="#3d4c86"')
const loaf = () => oval(8, 6, 150, 18, '#2c1810', `opacity=".4" ${blur(8)}`) + body('M-140 -8C-150 -70 -90 -116 0 -116C90 -116 150 -70 140 -8C100 6 -100 6 -140 -8Z', '#b5773a', { gloss: 0.3, over: path('M-140 -8C-150 -70 -90 -116 0 -116C90 -116 150 -70 140 -8Z', `fill="#000" ${grain(0.06, 0.1, 0.35, '#6d3c1c')} opacity=".7"`) }) + ['M-80 -88Q-60 -70 -56 -40', 'M-20 -106Q0 -84 2 -48', 'M42 -104Q62 -80 62 -46'].map((q) => line(q, '#f0d9a8', 13) + line(q, '#fff2d0', 5, 'opacity=".7"')).join('')
const cheese = () => oval(6, 6, 78, 12, '#2c1810', `opacity=".38" ${blur(6)}`) + path('M-74 0L60 -8L72 -50L-30 -86Z', 'fill="#e9bf5a"') + path('M-74 0L60 -8L60 -40L-74 -34Z', 'fill="#d9a63c"') + path('M-74 -34L60 -42L-30 -86Z', 'fill="#f2d27c"') + [[-40, -16, 8], [10, -20, 10], [36, -26, 6]].map(([x, y, r]) => oval(x, y, r, r * 0.8, '#b9852a')).join('')
const stones = () => [[0, 0, 70, 34, '#9aa0a0'], [70, 14, 46, 24, '#b9b3a8'], [-60, 20, 40, 20, '#7d8484']].map(([x, y, a, b, c]) => oval(x + 6, y + 6, a, b * 0.6, '#2c1810', `opacity=".4" ${blur(7)}`) + at(x, y - b * 0.4, 1, oval(0, 0, a, b, radial(0.36, 0.3, 0.8, [[0, light(c, 0.5)], [0.5, c], [1, dark(c, 0.45)]])))).join('')

export { daisy, daisies, apple, cinnamon, each, stands, flowers, needles, cone }
