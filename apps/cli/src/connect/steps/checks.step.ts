import { checkOrgForSetup } from '@leadlight/salesforce';
import type { ConnectStep } from '../step.ts';

export const checksStep: ConnectStep = {
  id: 'checks',
  needs: [],
  byHand: 'Setup, Company Information shows edition, licences and limits.',
  async inspect({ org }) {
    const found: string[] = [];
    const left: { what: string; blocks: boolean }[] = [];
    for await (const { check, state, message, remedy } of checkOrgForSetup(org)) {
      if (state === 'ok') found.push(`${check}: ${message}`);
      else left.push({ what: `${check}: ${message}. ${remedy ?? ''}`.trim(), blocks: state === 'failed' });
    }
    return { found, actions: [], left };
  },
};
