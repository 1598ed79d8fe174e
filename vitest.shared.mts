import { defineConfig } from 'vitest/config';

/** One configuration for every project: tests stand beside their sources. */
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
});
