import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TRANSLATIONS = join(__dirname, '../languages/translations');

/** Mocks the labels and the locale of another language. Must be called before a component is imported. */
export function useLanguage(language: string, locale: string): void {
  const xml = readFileSync(join(TRANSLATIONS, `${language}.translation-meta.xml`), 'utf8');
  for (const [, text, name] of xml.matchAll(/<label>([\s\S]*?)<\/label>\s*<name>(\w+)<\/name>/g)) {
    jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: text }), { virtual: true });
  }
  jest.doMock('@salesforce/i18n/locale', () => ({ __esModule: true, default: locale }), { virtual: true });
}
