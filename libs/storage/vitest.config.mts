import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.mts';

/** Some tests start an embedded server several times, at seconds each, more where the machine is busy. */
const TIMEOUT_MS = 180_000;

export default mergeConfig(shared, {
  test: {
    globalSetup: ['src/testing/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
  },
});
