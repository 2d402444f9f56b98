/** The site's own colour, made readable on our paper in light and dark. Fetched where a site gives one. */

const root = document.documentElement;
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** @param {number[]} rgb @returns {number} relative luminance (WCAG) */
const luminance = (rgb) => rgb
  .map((value) => value / 255)
  .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);

/** @param {number[]} a @param {number[]} b @returns {number} contrast ratio (WCAG) */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Moves a colour towards ink until it reads on paper. @param {number[]} rgb @param {number[]} paper @param {number[]} ink */
export function readable(rgb, paper, ink) {
  let colour = rgb;
  for (let step = 1; step <= 10 && contrast(colour, paper) < 4.5; step++) {
    colour = rgb.map((value, at) => Math.round(value + (ink[at] - value) * step / 10));
  }
  return colour;
}

/** Takes the site's colour. @param {string} accent */
export function paint(accent) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(accent)?.[1];
  if (!hex) return;
  const given = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const apply = () => {
    const [paper, ink] = DARK.matches ? [[20, 25, 31], [232, 237, 240]] : [[255, 253, 249], [29, 39, 51]];
    const colour = readable(given, paper, ink);
    const on = [[255, 255, 255], [14, 26, 25]].sort((a, b) => contrast(b, colour) - contrast(a, colour))[0];
    root.style.setProperty('--accent', `rgb(${colour})`);
    root.style.setProperty('--on-accent', `rgb(${on})`);
  };
  apply();
  DARK.addEventListener('change', apply);
}
