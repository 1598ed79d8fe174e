const NOT_ASCII = /[^\x20-\x7e]/;
const SPACES = /\s+/g;
/** Characters without width, which web pages leave in copied text. */
const NO_WIDTH = /[\u00ad\u200b\u2060\ufeff]/g;

/** A cell without surrounding spaces, and with ordinary spaces and digits instead of their typographic variants. */
export const plainText = (text: string): string =>
  (NOT_ASCII.test(text) ? text.normalize('NFKC').replaceAll(NO_WIDTH, '') : text).trim();

/** What texts have in common that differ only by case and spaces. */
export const foldText = (text: string): string => plainText(text).replaceAll(SPACES, ' ').toLowerCase();
