import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ faults: true });
const PATH = '/actions/standard/customNotificationAction';
const PAGE = '{"type":"standard__navItemPage","attributes":{"apiName":"Leadlight_Home"}}';

async function validInput() {
  const query = async (soql: string) => (await org.connection.query<{ Id: string }>(soql)).records.map(({ Id }) => Id);
  const [customNotifTypeId] = await query(
    "SELECT Id FROM CustomNotificationType WHERE DeveloperName = 'Leadlight_Administration'",
  );
  const recipientIds = await query('SELECT Id FROM User WHERE IsActive = TRUE ORDER BY Id LIMIT 2');
  return { customNotifTypeId, recipientIds, title: 'A title', body: 'A body', targetPageRef: PAGE };
}

const send = (input: object) => org.request<readonly Record<string, unknown>[]>('POST', PATH, { inputs: [input] });
const received = async () => (await org.sandbox('GET', '/notifications')).body as readonly Record<string, unknown>[];

describe('customNotificationAction', () => {
  it('sends to each recipient, with the page that it opens', async () => {
    const input = await validInput();
    expect(await send(input)).toMatchObject({ status: 200, body: [{ isSuccess: true, errors: null }] });
    expect(await received()).toMatchObject(
      input.recipientIds.map((recipientId) => ({
        ...{ recipientId, typeId: input.customNotifTypeId, title: 'A title', body: 'A body' },
        ...{ targetId: null, targetPageRef: PAGE },
      })),
    );
  });

  it.each([
    ['no title', { title: '' }, 'REQUIRED_FIELD_MISSING'],
    ['a title that is too long', { title: 'x'.repeat(251) }, 'STRING_TOO_LONG'],
    ['a body that is too long', { body: 'x'.repeat(751) }, 'STRING_TOO_LONG'],
    ['no recipient', { recipientIds: [] }, 'REQUIRED_FIELD_MISSING'],
    ['too many recipients', { recipientIds: Array<string>(501).fill('005000000000001AAA') }, 'LIMIT_EXCEEDED'],
    ['an unknown recipient', { recipientIds: ['005000000999999AAA'] }, 'INVALID_ID_FIELD'],
    ['an unknown type', { customNotifTypeId: '0ML000000999999AAA' }, 'INVALID_ID_FIELD'],
    ['nothing to open', { targetPageRef: undefined }, 'REQUIRED_FIELD_MISSING'],
  ])('refuses %s and sends nothing', async (_, change, statusCode) => {
    const before = (await received()).length;
    expect(await send({ ...(await validInput()), ...change })).toMatchObject({
      status: 400,
      body: [{ isSuccess: false, errors: [{ statusCode }] }],
    });
    expect(await received()).toHaveLength(before);
  });
});
