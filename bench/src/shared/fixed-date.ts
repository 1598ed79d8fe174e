/*
 * Sets the date of this process, and of the processes that it starts, to a fixed one. Import it first: the simulated company is
 * created relative to today, so on another date a benchmark or test would meet other leads. See tools/shift-date.mjs.
 */
process.env.LEADLIGHT_TEST_DATE ||= '2026-11-23T09:00:00Z';
await import(new URL('../../../tools/shift-date.mjs', import.meta.url).href);
