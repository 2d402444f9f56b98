/** Shows what the visitor wrote while it is on its way: sending; not sent yet, try again; refused. */
import { button, make, tell } from './dom.js';
import { draw } from './text.js';
import { say } from './words.js';

/** @param {HTMLElement} place @param {import('./outbox.js').Pending[]} items */
export function showPending(place, items) {
  place.replaceChildren(...items.map((item, at) => {
    const bubble = make('div', { class: 'bubble' }, ...draw(item.text));
    return make('div', { class: `message visitor pending${at ? '' : ' first'}` }, make('p', { class: 'who' }, say('you')), bubble, progress(item));
  }));
}

/** @param {import('./outbox.js').Pending} item */
function progress({ state }) {
  if (state === 'sent') return null;
  if (state !== 'not_sent') return make('p', { class: 'progress' }, say(state));
  const again = button(say('try_again'), () => tell(again, 'guide:retry'), 'plain');
  return make('p', { class: 'progress' }, say('not_sent'), again);
}
