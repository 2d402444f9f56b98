/** The interface's words in the visitor's language; English where a language or a word is not there yet. */
import en from './words.en.js';

const READY = ['en']; // languages with a words.<language>.js beside this file
/** @type {Record<string, string>} */
let words = en;
export let language = 'en';

/** Chooses the language. @param {string} locale such as "es-MX" */
export async function speak(locale) {
  const wanted = locale.slice(0, 2).toLowerCase();
  if (!READY.includes(wanted)) return;
  language = wanted;
  if (wanted !== 'en') words = { ...en, ...(await import(`./words.${wanted}.js`)).default };
}

/**
 * Returns a label with its {gaps} filled.
 * @param {keyof typeof en} key
 * @param {Record<string, string | number>} [gaps]
 */
export function say(key, gaps = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, gap) => String(gaps[gap]));
}

/** Returns the time of day of a moment, as people write it. @param {string} moment ISO 8601 */
export function timeOfDay(moment) {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(new Date(moment));
}

/** Returns day and time of a moment. @param {string} moment ISO 8601 */
export function dayAndTime(moment) {
  return new Intl.DateTimeFormat(language, { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(new Date(moment));
}

/** Returns the names of languages. @param {string[]} codes */
export function languageNames(codes) {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return codes.map((code) => names.of(code)).join(', ');
}
