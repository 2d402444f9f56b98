/** A page over the conversation, below the header, so that the way out stays in view. Escape or its button goes back. */
import { button, find, make } from './dom.js';
import { say } from './words.js';

export class Sheet {
  /** @type {HTMLElement} */
  place = find('sheet');
  /** @type {HTMLButtonElement} */
  opener = find('menu');

  constructor() {
    document.addEventListener('guide:over', () => this.close());
    this.place.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
  }

  get isOpen() {
    return !this.place.hidden;
  }

  /** @param {string} title @param {...(Node | string | null | false | undefined)} content */
  show(title, ...content) {
    const heading = make('h2', { id: 'sheet-title', tabindex: '-1' }, title);
    this.place.replaceChildren(heading, .../** @type {Node[]} */ (content.filter(Boolean)), button(say('back'), () => this.close(), 'back'));
    this.#cover(true);
    heading.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.#cover(false);
    this.place.replaceChildren();
    this.opener.focus();
  }

  /** @param {boolean} on */
  #cover(on) {
    this.place.hidden = !on;
    find('room').inert = on;
    this.opener.setAttribute('aria-expanded', String(on));
  }
}
