import { defineConfig } from 'vitest/config';
import shared from '../../vitest.shared.mts';

/** These replace a module, which other tests of the same process would get, too. */
const REPLACING = ['decide-on-shadows', 'lost-claim', 'score-continuously', 'shadow-scoring'].map(
  (name) => `src/**/${name}.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared.test, name: 'shared process', exclude: REPLACING } },
      { test: { ...shared.test, name: 'own process', include: REPLACING, isolate: true } },
    ],
  },
});
