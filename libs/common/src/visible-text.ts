/**
 * Control characters except line breaks and tabs, which a terminal executes, and characters that reorder text, so that it looks
 * different from what it is. @source Unicode, "Unicode Bidirectional Algorithm" (UAX 9), section 2
 */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text from files, orgs and requests as it may be written to a terminal or a log: control characters become visible, in the
 * notation of JSON. So a JSON document keeps its meaning, and a text without such characters stays as it is.
 *
 * ```ts
 * visibleText('red: \u001b[31m'); // 'red: \\u001b[31m'
 * ```
 */
export const visibleText = (text: string): string =>
  text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
