import { defineConfig } from 'vitest/config';

/**
 * One configuration for every project. Tests are next to their sources. Time-outs only end what hangs: on a busy machine, a test
 * may take ten times as long, and `expect.poll` would give up after a second. The files of a project run in one process (`isolate`), one
 * after the other: in a process of its own, each would import and compile all that it tests again, which takes longer than most of the
 * tests.
 */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    isolate: false,
    // Node imports the sources, as it does in use, and keeps what it has compiled for all projects; Vite would compile them for each.
    experimental: { viteModuleRunner: false },
    expect: { poll: { timeout: 60_000 } },
  },
});
