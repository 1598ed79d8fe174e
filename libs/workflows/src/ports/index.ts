export type * from './api-keys.ts';
export type * from './clock.ts';
export type * from './crm.ts';
export type * from './lead-history-store.ts';
export type * from './model-store.ts';
export type * from './org-store.ts';
export type * from './outbox.ts';
export * from './progress.ts';
export type * from './score-log.ts';
