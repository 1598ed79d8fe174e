import { checkOrg } from '@leadlight/salesforce';
import { findConnection } from '../../connection/saved-connection.ts';
import type { ConnectStep, LeftToPerson } from '../step.ts';

export const doctorStep: ConnectStep = {
  id: 'doctor',
  needs: ['external client app'],
  byHand: '"leadlight doctor" repeats these checks.',
  async inspect({ options, org }) {
    const connection = await findConnection(options.folder, org.orgId);
    if (!connection) {
      const run = (): Promise<void> => Promise.resolve();
      return { found: [], actions: [{ what: 'check what the service needs, as the service', run }], left: [] };
    }
    const found: string[] = [];
    const left: LeftToPerson[] = [];
    for await (const { check, state, message, remedy } of checkOrg(connection)) {
      if (state === 'ok') found.push(`${check}: ${message}`);
      else left.push({ what: `${check}: ${message}. ${remedy ?? ''}`.trim(), blocks: state === 'failed' });
    }
    return { found, actions: [], left };
  },
};
