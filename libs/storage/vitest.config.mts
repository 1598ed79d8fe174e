import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.mts';

export default mergeConfig(shared, {
  test: {
    globalSetup: ['src/testing/global-setup.ts'],
    maxWorkers: 2,
  },
});
