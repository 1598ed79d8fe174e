export * from './plan-org-jobs.ts';
export * from './run-next-org-job.ts';
export * from './yield-to-others.ts';
