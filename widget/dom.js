/** Makes elements and tells events. Data only ever becomes text or an attribute, never markup. */

/**
 * @param {string} name
 * @param {Record<string, any>} [attributes] `on…` adds a listener; true makes a bare attribute; false, null, undefined none
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return node;
}

/**
 * A button.
 * @param {string} label @param {(event: MouseEvent) => void} onclick @param {string} [kind] its class
 * @returns {HTMLButtonElement}
 */
export function button(label, onclick, kind) {
  return /** @type {HTMLButtonElement} */ (make('button', { type: 'button', class: kind, onclick }, label));
}

/** Tells what happened, up to the document. @param {EventTarget} from @param {string} type @param {any} [detail] */
export function tell(from, type, detail) {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
}

/**
 * Listens to several events at once.
 * @param {EventTarget} to @param {Record<string, (event: any) => void>} acts
 */
export function heed(to, acts) {
  for (const [type, act] of Object.entries(acts)) to.addEventListener(type, act);
}

/** Finds an element that chat.html has. @param {string} id @returns {any} */
export const find = (id) => document.getElementById(id);

/** @type {Map<string, Promise<void>>} */
const styled = new Map();

/** Fetches a stylesheet of this folder, once; a failure can be tried again. @param {string} name */
export function style(name) {
  const coming = styled.get(name) ?? new Promise((done, failed) => {
    const link = make('link', { rel: 'stylesheet', href: new URL(name, import.meta.url).href, onload: () => done(undefined), onerror: () => {
      styled.delete(name);
      link.remove();
      failed(new Error(name));
    } });
    document.head.append(link);
  });
  styled.set(name, coming);
  return coming;
}
