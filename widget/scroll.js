/** Keeps the newest in view while the visitor is at the end, and offers a way down when they are not. */
import { find } from './dom.js';

const NEAR = 60;

export class Scroll {
  /** @type {HTMLElement} */
  room = find('talk');
  /** @type {HTMLButtonElement} */
  jump = find('jump');
  #following = true;
  #put = 0; // where we scrolled to ourselves

  constructor() {
    this.room.addEventListener('scroll', () => this.#scrolled());
    this.jump.addEventListener('click', () => {
      this.toEnd();
      this.room.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.#following && this.toEnd()).observe(this.room);
  }

  toEnd() {
    this.#to(this.room.scrollHeight);
  }

  /** Something came. @param {HTMLElement | null} [asked] the visitor's message that it follows, which stays in view */
  came(asked) {
    if (!this.#following) this.jump.hidden = false;
    else this.#to(Math.min(this.room.scrollHeight - this.room.clientHeight, asked ? asked.offsetTop - 8 : Infinity));
  }

  /** @param {number} top */
  #to(top) {
    this.#following = true;
    this.jump.hidden = true;
    this.room.scrollTop = top;
    this.#put = this.room.scrollTop;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.room;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#following = true;
    else if (scrollTop < this.#put - NEAR) this.#following = false;
    if (this.#following) this.jump.hidden = true;
  }
}
