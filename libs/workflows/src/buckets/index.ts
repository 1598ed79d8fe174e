export { BUCKET_SIZES, type BucketSizes } from './bucket-sizes.ts';
export { helpWithRuns, type HelpWithRunsPorts, type RunsHelped } from './help-with-runs.ts';
export { HELP_STEP, isHelpStep, shareRun, workOnBuckets, type BucketPorts, type DoBucket } from './share-run.ts';
