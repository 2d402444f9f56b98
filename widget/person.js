/** What belongs to a person in the talk: the brief that is passed on, the callback form, a rating. Fetched when it is first needed. */
import { button, find, make } from './dom.js';
import { say } from './words.js';

/** @typedef {import('./api.js').Api} Api */

/** Shows what a representative would see while one is waited for or there; takes it away after. */
export class Brief {
  box = make('section', { id: 'brief', 'aria-label': say('brief'), hidden: true });

  /** @param {Api} api */
  constructor(api) {
    this.api = api;
    find('turn').after(this.box);
  }

  /** @param {string} state */
  async take(state) {
    const wanted = state === 'waiting' || state === 'live';
    if (!wanted) this.box.hidden = true;
    if (!wanted || !this.box.hidden) return;
    const brief = await this.api.call('GET', '/brief').catch(() => null);
    if (!brief) return;
    this.box.hidden = false;
    if (brief.share === null) this.#ask(brief);
    else this.#decided(brief);
  }

  /** @param {any} brief */
  #ask(brief) {
    const field = /** @type {HTMLTextAreaElement} */ (make('textarea', { id: 'brief-text', rows: 1, maxlength: 1000 }));
    field.value = brief.text;
    const status = make('p', { role: 'status' });
    const decide = (/** @type {boolean} */ share) => async () => {
      const text = field.value.trim();
      const kept = await this.api.call('PUT', '/brief', { share, text: share ? text : '' }).catch(() => null);
      if (!kept) return void (status.textContent = say('failed'));
      this.#decided(kept);
      this.box.querySelector('button')?.focus();
    };
    this.box.replaceChildren(
      make('p', {}, say('brief_ask')),
      make('label', { for: 'brief-text' }, say('brief_want')), field,
      make('p', { class: 'quiet' }, brief.danger.length ? brief.always : '', ' ', say('brief_until')),
      make('p', { class: 'row' }, button(say('brief_yes'), decide(true), 'primary'), button(say('brief_no'), decide(false))), status);
  }

  /** @param {any} brief */
  #decided(brief) {
    const change = button(say('brief_change'), () => {
      this.#ask(brief);
      this.box.querySelector('textarea')?.focus();
    }, 'plain');
    this.box.replaceChildren(make('p', {}, brief.share ? say('brief_shared') : say('brief_refused'), ' ', change));
  }
}

/** Five steps from "not at all" to "very much", once. @param {HTMLElement} message @param {Api} api */
export function offerRating(message, api) {
  for (const old of document.querySelectorAll('.rating')) old.remove();
  const steps = [1, 2, 3, 4, 5].map((step) => button(String(step), async () => {
    const kept = await api.call('POST', '/feedback', { rating: step }).then(() => true, () => false);
    row.replaceChildren(make('span', { role: 'status', tabindex: '-1' }, say(kept ? 'thanks' : 'failed')));
    /** @type {HTMLElement} */ (row.firstChild).focus();
  }));
  const row = make('div', { class: 'rating', role: 'group', 'aria-label': say('rate') }, make('span', {}, say('rate')), ...steps,
    make('span', { class: 'quiet' }, say('rate_ends')));
  message.append(row);
}

/**
 * Draws the callback form into a card.
 * @param {HTMLElement} place @param {any} card @param {Api} api
 */
export async function drawCallback(place, card, api) {
  const now = await api.call('GET', '/callback').catch(() => null);
  if (!now?.form) return;
  if (now.callback) noted(place, now.form, now.callback, api);
  else form(place, now.form, null, api);
}

/** @param {HTMLElement} place @param {any} card @param {any} callback @param {Api} api */
function noted(place, card, callback, api) {
  const status = make('p', { role: 'status' });
  const cancel = button(say('callback_cancel'), async () => {
    if (await api.call('DELETE', '/callback').then(() => true, () => false)) form(place, card, null, api);
    else status.textContent = say('failed');
  });
  place.replaceChildren(make('p', {}, say('callback_noted', { day: callback.day, time: callback.time })),
    make('p', { class: 'row' }, button(say('callback_change'), () => form(place, card, callback, api)), cancel), status);
}

/** @param {HTMLElement} place @param {any} card @param {any} before @param {Api} api */
function form(place, card, before, api) {
  const status = make('p', { role: 'alert' });
  const fields = card.fields.map((/** @type {any} */ field) => draw(field, before?.[field.name], card));
  const agree = make('label', { class: 'check' }, make('input', { type: 'checkbox', name: 'agree', required: true }), make('span', {}, card.consent.text));
  const node = /** @type {HTMLFormElement} */ (make('form', { class: 'callback-form' }, ...fields, agree,
    make('p', { class: 'row' }, make('button', { class: 'primary' }, say('callback_send'))), status));
  node.addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(node));
    delete data.agree;
    const answer = await api.call('POST', '/callback', { ...data, voicemail: data.voicemail === 'yes', consent: card.consent.id }).catch((problem) => problem);
    if (answer.callback) return noted(place, card, answer.callback, api);
    status.textContent = answer.status === 422 && answer.detail ? answer.detail.replace(/^[a-z ]+: ?/, '').replace(/^./, (/** @type {string} */ first) => first.toUpperCase()) : say('failed');
  });
  place.replaceChildren(make('h2', {}, say('callback')), card.hours ? make('p', { class: 'quiet' }, `${card.hours} (${card.hours_zone})`) : '', node);
}

/** @param {any} field @param {any} value @param {any} card */
function draw(field, value, card) {
  const common = { name: field.name, id: `callback-${field.name}`, required: true };
  if (field.type === 'choice' || field.type === 'yes_no') {
    const options = field.options ?? [{ value: 'no', label: say('no') }, { value: 'yes', label: say('yes') }];
    const chosen = value === true ? 'yes' : value === false ? 'no' : value;
    return make('label', {}, field.label, make('select', common, ...options.map((/** @type {any} */ one) =>
      make('option', { value: one.value, selected: one.value === chosen }, one.label))));
  }
  const kinds = /** @type {Record<string, object>} */ ({
    date: { type: 'date', min: field.from, max: field.to },
    time: { type: 'time' },
    zone: { type: 'text', value: Intl.DateTimeFormat().resolvedOptions().timeZone, autocomplete: 'off' },
    text: { type: 'text', maxlength: field.longest, autocomplete: 'off' },
  });
  return make('label', {}, field.label, make('input', { ...common, ...(kinds[field.type] ?? kinds.text), ...(value ? { value } : {}) }));
}
