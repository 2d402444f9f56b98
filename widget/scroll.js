/** Keeps the newest in view while the visitor is at the end, and offers a way down when they are not. */
import { find } from './dom.js';

const NEAR = 60;

export class Scroll {
  /** @type {HTMLElement} */
  room = find('talk');
  /** @type {HTMLButtonElement} */
  jump = find('jump');
  #following = true;
  #atEnd = true;
  #put = 0; // where we scrolled to ourselves

  constructor() {
    this.room.addEventListener('scroll', () => this.#scrolled());
    this.jump.addEventListener('click', () => {
      this.toEnd();
      this.room.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.#following && this.#atEnd && this.toEnd()).observe(this.room);
  }

  toEnd() {
    this.#to(find('said').hidden ? 0 : this.#end);
  }

  get #end() {
    return this.room.scrollHeight - this.room.clientHeight;
  }

  /** Something came: its end is shown, or its beginning where it is longer than the room. @param {HTMLElement} [first] its first message */
  came(first) {
    if (this.#following) this.#to(Math.min(this.#end, first ? first.offsetTop : Infinity));
    this.jump.hidden = this.#end - this.room.scrollTop < NEAR;
  }

  /** @param {number} top */
  #to(top) {
    this.#following = true;
    this.jump.hidden = true;
    this.room.scrollTop = top;
    this.#put = this.room.scrollTop;
    this.#atEnd = this.#end - this.#put < NEAR;
  }

  #scrolled() {
    const { scrollTop } = this.room;
    this.#atEnd = this.#end - scrollTop < NEAR;
    if (this.#atEnd) this.#following = true;
    else if (scrollTop < this.#put - NEAR) this.#following = false;
    if (this.#atEnd) this.jump.hidden = true;
  }
}
