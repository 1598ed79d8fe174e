import type { Instant } from '@leadlight/lead-features';
import type { Audience, AudienceMember, AudienceWrite } from '../audiences/audience.ts';

export interface AudienceStore {
  /** By name. */
  list(orgId: string): Promise<readonly Audience[]>;
  /** By id or name, whatever the case of the name. */
  find(orgId: string, idOrName: string): Promise<Audience | undefined>;
  /** @returns false if another audience of the org has this name */
  create(orgId: string, audience: Audience): Promise<boolean>;
  /**
   * Replaces the definition and the target, and with them the revision.
   * @param basedOn the revision that the change starts from
   * @returns false if it has changed meanwhile, or is gone
   */
  change(orgId: string, audience: Audience, basedOn: number): Promise<boolean>;
  /** Confirms a revision. @returns false if it is no longer the present one */
  confirm(orgId: string, audienceId: string, revision: number, by: string): Promise<boolean>;
  /** Asks for a write of a revision. @returns false if it is no longer the present one */
  requestWrite(orgId: string, audienceId: string, revision: number, at: Instant): Promise<boolean>;
  /** Stores what a write did. An audience that was deleted meanwhile stays deleted. */
  saveWrite(orgId: string, audienceId: string, write: AudienceWrite): Promise<void>;
  /**
   * Deletes the audience and its members here. Campaign members in the CRM stay, and so does the note that there is a list
   * view. Call it in a transaction.
   */
  delete(orgId: string, audienceId: string): Promise<boolean>;
  /** Notes that the CRM may have a list view of the audience. */
  noteListView(orgId: string, audienceId: string): Promise<void>;
  /** Audiences of which the CRM may have a list view, and that are deleted or are written to no list view any more. */
  endedListViews(orgId: string): Promise<readonly string[]>;
  /** Call it when the list view is deleted. */
  forgetListView(orgId: string, audienceId: string): Promise<void>;
  listMembers(orgId: string, audienceId: string): Promise<readonly AudienceMember[]>;
  /** Stores the state of these leads; that of others stays. */
  saveMembers(orgId: string, audienceId: string, members: readonly AudienceMember[]): Promise<void>;
  /** How many leads are in each state, and since when the newest is. */
  countMembers(
    orgId: string,
    audienceId: string,
  ): Promise<{
    readonly added: number;
    readonly heldOut: number;
    readonly changedAt: Instant | null;
  }>;
}
