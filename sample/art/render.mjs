// Draws the pictures: node sample/art/render.mjs [--sheet FILE] [NAME…|brand]
//
// Each scene becomes an SVG, Chromium paints eight at a time, ImageMagick cuts and
// packs them into ../media/*.jpg. With --sheet it only writes one contact sheet, for
// looking at. CHROMIUM names the browser, /usr/bin/chromium where it is not set.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scenes } from './scenes.mjs'
import { banner, logo } from './brand.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'art-'))

/** Paints an HTML body of w × h into a PNG. */
function paint(html, w, h, out) {
  const page = join(work, 'page.html')
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>*{margin:0;padding:0}body{width:${w}px;line-height:0;background:transparent}img{float:left}</style>${html}`)
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--default-background-color=00000000', `--user-data-dir=${join(work, 'profile')}`, `--window-size=${w},${h}`, `--screenshot=${out}`, 'file://' + page]
  execFileSync(process.env.CHROMIUM || '/usr/bin/chromium', flags, { stdio: 'ignore', timeout: 180000 })
}

function svg(name, draw) {
  writeFileSync(join(work, name + '.svg'), draw())
  return `${name}.svg`
}

function sheet(out, names) {
  const cell = 400
  const cols = Math.min(4, names.length)
  const rows = Math.ceil(names.length / cols)
  paint(names.map((n) => `<img src="${svg(n, scenes[n])}" width="${cell}" height="${cell}">`).join(''), cols * cell, rows * cell, join(work, 'sheet.png'))
  execFileSync('convert', [join(work, 'sheet.png'), '-background', 'white', '-flatten', '-quality', '88', out])
}

/** Packs a cell of a PNG into a progressive JPEG under 60 kB. */
function pack(png, x, y, w, h, out, most) {
  for (let q = 82; q >= 50; q -= 4) {
    execFileSync('convert', [png, '-crop', `${w}x${h}+${x}+${y}`, '+repage', '-background', 'white', '-flatten', '-strip', '-sampling-factor', '4:2:0', '-interlace', 'JPEG', '-quality', String(q), out])
    if (statSync(out).size < most) return
  }
}

function pictures(names) {
  mkdirSync(join(here, '../media'), { recursive: true })
  for (let i = 0; i < names.length; i += 8) {
    const part = names.slice(i, i + 8)
    const png = join(work, 'part.png')
    paint(part.map((n) => `<img src="${svg(n, scenes[n])}" width="800" height="800">`).join(''), 1600, 3200, png)
    part.forEach((n, k) => pack(png, (k % 2) * 800, Math.floor(k / 2) * 800, 800, 800, join(here, `../media/${n}.jpg`), 60000))
  }
}

function brand() {
  mkdirSync(join(here, '../brand'), { recursive: true })
  const out = (n) => join(here, '../brand', n)
  writeFileSync(out('logo.svg'), logo())
  writeFileSync(join(work, 'logo.svg'), logo())
  paint('<img src="logo.svg" width="256" height="256">', 256, 256, out('logo-256.png'))
  writeFileSync(join(work, 'banner.svg'), banner())
  paint('<img src="banner.svg" width="1600" height="600">', 1600, 600, join(work, 'banner.png'))
  pack(join(work, 'banner.png'), 0, 0, 1600, 600, out('banner.jpg'), 160000)
}

const args = process.argv.slice(2)
const to = args[0] === '--sheet' ? args.splice(0, 2)[1] : ''
const names = args.length ? Object.keys(scenes).filter((n) => args.some((a) => n.startsWith(a))) : Object.keys(scenes)
if (to) sheet(to, names)
else {
  pictures(names)
  if (!args.length || args.includes('brand')) brand()
}
rmSync(work, { recursive: true, force: true })
