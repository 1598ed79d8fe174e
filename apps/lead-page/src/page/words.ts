import type { PageWord } from '../page-word.ts';

/** What the page's server says of language and place; see `/words.js`. */
interface Words {
  readonly locale: string;
  readonly timeZone: string;
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly page: Readonly<Record<PageWord, string>>;
}

declare global {
  var leadlight: Words;
}

export const word = (name: PageWord): string => globalThis.leadlight.page[name];

export const bandWord = (band: string): string => globalThis.leadlight.labels[`Leadlight_Band_${band}`] ?? band;

export const languages = () => globalThis.leadlight.languages;

export const locale = (): string => globalThis.leadlight.locale;
