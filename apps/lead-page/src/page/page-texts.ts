import type { PageTextKey } from '../page-text-key.ts';

/** The locale and the texts of the page, from the server's `/texts.js`. */
interface PageTexts {
  readonly locale: string;
  readonly timeZone: string;
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly page: Readonly<Record<PageTextKey, string>>;
}

declare global {
  var leadlight: PageTexts;
}

export const pageText = (name: PageTextKey): string => globalThis.leadlight.page[name];

export const languages = () => globalThis.leadlight.languages;

export const locale = (): string => globalThis.leadlight.locale;
