import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import shared from '../../vitest.shared.mts';

/** Tests that replace a module, which other tests of the same process would get, too, or would have imported before. */
const replacing = globSync('src/**/*.test.ts', { cwd: import.meta.dirname }).filter((file) =>
  readFileSync(join(import.meta.dirname, file), 'utf8').includes('vi.mock('),
);

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared.test, name: 'shared process', exclude: replacing } },
      { test: { ...shared.test, name: 'own process', include: replacing, isolate: true } },
    ],
  },
});
