/** Checks with `salesforce-pubsub-api-client`. */
import { setTimeout as delay } from 'node:timers/promises';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import { check, org } from './check.mjs';

const api = async (path, init = {}) => {
  const response = await fetch(`${org.listening}${path}`, init);
  return response.status === 204 ? undefined : response.json();
};
const form = { grant_type: 'client_credentials', client_id: org.clientId, client_secret: org.clientSecret };
const token = await api('/services/oauth2/token', { method: 'POST', body: new URLSearchParams(form) });
const write = (method, path, body) =>
  api(`/services/data/v62.0/sobjects${path}`, {
    method,
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const topic = '/data/LeadChangeEvent';
const client = new PubSubApiClient({
  authType: 'oauth-client-credentials',
  loginUrl: org.listening,
  clientId: org.clientId,
  clientSecret: org.clientSecret,
  pubSubEndpoint: new URL(org.pubSub).host,
  // The client trusts a list of its own, so that it cannot know a local authority.
  rejectUnauthorizedSsl: false,
});

const events = [];
const problems = [];
const seen = async (matches) => {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const event = events.find(matches);
    if (event) return event;
    if (problems.length > 0) throw new Error(String(problems[0]));
    await delay(50);
  }
  throw new Error(`no event within 20 s; received ${events.length}`);
};
const receive = (subscription, type, data) => {
  if (type === 'event') events.push(data);
  if (type === 'error') problems.push(data);
};

let id;
let created;
await check('Client', 'connects', () => client.connect().then(() => true));
await check('Client', 'receives the creation of a record', async () => {
  client.subscribeFromEarliestEvent(topic, receive, 50);
  ({ id } = await write('POST', '/Lead', { LastName: 'PubSub', Company: 'Acme' }));
  created = await seen(({ payload }) => payload.ChangeEventHeader.recordIds.includes(id));
  return created.payload.Company === 'Acme' && created.payload.ChangeEventHeader.changeType === 'CREATE';
});
await check('Client', 'decodes the changed fields', async () => {
  await write('PATCH', `/Lead/${id}`, { Title: 'Changed', FirstName: 'Pat' });
  const { payload } = await seen(
    (event) =>
      event.payload.ChangeEventHeader.changeType === 'UPDATE' && event.payload.ChangeEventHeader.recordIds.includes(id),
  );
  const fields = payload.ChangeEventHeader.changedFields;
  return fields.includes('Title') && fields.includes('Name.FirstName') && payload.Title === 'Changed';
});
await check(
  'Client',
  'reads a commit number beyond exact integers',
  async () => BigInt(created.payload.ChangeEventHeader.commitNumber) > 2n ** 53n - 1n,
);
await check('Client', 'continues after a replay id', async () => {
  const taskTopic = '/data/TaskChangeEvent';
  const first = await write('POST', '/Task', { Subject: 'first', Status: 'Completed' });
  client.subscribeFromEarliestEvent(taskTopic, receive, 1);
  const { replayId } = await seen(({ payload }) => payload.ChangeEventHeader.recordIds.includes(first.id));
  const again = await write('POST', '/Task', { Subject: 'second', Status: 'Completed' });
  client.subscribeFromReplayId(taskTopic, receive, 1, replayId);
  return Boolean(await seen(({ payload }) => payload.ChangeEventHeader.recordIds.includes(again.id)));
});
client.close();
process.exit(0);
