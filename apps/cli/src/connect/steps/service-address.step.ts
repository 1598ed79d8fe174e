import { readCalloutUrl, writeCalloutUrl } from '@leadlight/salesforce';
import { SECOND_MS } from '@leadlight/common';
import type { ConnectStep, LeftToPerson } from '../step.ts';

const NAMED_CREDENTIAL = 'Leadlight_API';

export const serviceAddressStep: ConnectStep = {
  id: 'service address',
  needs: ['package'],
  byHand: 'Setup, Named Credentials, Leadlight API, Edit: URL.',
  async inspect({ org, options, journal }) {
    const current = await readCalloutUrl(org, NAMED_CREDENTIAL);
    const left = await checkService(options.serviceUrl);
    if (current === options.serviceUrl) return { found: [`Salesforce calls ${current}`], actions: [], left };
    const run = async (): Promise<void> => {
      const { previousUrl = current ?? '' } = journal.made('service address');
      journal.enter('service address', { previousUrl });
      await writeCalloutUrl(org, NAMED_CREDENTIAL, options.serviceUrl);
    };
    const what = `set the URL of the Named Credential to ${options.serviceUrl}${current ? ` (it is ${current})` : ''}`;
    return { found: [], actions: [{ what, run }], left };
  },
  async undo({ org }, { previousUrl }) {
    if (!previousUrl || (await readCalloutUrl(org, NAMED_CREDENTIAL)) === undefined) return [];
    await writeCalloutUrl(org, NAMED_CREDENTIAL, String(previousUrl));
    return [`Salesforce calls ${String(previousUrl)} again.`];
  },
};

/** Whether it answers from here, which is necessary but does not prove that Salesforce reaches it. */
async function checkService(serviceUrl: string): Promise<readonly LeftToPerson[]> {
  const url = `${serviceUrl}/healthz`;
  const response = await fetch(url, { signal: AbortSignal.timeout(10 * SECOND_MS) }).catch(() => undefined);
  if (response?.ok) return [];
  const what = `${url} does not answer: start the service ("leadlight serve", docs/operating) where Salesforce reaches it over HTTPS.`;
  return [{ what, blocks: false }];
}
