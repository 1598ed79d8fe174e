import { defineConfig } from 'vitest/config';

/**
 * One configuration for every project. Tests are next to their sources. Time-outs only end what hangs: on a busy machine, a test
 * may take ten times as long.
 */
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000 },
});
