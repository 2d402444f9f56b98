/** The way out: covers the screen, forgets all that this tab held, and goes to a neutral site. By button, or Shift three times. */
import { find } from './dom.js';

const WITHIN = 5000;

export class Exit {
  site = 'https://www.weather.gov/';

  /** @param {import('./store.js').Store} store @param {import('./bridge.js').Bridge} bridge */
  constructor(store, bridge) {
    this.store = store;
    this.bridge = bridge;
    find('leave').addEventListener('click', () => this.leave());
    onThreeShifts(() => this.leave());
    bridge.addEventListener('forget', () => this.#forget());
  }

  leave() {
    this.#forget();
    if (!this.bridge.embedded) return location.replace(this.site);
    this.bridge.say('exit');
    // Should the host page not answer: a visitor's own press lets us move it ourselves.
    setTimeout(() => window.top?.location.replace(this.site), 400);
  }

  #forget() {
    document.documentElement.className = 'covered';
    document.title = '…';
    this.store.seal();
    find('text').value = '';
    for (const id of ['start', 'log', 'pending', 'choices', 'sheet']) find(id).replaceChildren();
  }
}

/** Shift by itself: used with another key it writes a capital letter. @param {() => void} act */
function onThreeShifts(act) {
  /** @type {number[]} */
  let presses = [];
  let alone = false;
  window.addEventListener('keydown', ({ key }) => { alone = key === 'Shift'; }, true);
  window.addEventListener('keyup', ({ key, timeStamp }) => {
    presses = key === 'Shift' && alone ? [...presses, timeStamp].filter((at) => timeStamp - at < WITHIN) : [];
    if (presses.length > 2) act();
  }, true);
}
