import { mockLabels } from './mock-labels.cjs';

/** Mocks the labels and the locale of another language. Must be called before a component is imported. */
export function useLanguage(language: string, locale: string): void {
  mockLabels(language);
  jest.doMock('@salesforce/i18n/locale', () => ({ __esModule: true, default: locale }), { virtual: true });
}
