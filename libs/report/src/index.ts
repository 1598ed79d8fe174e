export * from './run-summary.ts';
export { reportJson } from './json.ts';
