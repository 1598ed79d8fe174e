import { useLanguage } from './use-language';
import type * as Page from './page';

/** Custom elements belong to the window, so one engine must register all of them. */
const engine = jest.requireActual<object>('lwc');

/** Loads a component and the helpers of the page anew, because components read their labels when they are loaded. */
export function loadInLanguage(
  component: string,
  language: string,
  locale: string,
): typeof Page & { readonly Component: Parameters<typeof Page.show>[1] } {
  jest.resetModules();
  jest.doMock('lwc', () => engine);
  useLanguage(language, locale);
  const { default: Component } = jest.requireActual<{ default: Parameters<typeof Page.show>[1] }>(component);
  return { ...jest.requireActual<typeof Page>('./page'), Component };
}
