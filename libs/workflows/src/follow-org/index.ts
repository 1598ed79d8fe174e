export { FOLLOW_PACE, followOrg, type FollowPace, type FollowPorts } from './follow-org.ts';
export { keepFollowing } from './keep-following.ts';
export type { Tell } from './tell.ts';
