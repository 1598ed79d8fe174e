import { afterEach, describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';
import { toInstants, wallTime } from './user-clock.ts';

const iso = (at: number): string => new Date(at).toISOString();

describe('user clock', () => {
  it.each([
    ['GMT', '2026-11-20T09:00:00.000Z'],
    ['America/New_York', '2026-11-20T04:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-20T14:30:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-20T23:00:00.000Z'],
  ])('shows the time of %s', (timeZone, expected) => {
    expect(iso(wallTime(Date.parse('2026-11-20T09:00:00Z'), timeZone))).toBe(expected);
  });

  it('has a day of 23 hours when daylight saving time begins', () => {
    const day = { start: Date.parse('2026-03-08T00:00:00Z'), end: Date.parse('2026-03-09T00:00:00Z') };
    const { start, end } = toInstants(day, 'America/New_York');
    expect([iso(start), iso(end)]).toEqual(['2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z']);
  });
});

describe('date literal of a user in another time zone', () => {
  const org = useTestOrg({ leads: 5 });
  const user = async (): Promise<string> =>
    (await org.request<{ user_id: string }>('GET', '/services/oauth2/userinfo')).body.user_id;
  const setZone = async (TimeZoneSidKey: string) =>
    org.request('PATCH', `/sobjects/User/${await user()}`, { TimeZoneSidKey });
  afterEach(() => setZone('GMT'));

  it('is that user’s day', async () => {
    const count = async (): Promise<number> => {
      const soql = encodeURIComponent("SELECT COUNT() FROM Event WHERE Subject = 'zone' AND StartDateTime = TODAY");
      return (await org.request<{ totalSize: number }>('GET', `/query?q=${soql}`)).body.totalSize;
    };
    // 09:00 UTC is 23:00 in Kiritimati: its day ends an hour later.
    const event = { Subject: 'zone', StartDateTime: '2026-11-20T11:00:00Z', DurationInMinutes: 5 };
    await org.request('POST', '/sobjects/Event', event);
    expect(await count()).toBe(1);
    expect((await setZone('Pacific/Kiritimati')).status).toBe(204);
    expect(await count()).toBe(0);
    expect((await org.request('GET', '/services/oauth2/userinfo')).body).toMatchObject({
      zoneinfo: 'Pacific/Kiritimati',
      utcOffset: 14 * 3_600_000,
    });
  });

  it('accepts no zone that the platform does not have, and gives reps several', async () => {
    expect((await setZone('Mars/Olympus')).status).toBe(400);
    const soql = encodeURIComponent("SELECT TimeZoneSidKey FROM User WHERE Title = 'Sales Representative'");
    const { body } = await org.request<{ records: { TimeZoneSidKey: string }[] }>('GET', `/query?q=${soql}`);
    expect(new Set(body.records.map(({ TimeZoneSidKey }) => TimeZoneSidKey)).size).toBe(4);
  });
});
