import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.mts';

// Chromium and the Apex runtime need much memory, which a process gives back when it ends.
export default mergeConfig(shared, { test: { isolate: true, globalSetup: ['src/testing/global-setup.ts'] } });
