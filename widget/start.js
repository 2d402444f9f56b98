/** What stands in the room before anything is stored: who is here, what is kept, and where to turn in danger. */
import { button, make, tell } from './dom.js';
import { say } from './words.js';

/** @param {HTMLElement} place @param {import('./site.js').Site} site @param {string} [opening] the host's own line */
export function showStart(place, site, opening) {
  place.replaceChildren(
    make('h2', { tabindex: '-1' }, opening || site.opening),
    make('p', {}, site.notice.text),
    make('p', {}, say('kept', { kept: site.kept })),
    site.policy ? make('p', {}, make('a', { href: site.policy, target: '_blank', rel: 'noopener noreferrer' }, say('policy'))) : '',
    button(say('start'), () => tell(place, 'guide:start'), 'primary'),
    make('p', { class: 'quiet' }, say('start_hint')),
    urgent(site.emergency),
  );
}

/** Stays as it is while we keep trying, so that nobody's focus is lost. @param {HTMLElement} place */
export function showUnreachable(place) {
  if (place.querySelector('.unreachable')) return;
  const again = button(say('try_again'), () => tell(place, 'guide:hurry'), 'unreachable');
  place.replaceChildren(make('p', { role: 'status' }, say('site_failed')), again, make('p', {}, say('urgent'), ' ', helplines()));
}

/** @param {HTMLElement} place @param {'erased' | 'gone'} how */
export function showOver(place, how) {
  const heading = make('h2', { tabindex: '-1' }, say(how));
  place.replaceChildren(heading, make('p', {}, say(`${how}_more`)), button(say('new'), () => tell(place, 'guide:again'), 'primary'));
  heading.focus();
}

/** The first action of each emergency contact, in one line. @param {any[]} contacts */
function urgent(contacts) {
  const links = contacts.flatMap(({ name, actions = [] }) => actions.slice(0, 1).map((/** @type {any} */ action) => make('li', {},
    make('a', { href: /^(tel|sms|https):/.test(action.to) && action.to }, action.label), make('span', { class: 'quiet' }, name))));
  return make('div', { class: 'urgent' }, make('p', {}, say('urgent')), make('ul', {}, ...links), make('p', {}, helplines()));
}

/** All helplines, on a page of their own that needs no script. */
function helplines() {
  return make('a', { href: '/contacts', target: '_blank', rel: 'noopener' }, say('new_tab', { label: say('helplines') }));
}
