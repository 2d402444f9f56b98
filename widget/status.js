/** The one quiet line above the composer: offline, reconnecting, typing, waiting, live. */
import { button, find, tell } from './dom.js';
import { say } from './words.js';

const TYPING_FOR = 20000;
const GRACE = 1500; // a connection that is back sooner is not worth a word

export class Status {
  line = find('status');
  turn = find('turn');
  typingLine = find('typing');
  #grace = 0;
  #typing = 0;
  #lost = false;

  constructor() {
    for (const type of ['online', 'offline']) window.addEventListener(type, () => this.#show());
    this.#show();
  }

  /** @param {'live' | 'lost'} how */
  connection(how) {
    clearTimeout(this.#grace);
    if (how === 'live') this.#set(false);
    else this.#grace = setTimeout(() => this.#set(true), GRACE);
  }

  /** @param {string | false} who name of the writer, or false when nobody writes */
  typing(who) {
    clearTimeout(this.#typing);
    this.typingLine.hidden = !who;
    if (!who) return;
    find('typing-who').textContent = say('typing', { who });
    this.#typing = setTimeout(() => this.typing(false), TYPING_FOR);
  }

  /** Whose turn it is. @param {import('./log.js').Entry} state */
  take({ state, position, expected_wait_s: wait, representative }) {
    const words = state === 'waiting'
      ? [say('waiting'), position && say('place', { n: position }), wait && say('minutes', { n: Math.ceil(wait / 60) })]
      : [state === 'live' && say('live', { name: representative?.name || say('a_person') }), state === 'ended' && say('ended')];
    const text = words.filter(Boolean).join(' ');
    this.turn.hidden = !text;
    find('person').hidden = Boolean(text);
    this.turn.replaceChildren(text);
    if (state === 'waiting' || state === 'live') {
      this.turn.append(' ', button(say(state === 'live' ? 'leave_person' : 'stop_waiting'), () => tell(this.turn, 'guide:stop_person'), 'plain'));
    }
    if (state === 'ended') this.turn.append(' ', button(say('new'), () => tell(this.turn, 'guide:again'), 'plain'));
  }

  clear() {
    this.typing(false);
    this.turn.hidden = true;
    find('person').hidden = false;
  }

  /** Says something that no other place says. @param {string} text */
  note(text) {
    this.line.textContent = text;
    this.line.hidden = !text;
  }

  /** @param {boolean} lost */
  #set(lost) {
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#show();
  }

  #show() {
    this.note(!navigator.onLine ? say('offline') : this.#lost ? say('reconnecting') : '');
  }
}
