// The shop's sign: a linden leaf woven like cloth, and the banner of the project's page.
import { at, begin, body, circle, cloth, collected, dark, gradient, grain, light, line, oval, path, pattern, radial, stripes, words } from './kit.mjs'
import { blossom, book, loose, sheet } from './ground.mjs'
import { tin, band, thyme } from './tea.mjs'
import { cup, mug, painted, teapot } from './pottery.mjs'
import { candle, lamp } from './home.mjs'
import { linenDress, shirt } from './clothes.mjs'
import { scarf } from './things.mjs'

const heart = 'M0 150C-190 150 -200 -40 0 -190C200 -40 190 150 0 150Z'

/** The sign on a transparent ground, 256 × 256. */
export function logo() {
  const warp = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((i) => `M${i * 34} -200V160`).join('')
  const weft = [-4, -3, -2, -1, 0, 1, 2, 3].map((i) => `M-180 ${i * 34 + 12}H180`).join('')
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256"><title>Липа и лён</title>' +
    `<defs><clipPath id="leaf"><path d="${heart}"/></clipPath></defs><rect width="256" height="256" rx="56" fill="#f1e7d3"/><g transform="translate(126 122) scale(.46) rotate(18)">` +
    `<path d="M0 150V214" stroke="#7a5b3a" stroke-width="18" stroke-linecap="round"/><path d="${heart}" fill="#7d9150"/><g clip-path="url(#leaf)" fill="none" stroke="#f1e7d3" stroke-linecap="round"><path d="${warp}" stroke-width="5" opacity=".5" stroke-dasharray="34 34"/><path d="${weft}" stroke-width="5" opacity=".5" stroke-dasharray="34 34" stroke-dashoffset="17"/>` +
    '<path d="M0 150V-150M0 90L96 10M0 90L-96 10M0 20L74 -46M0 20L-74 -46M0 -44L44 -88M0 -44L-44 -88" stroke-width="11"/></g>' +
    '<circle cx="104" cy="176" r="20" fill="#d9a13d"/><circle cx="150" cy="140" r="15" fill="#e6bb63"/><circle cx="150" cy="196" r="12" fill="#e6bb63"/></g></svg>\n'
  )
}

/** The counter of the shop, 1600 × 600. */
export function banner() {
  begin()
  const wall = `<rect width="1600" height="600" fill="${radial(0.3, 0.2, 0.95, [[0, '#f6f0e0'], [0.55, '#dfe2cf'], [1, '#b9bfa8']])}"/><rect width="1600" height="600" fill="#000" ${grain(0.5, 0.5, 0.16, '#5a5a40')} opacity=".28"/>`
  const counter = `<rect y="470" width="1600" height="130" fill="#b98d64"/><rect y="470" width="1600" height="130" fill="#000" ${grain(0.003, 0.16, 0.3, '#6b4020', 11)} opacity=".55"/><rect y="470" width="1600" height="130" fill="${gradient('v', [[0, '#3b2418', 0.3], [0.25, '#fff', 0], [0.6, '#fff1d8', 0.16], [1, '#3b2418', 0.34]])}"/><rect y="470" width="1600" height="3" fill="#f2dcb8" opacity=".6"/>`
  const rail = body('M1040 42h530v14h-530z', '#b98a5c', { gloss: 0.2 }) + [1040, 1570].map((x) => body(circle(x, 49, 15), '#a87848')).join('')
  const clothes = rail + at(1140, 46, 0.54, linenDress('#a8c8b4')) + at(1318, 46, 0.54, shirt('#f5f3ee', { motif: stripes('#6f96c0', 4, 13, 0, 0.75), weave: 'smooth', long: 470 })) + at(1490, 50, 0.56, scarf('#d3a13d'))
  const sign = at(70, 88, 0.56, `<g transform="scale(1)">${logo().replace(/<\/?svg[^>]*>/g, '').replace(/<title>.*<\/title>/, '')}</g>`) + words(476, 164, 76, 'Липа и лён', '#43502c', 'font-style="italic" font-weight="bold"') + words(476, 212, 27, 'чай, посуда и одежда · Кострома', '#6d6a48')
  const goods = at(140, 560, 0.72, tin(250, 330, '#7a3b33', band(250, -60, 170, 'Затон', 'полустанок', '#7a3b33', at(0, 26, 1, thyme(100))))) + at(430, 566, 0.78, teapot('#c4704e')) + at(700, 566, 0.66, cup('#f7f2e8', '#b3702c', painted(-84, 1.2))) + at(905, 560, 0.68, candle('#f1e4b8', 'липа', '#7d8f4e')) + at(1290, 560, 0.66, book(300, 44, '#a8604a') + at(-10, -44, 1, book(270, 38, '#d3bd92')) + at(0, -82, 0.86, mug('#f1e9db'))) + at(1086, 566, 0.7, loose(60, 80, '#5a4630', 5)) + at(1440, 540, 0.95, blossom(120))
  return sheet(wall + clothes + counter + sign + goods, 1600, 600)
}

export { cloth, collected, dark, lamp, light, line, oval, path, pattern }
