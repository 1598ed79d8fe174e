export * from './judge-worker.ts';
export * from './worker-report.ts';
