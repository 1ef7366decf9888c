// The shop's colors, by the codes of shop.json.
export const colors = {
  mint: '#a8c8b4',
  sand: '#d8c09a',
  black: '#3b3a3c',
  milk: '#f1e9db',
  terracotta: '#c4704e',
  blue: '#40597f',
  green: '#6b7f58',
  linen: '#d3c3a5',
  white: '#f4f1ea',
  mustard: '#d3a13d',
  gray: '#a2a19e',
  red: '#b8443a',
  rose: '#cf9c95',
}
