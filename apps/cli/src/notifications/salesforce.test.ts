import { testNotification, type CrmNotification } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { sendBySalesforce } from './salesforce.ts';

const notification = {
  ...testNotification('00D000000000001EAA', 'ntf_1'),
  ...{ what: 'Leads turn out differently.', since: '2026-11-14T00:00:00.000Z', toDo: 'Retrain.' },
};

describe('sendBySalesforce', () => {
  it('signs in once and says what, since when and what to do', async () => {
    let signIns = 0;
    const received: CrmNotification[] = [];
    const send = sendBySalesforce(async () => {
      signIns++;
      return { countAdministrators: async () => 1, notifyAdministrators: async (each) => void received.push(each) };
    });
    await send(notification);
    await send({ ...notification, since: null, toDo: null });
    expect(signIns).toBe(1);
    expect(received).toEqual([
      { title: 'Test message', body: 'Leads turn out differently. Since 2026-11-14. Retrain.' },
      { title: 'Test message', body: 'Leads turn out differently.' },
    ]);
  });

  it('fails as the sign-in does', async () => {
    const send = sendBySalesforce(() => Promise.reject(new Error('wrong secret')));
    await expect(send(notification)).rejects.toThrow('wrong secret');
  });
});
