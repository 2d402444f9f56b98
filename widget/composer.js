/** Where the visitor writes. Enter sends, Shift+Enter breaks the line; unsent text survives a reload. Tells `guide:say`. */
import { find, tell } from './dom.js';
import { say } from './words.js';

const LONGEST = 2000;
const NEAR = 200; // from here on we say how many characters are left

export class Composer {
  /** @type {HTMLFormElement} */
  form = find('composer');
  /** @type {HTMLTextAreaElement} */
  field = find('text');
  help = find('text-help');

  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
    this.field.placeholder = say('write');
    this.field.value = store.read('draft', '');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.field.addEventListener('input', () => this.#written());
    this.#written();
  }

  /** Puts the cursor here, except where that would raise an on-screen keyboard unasked. */
  focus() {
    if (matchMedia('(pointer: fine)').matches) this.field.focus();
    else find('talk').focus({ preventScroll: true });
  }

  /** @param {string} text */
  fill(text) {
    this.field.value = text;
    this.#written();
  }

  /** @param {boolean} on */
  enable(on) {
    this.form.hidden = !on;
  }

  #send() {
    const text = this.field.value.trim();
    this.field.focus();
    if (!text || this.#over(text) > 0) return;
    this.fill('');
    tell(this.form, 'guide:say', text);
  }

  /** @param {string} text */
  #over(text) {
    return [...text].length - LONGEST;
  }

  #written() {
    const over = this.#over(this.field.value.trim());
    this.store.write('draft', this.field.value);
    this.field.setAttribute('aria-invalid', String(over > 0));
    const message = over > 0 ? say('too_long', { n: over }) : over > -NEAR ? say('left', { n: -over }) : '';
    this.help.textContent = message;
    this.help.hidden = !message;
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight + 2}px`; // the borders; CSS sets the most
  }
}
