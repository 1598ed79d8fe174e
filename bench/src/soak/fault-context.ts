import type { Sandbox } from '../shared/sandbox.ts';
import type { FollowerSupervisor } from './follower-supervisor.ts';

/** What a mischief may lay hands on. */
export interface FaultContext {
  readonly folder: string;
  readonly follower: FollowerSupervisor;
  sandbox(): Sandbox;
  /** Kills the org and serves it anew on the same ports. */
  restartOrg(): Promise<void>;
  /** What goes on beside the follower; waited for at the end. */
  readonly concurrentWork: Promise<unknown>[];
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}
