/** Quick replies under the last message; gone once used. */
import { button, tell } from './dom.js';

/** @param {HTMLElement} place @param {{id: string, label: string}[]} choices */
export function showChoices(place, choices) {
  place.hidden = !choices.length;
  place.replaceChildren(...choices.map((choice) => button(choice.label, () => tell(place, 'guide:choose', choice), 'choice')));
}
