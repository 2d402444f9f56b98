/** Turns a message's plain text into paragraphs and real lists. */
import { make } from './dom.js';

/** @typedef {{kind: 'paragraph', text: string} | {kind: 'list', items: string[]}} Block */

/** Lines that begin with "- " are a list; an empty line ends a paragraph. @param {string} text @returns {Block[]} */
export function blocks(text) {
  /** @type {Block[]} */
  const found = [];
  let open = false; // whether the next line goes on with the last block
  for (const line of text.trim().split('\n')) {
    const item = /^\s*[-•] +(.*)$/.exec(line)?.[1];
    const last = open ? found.at(-1) : undefined;
    open = line.trim() !== '';
    if (!open) continue;
    if (item === undefined) last?.kind === 'paragraph' ? (last.text += `\n${line}`) : found.push({ kind: 'paragraph', text: line });
    else last?.kind === 'list' ? last.items.push(item) : found.push({ kind: 'list', items: [item] });
  }
  return found;
}

/** @param {string} text @returns {Node[]} */
export function draw(text) {
  return blocks(text).map((block) => (block.kind === 'paragraph'
    ? make('p', {}, block.text)
    : make('ul', {}, ...block.items.map((item) => make('li', {}, item)))));
}
