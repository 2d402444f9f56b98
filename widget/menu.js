/** The menu and the pages behind it. Fetched when it is first needed. */
import { button, make } from './dom.js';
import { drawCard } from './cards.js';
import { isOfViolence } from './log.js';
import { resizeText } from './look.js';
import { Sheet } from './sheet.js';
import { dayAndTime, say } from './words.js';

/** @typedef {import('./main.js').App} App */

const sheet = new Sheet();

/** @param {App} app */
export function toggleMenu(app) {
  if (sheet.isOpen) sheet.close();
  else showMenu(app);
}

/** @param {App} app */
function showMenu(app) {
  const begun = Boolean(app.api.session);
  const item = (/** @type {keyof typeof import('./words.en.js').default} */ word, /** @type {(app: App) => void} */ act) => make('li', {}, button(say(word), () => act(app), 'item'));
  sheet.show(say('menu'), make('ul', { class: 'menu' },
    item('talk', askForPerson),
    begun && item('transcript', showTranscript),
    begun && !app.conversation.log.messages.some(isOfViolence) && item('keep', showKeep),
    item('size', showSizes),
    item('privacy', showPrivacy),
    begun && item('erase', showErase)));
}

/** @param {App} app */
export async function askForPerson(app) {
  if (!app.api.session) return sheet.show(say('talk'), make('p', {}, say('person_first')));
  const answer = await app.api.askForPerson().catch((problem) => (problem.status === 501 ? { available: false } : null));
  if (!answer) return sheet.show(say('talk'), make('p', {}, say('failed')), button(say('try_again'), () => askForPerson(app)));
  if (answer.available !== false) return sheet.show(say('talk'), make('p', {}, say('person_asked')));
  sheet.show(say('talk'),
    make('p', {}, say('person_none'), answer.opens_at ? ` ${say('person_opens', { when: dayAndTime(answer.opens_at) })}` : ''),
    make('p', {}, say('person_urgent')),
    ...(app.site?.emergency ?? []).map((card) => drawCard(card, true)));
}

/** @param {App} app */
async function showTranscript(app) {
  const text = await app.api.transcript().catch(() => null);
  if (text === null) return sheet.show(say('transcript'), make('p', {}, say('failed')), button(say('try_again'), () => showTranscript(app)));
  sheet.show(say('transcript'),
    make('p', { class: 'quiet' }, say('transcript_note')),
    make('p', { class: 'row' }, button(say('print'), () => window.print()), button(say('save'), () => save(text))),
    make('pre', { tabindex: '0', 'aria-label': say('transcript') }, text));
}

/** @param {string} text */
function save(text) {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  make('a', { href, download: say('file') }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/** @param {App} app */
function showSizes(app) {
  const now = app.store.read('size', 0);
  const sizes = /** @type {const} */ (['size_0', 'size_1', 'size_2']).map((word, step) => make('label', {},
    make('input', { type: 'radio', name: 'size', checked: step === now, onchange: () => {
      app.store.write('size', step);
      resizeText(step);
    } }), say(word)));
  sheet.show(say('size'), make('div', { class: 'sizes', role: 'radiogroup', 'aria-labelledby': 'sheet-title' }, ...sizes));
}

/** The visitor's choice to keep the token on this device; not offered once violence is known. @param {App} app */
function showKeep(app) {
  const status = make('p', { role: 'status' }, say(app.store.kept ? 'keep_is' : 'keep_is_not'));
  const choose = (/** @type {boolean} */ on) => () => {
    const kept = app.store.keep(on);
    status.textContent = say(kept ? 'keep_is' : on ? 'keep_failed' : 'keep_is_not');
  };
  sheet.show(say('keep'), make('p', {}, say('keep_ask')), make('p', { class: 'row' }, button(say('keep_yes'), choose(true)), button(say('keep_no'), choose(false))), status);
}

/** @param {App} app */
function showErase(app) {
  const status = make('p', { role: 'status' });
  const erase = async () => {
    yes.disabled = true;
    try {
      await app.conversation.erase();
    } catch {
      yes.disabled = false;
      status.textContent = say('erase_failed');
    }
  };
  const yes = button(say('erase_yes'), erase, 'primary');
  sheet.show(say('erase'), make('p', {}, say('erase_ask')), make('p', { class: 'row' }, yes, button(say('erase_no'), () => sheet.close())), status);
}

/** @param {App} app */
function showPrivacy(app) {
  const { site } = app;
  sheet.show(say('privacy'), site && make('p', {}, site.notice.text), site && make('p', {}, say('kept', { kept: site.kept })), make('p', {}, say('privacy_tab')),
    site?.policy && make('p', {}, make('a', { href: site.policy, target: '_blank', rel: 'noopener noreferrer' }, say('policy'))));
}
