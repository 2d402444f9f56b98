/** What changes the look while running: the visitor's text size, the room an on-screen keyboard leaves. */

const root = document.documentElement;
const SIZES = ['', '118%', '137%'];

/** @param {number} step 0, 1 or 2 */
export function resizeText(step) {
  root.style.fontSize = SIZES[step] ?? '';
}

/** Keeps the composer above an on-screen keyboard (within a frame the host page does it). */
export function followKeyboard() {
  const view = window.visualViewport;
  if (!view || window.parent !== window) return;
  const fit = () => {
    if (view.scale === 1) root.style.setProperty('--height', `${view.height}px`);
    if (view.scale === 1 && view.offsetTop) window.scrollTo(0, 0);
  };
  view.addEventListener('resize', fit);
  view.addEventListener('scroll', fit);
}
