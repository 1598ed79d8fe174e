import type { Sandbox } from '../live/sandbox.ts';
import type { FollowerKeeper } from './follower-keeper.ts';

/** What a mischief may lay hands on. */
export interface Scene {
  readonly folder: string;
  readonly follower: FollowerKeeper;
  sandbox(): Sandbox;
  /** Kills the org and serves it anew on the same ports. */
  restartOrg(): Promise<void>;
  /** What goes on beside the follower; waited for at the end. */
  readonly beside: Promise<unknown>[];
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}
