/** Keys, sound, title and notification, ready replies, and whether the connection holds. All else is htmx. */
'use strict';

const find = (id) => document.getElementById(id);
const title = document.title;
let leaving = false;
let known = null; // who waited when we last looked
let loud = sessionStorage.getItem('loud') === 'yes';

/** Two soft tones, made here so that no file is fetched. */
function chime() {
  if (!loud || !window.AudioContext) return;
  const audio = new AudioContext();
  [660, 880].forEach((pitch, n) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, audio.currentTime + n * 0.18);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + n * 0.18 + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + n * 0.18);
    tone.stop(audio.currentTime + n * 0.18 + 0.4);
  });
}

/** Says that something is new; on the lock screen no word of a visitor's. @param {string} words */
function tellNews(words) {
  chime();
  if (loud && document.hidden && window.Notification?.permission === 'granted') new Notification('Desk', { body: words, tag: 'desk' });
}

function lookAtQueue() {
  const queue = find('queue');
  if (!queue) return;
  const count = Number(queue.dataset.waiting);
  const ids = queue.dataset.ids.split(' ').filter(Boolean);
  document.title = count ? `(${count}) ${title}` : title;
  if (known && ids.some((id) => !known.includes(id))) tellNews('Somebody waits.');
  known = ids;
}

function toEnd() {
  const log = find('log');
  if (log) log.scrollTop = log.scrollHeight;
}

function offerAlerts() {
  const button = find('alerts');
  if (!button) return;
  button.hidden = loud;
  button.addEventListener('click', async () => {
    loud = true;
    sessionStorage.setItem('loud', 'yes');
    button.hidden = true;
    chime();
    await window.Notification?.requestPermission?.();
  });
}

const keys = {
  n: () => find('take-next')?.click(),
  r: () => find('text')?.focus(),
  c: () => find('ready')?.focus(),
  o: () => find('note')?.focus(),
  g: () => find('hand-back')?.focus(),
  e: () => find('outcome')?.focus(),
  q: () => find('left')?.focus(),
  '?': () => find('keys')?.showModal(),
};

document.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && target.form?.id === 'reply') {
    event.preventDefault();
    return target.form.requestSubmit();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(target.tagName)) return undefined;
  const act = keys[event.key];
  if (!act) return undefined;
  event.preventDefault();
  return act();
});

document.addEventListener('change', ({ target }) => {
  if (target.id !== 'ready' || !target.value) return;
  const text = find('text');
  text.value = text.value ? `${text.value.trimEnd()}\n${target.value}` : target.value;
  target.value = '';
  text.focus();
  text.dispatchEvent(new Event('input', { bubbles: true }));
});

window.addEventListener('pageshow', () => { leaving = false; });
// A page that is being left must not be made anew under it.
document.addEventListener('submit', ({ target }) => { leaving = !target.hasAttribute('hx-post') && target.method !== 'dialog'; });
document.addEventListener('htmx:beforeOnLoad', (event) => { if (leaving) event.preventDefault(); });

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const log = find('log');
  if (detail.target?.id === 'more' && log) detail.target.dataset.follow = String(log.scrollHeight - log.scrollTop - log.clientHeight < 80);
});

document.addEventListener('htmx:afterSettle', ({ target, detail }) => {
  lookAtQueue();
  const sent = detail.requestConfig?.path ?? '';
  if (sent.includes('/new?')) {
    toEnd();
    if (document.hidden) tellNews('A visitor has written.');
  }
  if (sent.endsWith('/reply') && target.id === 'reply') find('text')?.focus();
});
document.addEventListener('htmx:sseOpen', () => { find('lost').hidden = true; });
document.addEventListener('htmx:sseError', () => { find('lost').hidden = false; });
document.addEventListener('htmx:sseBeforeMessage', ({ detail }) => { if (detail.type === 'over') location.href = '/desk/sign-in'; });
document.addEventListener('htmx:sendError', () => { find('lost').hidden = false; });
document.addEventListener('htmx:afterRequest', ({ detail }) => { if (detail.successful) find('lost').hidden = true; });

lookAtQueue();
toEnd();
offerAlerts();
