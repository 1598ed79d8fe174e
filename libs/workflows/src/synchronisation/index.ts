export { checkSummary, checkWrittenScores, type CheckedScores } from './check-written-scores.ts';
export { FOLLOW_INTERVALS, followOrg, type FollowIntervals, type FollowPorts } from './follow-org.ts';
export type { Log } from './log.ts';
export * from './reconcile-org.ts';
export { superviseFollower } from './supervise-follower.ts';
export * from './sync-org.ts';
export * from './write-back.ts';
