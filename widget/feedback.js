/** "Did this help?" under the newest whole answer about a topic; never under one about danger. */
import { button, make, tell } from './dom.js';
import { say } from './words.js';

export class Feedback {
  /** @type {HTMLElement | null} */
  #row = null;

  /** @param {HTMLElement} message @param {import('./log.js').Entry} entry */
  offer(message, entry) {
    if (entry.author === 'notice') return;
    if (this.#row?.querySelector('button')) this.#row.remove();
    if (!entry.final || !entry.topic || entry.danger) return;
    const answer = (/** @type {boolean} */ helpful) => () => {
      tell(message, 'guide:feedback', { seq: entry.seq, helpful });
      row.replaceChildren(make('span', { role: 'status', tabindex: '-1' }, say('thanks')));
      /** @type {HTMLElement} */ (row.firstChild).focus();
    };
    const row = make('div', { class: 'feedback', role: 'group', 'aria-label': say('helpful') },
      make('span', {}, say('helpful')), button(say('yes'), answer(true), 'plain'), button(say('no'), answer(false), 'plain'));
    message.append(row);
    this.#row = row;
  }
}
