/** Draws the log's messages, grouped by author, each saying in words who wrote it. */
import { make } from './dom.js';
import { draw } from './text.js';
import { drawCard } from './cards.js';
import { say, timeOfDay } from './words.js';

export class Messages {
  /** @type {string} the representative's name, once known */
  representative = '';

  /** @param {HTMLElement} log the element with role=log */
  constructor(log) {
    this.log = log;
  }

  /** Puts a message where its number belongs. @param {import('./log.js').Entry} entry @returns {HTMLElement} */
  add(entry) {
    const node = this.#draw(entry);
    const after = [...this.log.children].findLast((other) => Number(/** @type {HTMLElement} */ (other).dataset.seq) < entry.seq);
    if (after) after.after(node);
    else this.log.prepend(node);
    for (const one of [node.previousElementSibling, node, node.nextElementSibling]) if (one) regroup(/** @type {HTMLElement} */ (one));
    return node;
  }

  clear() {
    this.log.replaceChildren();
  }

  /** @param {import('./log.js').Entry} entry */
  #draw(entry) {
    const author = /** @type {string} */ (entry.author);
    // A message in another language comes with cards in it: a screen reader is to read both as such.
    const first = entry.cards?.[0]?.lang;
    const lang = entry.cards?.every((card) => card.lang === first) ? first : undefined;
    const bubble = make('div', { class: 'bubble', lang }, ...draw(entry.text ?? ''));
    const cards = (entry.cards ?? []).map((card) => drawCard(card, Boolean(entry.danger) || entry.code === 'guide_slow'));
    const who = author !== 'notice' && make('p', { class: 'who' }, ...this.#who(author, entry.name));
    const at = make('time', { datetime: entry.at }, timeOfDay(entry.at));
    return make('div', { class: `message ${author}`, 'data-seq': entry.seq, 'data-author': author }, who, entry.text && bubble, ...cards, at);
  }

  /** @param {string} author @param {string} [name] a representative's own, where the log has it */
  #who(author, name) {
    if (author === 'visitor') return [say('you')];
    if (author === 'guide') return [say('guide'), make('span', {}, ` · ${say('bot')}`)];
    return [name || this.representative || say('a_person'), make('span', {}, ` · ${say('person')}`)];
  }
}

/** Marks whether a message begins and ends a run of one author's. @param {HTMLElement} node */
function regroup(node) {
  const same = (/** @type {Element | null} */ other) => other instanceof HTMLElement && other.dataset.author === node.dataset.author;
  node.classList.toggle('first', !same(node.previousElementSibling));
  node.classList.toggle('last', !same(node.nextElementSibling));
}
