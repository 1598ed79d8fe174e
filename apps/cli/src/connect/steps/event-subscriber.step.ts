import {
  deletionOf,
  findRow,
  findUser,
  queryTooling,
  SUBSCRIBER_MEMBERS,
  subscriberFiles,
  type SalesforceConnection,
} from '@leadlight/salesforce';
import type { ConnectStep } from '../step.ts';

const QUERY = "SELECT UserId FROM PlatformEventSubscriberConfig WHERE DeveloperName = 'LeadlightLeadChanged'";

export const eventSubscriberStep: ConnectStep = {
  id: 'event subscriber',
  needs: ['package', 'integration user'],
  byHand:
    'npm run org:deploy -- --target-org ALIAS --integration-user USERNAME sets it. Without it, scoring at save runs as Automated ' +
    'Process, which may not use the key.',
  untried:
    'that a running subscription changes its user: stop and start it in Setup, Platform Events, Leadlight Lead Changed',
  async inspect({ org, options, journal, sf }) {
    const user = await findUser(org, options.integrationUser);
    const [config] = await queryTooling(org, QUERY);
    if (user && config?.UserId === user.id) {
      return { found: [`scoring at save runs as ${user.username}`], actions: [], left: [] };
    }
    const run = async (): Promise<void> => {
      const { previousUser = await usernameOf(org, config?.UserId) } = journal.made('event subscriber');
      journal.enter('event subscriber', { config: true, previousUser });
      await sf.deploy(subscriberFiles(options.integrationUser));
    };
    return { found: [], actions: [{ what: `run scoring at save as ${options.integrationUser}`, run }], left: [] };
  },
  async undo({ sf }, { previousUser }) {
    if (previousUser) {
      await sf.deploy(subscriberFiles(String(previousUser)));
      return [`Scoring at save runs as ${String(previousUser)} again.`];
    }
    await sf.deploy(deletionOf(SUBSCRIBER_MEMBERS));
    return ['The event subscriber has no user of its own any more.'];
  },
};

/** Empty where the subscriber has no user of its own. */
async function usernameOf(org: SalesforceConnection, userId: unknown): Promise<string> {
  if (typeof userId !== 'string') return '';
  const row = await findRow(org, `SELECT Username FROM User WHERE Id = '${userId}'`);
  return String(row?.Username ?? '');
}
