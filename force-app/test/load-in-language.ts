import { useLanguage } from './use-language';
import type * as Page from './page';

/** Custom elements belong to the window, so one engine must register all of them. */
const engine = jest.requireActual<object>('lwc');

type Loaded = typeof Page & { readonly Component: Parameters<typeof Page.show>[1] };
const loaded = new Map<string, Loaded>();

/** A component and the helpers of the page, loaded once for each language, because components read their labels when they are loaded. */
export function loadInLanguage(component: string, language: string, locale: string): Loaded {
  const key = `${component} ${language} ${locale}`;
  const known = loaded.get(key);
  if (known !== undefined) return known;
  jest.resetModules();
  jest.doMock('lwc', () => engine);
  useLanguage(language, locale);
  const { default: Component } = jest.requireActual<{ default: Loaded['Component'] }>(component);
  const result = { ...jest.requireActual<typeof Page>('./page'), Component };
  loaded.set(key, result);
  return result;
}
