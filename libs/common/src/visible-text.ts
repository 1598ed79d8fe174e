/**
 * Control characters but line breaks and tabs, and the characters that reorder text: a terminal executes the first, and shows
 * something else than what is there for the second. @source Unicode, "Unicode Bidirectional Algorithm" (UAX 9), section 2
 */

const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text from somewhere else as it may be written to a terminal or a log: control characters become visible, in the notation of
 * JSON. So a JSON document keeps its meaning, and a text without such characters stays as it is.
 *
 * ```ts
 * visibleText('red: \u001b[31m'); // 'red: \\u001b[31m'
 * ```
 */
export const visibleText = (text: string): string =>
  text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
