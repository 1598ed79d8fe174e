import { deletionOf, SUBSCRIBER_MEMBERS, subscriberFiles, type MetadataFiles } from '@leadlight/salesforce';
import { describe, expect, it } from 'vitest';
import type { Made } from '../journal.ts';
import type { ConnectContext } from '../step.ts';
import { eventSubscriberStep } from './event-subscriber.step.ts';

/** What is deployed to undo the step; connect.test.ts deploys with the real sf. */
async function undone(made: Made) {
  const deployed: MetadataFiles[] = [];
  const sf = { deploy: (files: MetadataFiles) => Promise.resolve(void deployed.push(files)) };
  const lines = await eventSubscriberStep.undo!({ sf } as unknown as ConnectContext, made);
  return { deployed, lines };
}

describe('undoing the step event subscriber', () => {
  it('gives the subscriber back to the user that it had before', async () => {
    expect(await undone({ config: true, previousUser: 'before@example.com' })).toEqual({
      deployed: [subscriberFiles('before@example.com')],
      lines: ['Scoring at save runs as before@example.com again.'],
    });
  });

  it('removes the user where it had none', async () => {
    const { deployed } = await undone({ config: true, previousUser: '' });
    expect(deployed).toEqual([deletionOf(SUBSCRIBER_MEMBERS)]);
  });
});
