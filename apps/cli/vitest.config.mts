import { mergeConfig } from 'vitest/config';

// The simulated company is created relative to today, so the tests and all processes that they start run on a fixed date.
process.env.LEADLIGHT_TEST_DATE ||= '2026-11-23T09:00:00Z';
await import('../../tools/shift-date.mjs');

// Most tests start processes and wait for them; no other project takes as long, so it is what all of `npm test` would wait for.
const { default: shared } = await import('../../vitest.shared.mts');
export default mergeConfig(shared, { test: { maxWorkers: 3 } });
