import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startFixturePage, type FixturePage } from './fakes.ts';

/** Serves the fixture page to the tests of the calling file or suite. Each test starts without requests and queries. */
export function useFixturePage(): Omit<FixturePage, 'close'> {
  let page: FixturePage;
  beforeAll(async () => {
    page = await startFixturePage();
  });
  afterAll(() => page.close());
  beforeEach(() => {
    page.api.respondWith();
    page.org.queries.length = 0;
  });
  return {
    get url() {
      return page.url;
    },
    get org() {
      return page.org;
    },
    get api() {
      return page.api;
    },
  };
}
