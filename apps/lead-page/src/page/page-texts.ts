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

/** A text with `{0}` replaced. */
export const fillText = (name: PageTextKey, value: string): string => pageText(name).replace('{0}', value);

/** A date without its time, such as `3 Nov 2026`, on one line. */
export const formatDate = (date: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' })
    .format(new Date(date))
    .replaceAll(' ', '\u00a0');

export const formatCount = (count: number): string => new Intl.NumberFormat(locale()).format(count);

export const unrankedTitle = (): string => globalThis.leadlight.labels.Leadlight_Unranked_Title ?? '';
