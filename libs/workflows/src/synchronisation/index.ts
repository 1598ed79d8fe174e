export { FOLLOW_INTERVALS, followOrg, type FollowIntervals, type FollowPorts } from './follow-org.ts';
export { superviseFollower } from './supervise-follower.ts';
export type { Log } from './log.ts';
