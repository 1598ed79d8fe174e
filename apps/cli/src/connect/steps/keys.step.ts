import { readParameterNames, removeParameters } from '@leadlight/salesforce';
import type { Storage } from '@leadlight/storage';
import { createApiKey, hasEnded, revokeApiKey } from '@leadlight/workflows';
import { systemClock, withStorage } from '../../with-storage.ts';
import {
  enterPrincipalKey,
  KEY_ID_PARAMETER,
  KEY_PARAMETER,
  PRINCIPAL_SCOPES,
  principalOf,
  type PrincipalName,
} from '../principal-keys.ts';
import type { Action, ConnectContext, ConnectStep } from '../step.ts';

/** Distinguishes these keys from those that people create, so that one whose secret was lost can be revoked. */
const KEY_NAMES: Readonly<Record<PrincipalName, string>> = {
  Scoring: 'Salesforce scoring (connect)',
  Administration: 'Salesforce administration (connect)',
};
const PRINCIPALS = ['Scoring', 'Administration'] as const satisfies readonly PrincipalName[];

export const keysStep: ConnectStep = {
  id: 'keys',
  needs: ['package'],
  byHand:
    'Setup, Named Credentials, External Credentials, Leadlight API: for the principals Scoring and Administration, add the parameter ' +
    'ApiKey with a key of "leadlight keys create", and the parameter KeyId with its id, so that the administrator’s page can renew it.',
  untried: 'that the credentials of the protocol Custom can be read and replaced by the Connect API',
  async inspect(context) {
    const found: string[] = [];
    const actions: Action[] = [];
    for (const principalName of PRINCIPALS) {
      const names = await readParameterNames(context.org, principalOf(principalName));
      const state = context.journal.made('keys')[principalName];
      // A key of an earlier release of this command has no id next to it. One that a person entered stays as it is.
      const lacksId = state === 'written' && !names.includes(KEY_ID_PARAMETER);
      if (names.includes(KEY_PARAMETER) && state !== 'writing' && !lacksId) {
        found.push(`principal ${principalName} has a key`);
      } else actions.push(enterKey(context, principalName));
    }
    return { found, actions, left: [] };
  },
  async undo(context, made) {
    const undone: string[] = [];
    for (const principalName of PRINCIPALS.filter((name) => made[name])) {
      const names = await readParameterNames(context.org, principalOf(principalName));
      if (names.includes(KEY_PARAMETER)) await removeParameters(context.org, principalOf(principalName));
      await withStorage(context.options.folder, (storage) =>
        revokeKeys(storage, context.org.orgId, KEY_NAMES[principalName]),
      );
      undone.push(`The key of principal ${principalName} is removed and revoked.`);
    }
    return undone;
  },
};

/** The earlier key ends after the new one is entered, so that an interrupted run leaves a valid one. */
const enterKey = ({ org, options, journal }: ConnectContext, principalName: PrincipalName): Action => ({
  what: `create a key (${PRINCIPAL_SCOPES[principalName].join(', ')}) and enter it for principal ${principalName}`,
  async run() {
    journal.enter('keys', { [principalName]: 'writing' });
    const name = KEY_NAMES[principalName];
    const { key, entry } = await withStorage(options.folder, (storage) =>
      createApiKey({ ...storage, clock: systemClock }, org.orgId, name, { scopes: PRINCIPAL_SCOPES[principalName] }),
    );
    await enterPrincipalKey(org, principalName, { key, keyId: entry.id });
    await withStorage(options.folder, (storage) => revokeKeys(storage, org.orgId, name, entry.id));
    journal.enter('keys', { [principalName]: 'written' });
  },
});

/** Keys of earlier runs: nobody knows their secrets. A successor has the same name. */
async function revokeKeys(storage: Storage, orgId: string, name: string, except?: string): Promise<void> {
  for (const key of await storage.apiKeys.list(orgId)) {
    if (key.name !== name || key.id === except || hasEnded(key, systemClock.now())) continue;
    await revokeApiKey({ ...storage, clock: systemClock }, orgId, key.id);
  }
}
