import { defineConfig } from 'vitest/config';

/** One configuration for every project. Tests are next to their sources; time-outs only end what hangs. */
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
});
