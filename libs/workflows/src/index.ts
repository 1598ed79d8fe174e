export * from './administration/index.ts';
export * from './errors.ts';
export * from './monotonic-ms.ts';
export * from './ports/index.ts';
export * from './scoring/index.ts';
export * from './synchronisation/index.ts';
export * from './training/index.ts';
export * from './with-lease.ts';
