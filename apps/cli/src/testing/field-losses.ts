import type { ChangedOrg } from './changed-org.ts';

/** A field that the active model has lost, as `sync`, `score`, `check` and `fields accept` print it. */
export interface Loss {
  readonly field: string;
  readonly isAccepted: boolean;
  readonly message: { readonly code: string; readonly names: readonly string[] };
}

export interface WithLosses {
  readonly losses: readonly Loss[];
}

/** What `score` prints. */
export interface Scored {
  readonly scored: number;
  readonly held: number;
  readonly written: number;
  readonly losses?: readonly Loss[];
}

export const codesOf = (losses: readonly Loss[] = []): readonly string[] =>
  losses.map(({ field, message }) => `${field} ${message.code}`);

/** Syncs, and gives the losses that `sync` names. */
export const lossesAfterSync = async (org: ChangedOrg): Promise<readonly Loss[]> =>
  (await org.json<WithLosses>('sync')).losses;

/** The scores that the open leads have in the org. */
export const storedScores = (org: ChangedOrg): Promise<readonly object[]> =>
  org.client.query<object>(
    'SELECT Id, Leadlight_Score__c, Leadlight_Scored_At__c FROM Lead WHERE IsConverted = false ORDER BY Id',
  );
