/** Draws cards: a contact with its big actions, a link, a keepsake; anything else by its plain text. */
import { make, tell } from './dom.js';
import { draw } from './text.js';
import { languageNames, say } from './words.js';

const SAFE = ['tel:', 'sms:', 'https:'];

/** A link that calls, texts or opens; null for any other address. @param {{label: string, to: string}} action */
export function actionLink({ label, to }) {
  const protocol = /^[a-z]+:/.exec(to)?.[0] ?? '';
  if (!SAFE.includes(protocol)) return null;
  const opens = protocol === 'https:';
  const away = opens ? { target: '_blank', rel: 'noopener noreferrer' } : {};
  return make('a', { class: 'action', href: to, ...away, 'aria-label': opens && say('new_tab', { label }) }, label);
}

/** @type {Record<string, (card: any) => (Node | null)[]>} */
const kinds = {
  contact: (card) => [
    make('h2', {}, card.name),
    card.why && make('p', {}, card.why),
    card.hours && make('p', { class: 'quiet' }, card.hours),
    card.languages?.length > 1 && make('p', { class: 'quiet' }, languageNames(card.languages)),
    ...card.actions.map(actionLink),
  ],
  callback_form: (card) => {
    const place = make('div', { class: 'callback-place' }, card.text);
    tell(document, 'guide:callback_card', { place, card });
    return [place];
  },
  link: (card) => [actionLink(card)],
  keepsake: (card) => [make('h2', {}, card.title), make('ul', {}, ...card.lines.map((/** @type {string} */ line) => make('li', {}, line)))],
};

/** @param {any} card @param {boolean} [care] whether there is danger */
export function drawCard(card, care) {
  const parts = kinds[card.kind]?.(card) ?? draw(card.text ?? '');
  return make('div', { class: `card ${card.kind}${care ? ' care' : ''}`, lang: card.lang }, ...parts);
}
