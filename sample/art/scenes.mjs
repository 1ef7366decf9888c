// Every picture of the shop by its name: the product's slug and the color it shows.
import { scenes as home } from './scenes-home.mjs'
import { scenes as tea } from './scenes-tea.mjs'
import { scenes as wear } from './scenes-wear.mjs'

export const scenes = { ...tea, ...wear, ...home }
