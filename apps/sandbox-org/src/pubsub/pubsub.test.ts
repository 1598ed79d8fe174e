import { fileURLToPath } from 'node:url';
import {
  type ChannelCredentials,
  type ClientDuplexStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import avro from 'avsc';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';
import { exactLong } from './event-schema.ts';
import { encodeReplayId, type FetchRequest, type FetchResponse } from './service-definition.ts';

interface Client {
  Subscribe(metadata: Metadata): ClientDuplexStream<Partial<FetchRequest>, FetchResponse>;
  GetSchema(
    request: object,
    metadata: Metadata,
    done: (error: ServiceError | null, response: { schemaJson: string }) => void,
  ): void;
  GetTopic(
    request: object,
    metadata: Metadata,
    done: (error: ServiceError | null, response: { schemaId: string; canSubscribe: boolean }) => void,
  ): void;
  close(): void;
}
type ClientClass = new (address: string, channel: ChannelCredentials) => Client;

const definition = loadSync(fileURLToPath(new URL('./pubsub.proto', import.meta.url)), {
  enums: String,
  defaults: true,
});
const { PubSub } = (loadPackageDefinition(definition) as unknown as { eventbus: { v1: { PubSub: ClientClass } } })
  .eventbus.v1;

const org = useTestOrg({ leads: 60, faults: true });
let client: Client;
let metadata: Metadata;
const topic = '/data/LeadChangeEvent';
const open: { cancel(): void }[] = [];

beforeAll(() => {
  client = new PubSub(new URL(org.server.pubSub).host, credentials.createInsecure());
  metadata = new Metadata();
  metadata.set('accesstoken', org.accessToken);
  metadata.set('instanceurl', org.server.listening);
  metadata.set('tenantid', org.server.orgId);
});
afterEach(async () => {
  for (const call of open.splice(0)) call.cancel();
  await org.sandbox('DELETE', '/faults');
});
afterAll(() => client.close());

interface Header {
  readonly transactionKey: string;
  readonly sequenceNumber: number;
  readonly commitNumber: bigint;
  readonly changeType: string;
  readonly recordIds: readonly string[];
  readonly changeOrigin: string;
  readonly changedFields: readonly string[];
  readonly nulledFields: readonly string[];
}
interface Received {
  readonly header: Header;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly replayId: Buffer;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
}

const fetchSchema = (schemaId: string): Promise<string> =>
  new Promise((resolve, reject) =>
    client.GetSchema({ schemaId }, metadata, (error, response) =>
      error ? reject(error) : resolve(response.schemaJson),
    ),
  );

/** A subscription that collects its events, decoded with the server's schema. */
function subscribe(request: Partial<FetchRequest> = {}, headers = metadata) {
  const call = client.Subscribe(headers);
  const responses: FetchResponse[] = [];
  const failure = new Promise<ServiceError>((resolve) => call.on('error', (error) => resolve(error as ServiceError)));
  call.on('data', (response: FetchResponse) => responses.push(response));
  call.write({ topicName: topic, replayPreset: 'LATEST', numRequested: 100, ...request });
  open.push(call);
  const events = async (): Promise<Received[]> => {
    const received: Received[] = [];
    for (const { event, replayId } of responses.flatMap((response) => response.events)) {
      const json = await fetchSchema(event.schemaId);
      const { ChangeEventHeader: header, ...fields } = avro.Type.forSchema(JSON.parse(json) as avro.Schema, {
        registry: { long: exactLong },
      }).fromBuffer(event.payload) as { ChangeEventHeader: Header };
      received.push({ header, fields, replayId, schema: JSON.parse(json) as Received['schema'] });
    }
    return received;
  };
  const some = async (count: number): Promise<Received[]> => {
    await expect
      .poll(() => responses.flatMap((response) => response.events).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(count);
    return events();
  };
  return { call, responses, failure, events, some };
}

/** A subscription that the server has received: it has responded to a later call on the same connection. */
async function subscribed(request: Partial<FetchRequest> = {}) {
  const subscription = subscribe(request);
  await new Promise((resolve) => client.GetTopic({ topicName: topic }, metadata, resolve));
  return subscription;
}

const lead = async (fields: object = {}): Promise<string> =>
  (await org.connection.sobject('Lead').create({ LastName: 'Event', Company: 'Bus', ...fields })).id ?? '';

const fault = (body: object) => org.sandbox('POST', '/faults', body);

interface AvroField {
  readonly name: string;
  readonly type: unknown;
}

/** The fields of bitmaps; the parts of a compound as `Name.LastName`. */
const decodeBitmaps = ({ schema }: Received, bitmaps: readonly string[]): string[] =>
  bitmaps.flatMap((bitmap) => {
    const [compound, bits] = bitmap.includes('-') ? bitmap.split('-') : [undefined, bitmap];
    const parent = compound === undefined ? undefined : (schema.fields[Number(compound)] as AvroField);
    const record = (parent?.type as readonly { readonly fields: readonly AvroField[] }[] | undefined)?.[1];
    const fields: readonly { readonly name: string }[] = record?.fields ?? schema.fields;
    return fields.flatMap(({ name }, index) =>
      ((BigInt(bits ?? '0x0') >> BigInt(index)) & 1n) === 1n ? [parent ? `${parent.name}.${name}` : name] : [],
    );
  });

describe('Pub/Sub subscription', () => {
  it('sends new records with all values, and changes with the changed fields', async () => {
    const { some } = await subscribed();
    const id = await lead({ NumberOfEmployees: 7 });
    await org.connection.sobject('Lead').update({ Id: id, NumberOfEmployees: null, Rating: 'Hot' });
    await org.connection.sobject('Lead').destroy(id);
    const [created, updated, deleted] = await some(3);
    expect(created?.header).toMatchObject({ changeType: 'CREATE', recordIds: [id], changedFields: [] });
    expect(created?.fields).toMatchObject({ Company: 'Bus', NumberOfEmployees: 7, IsConverted: false });
    expect(updated?.header.changeType).toBe('UPDATE');
    expect(updated?.fields).toMatchObject({ Rating: 'Hot', NumberOfEmployees: null, Company: null });
    expect(decodeBitmaps(updated as Received, updated?.header.changedFields ?? [])).toEqual([
      'Rating',
      'NumberOfEmployees',
      'LastModifiedDate',
    ]);
    expect(decodeBitmaps(updated as Received, updated?.header.nulledFields ?? [])).toEqual(['NumberOfEmployees']);
    expect(deleted?.header).toMatchObject({ changeType: 'DELETE', recordIds: [id] });
  });

  it('sends compound fields with their parts and the changed parts', async () => {
    const { some } = await subscribed();
    const id = await lead({ FirstName: 'Ada', City: 'Ulm' });
    await org.connection.sobject('Lead').update({ Id: id, LastName: 'Changed', City: null, Rating: 'Hot' });
    const [created, updated] = await some(2);
    expect(created?.fields).toMatchObject({
      Name: { FirstName: 'Ada', LastName: 'Event', Salutation: null },
      Address: { City: 'Ulm', Street: null },
    });
    expect(updated?.fields).toMatchObject({ Name: { FirstName: null, LastName: 'Changed' }, Address: null });
    expect(decodeBitmaps(updated as Received, updated?.header.changedFields ?? [])).toEqual([
      'Rating',
      'LastModifiedDate',
      'Name.LastName',
      'Address.City',
    ]);
    expect(decodeBitmaps(updated as Received, updated?.header.nulledFields ?? [])).toEqual(['Address.City']);
  });

  it('starts after a replay id or at the earliest event', async () => {
    const first = await subscribed();
    const ids = [await lead(), await lead(), await lead()];
    const seen = await first.some(3);
    const later = subscribe({ replayPreset: 'CUSTOM', replayId: seen[0]?.replayId });
    expect((await later.some(2)).slice(0, 2).map(({ header }) => header.recordIds[0])).toEqual(ids.slice(1));
    const all = subscribe({ replayPreset: 'EARLIEST' });
    expect((await all.some(3)).length).toBeGreaterThanOrEqual(3);
  });

  it('sends at most the requested number of events', async () => {
    const { some, call, responses } = await subscribed({ numRequested: 2 });
    for (let count = 0; count < 4; count += 1) await lead();
    expect(await some(2)).toHaveLength(2);
    expect(responses.at(-1)?.pendingNumRequested).toBe(0);
    call.write({ numRequested: 5 });
    expect(await some(4)).toHaveLength(4);
  });

  it('sends the change origin, and merges equal changes of one request', async () => {
    const ids = [await lead(), await lead()];
    const { some } = await subscribed();
    const records = ids.map((id) => ({ attributes: { type: 'Lead' }, id, Leadlight_Score__c: 50 }));
    await org.request('PATCH', '/composite/sobjects', { records }, { 'Sforce-Call-Options': 'client=leadlight' });
    const [event] = await some(1);
    expect(event?.header).toMatchObject({
      recordIds: ids,
      changeOrigin: 'com/salesforce/api/rest/62.0;client=leadlight',
    });
  });

  it('sends changes of tasks', async () => {
    const { some } = await subscribed({ topicName: '/data/TaskChangeEvent' });
    const whoId = await lead();
    await org.connection.sobject('Task').create({ WhoId: whoId, Subject: 'Call', Status: 'Completed' });
    expect((await some(1))[0]?.fields).toMatchObject({ WhoId: whoId, Subject: 'Call', IsClosed: true });
  });
});

describe('transaction', () => {
  it('numbers its events, under a commit number that exceeds exact integers', async () => {
    const { some } = await subscribed();
    const records = [1, 2, 3].map((n) => ({ attributes: { type: 'Lead' }, LastName: `L${n}`, Company: 'Acme' }));
    await org.request('POST', '/composite/sobjects', { records });
    await lead();
    const headers = (await some(4)).map(({ header }) => header);
    expect(headers.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 2, 3, 1]);
    const [first, , third, next] = headers.map(({ commitNumber }) => commitNumber);
    expect(first).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(third).toBe(first);
    expect(next).toBeGreaterThan(first as bigint);
    expect(new Set(headers.map(({ transactionKey }) => transactionKey)).size).toBe(2);
  });

  it('numbers merged changes once, and skips records that were rejected', async () => {
    const ids = [await lead(), await lead(), await lead()];
    const { some } = await subscribed();
    const record = (id: string, fields: object) => ({ attributes: { type: 'Lead' }, id, ...fields });
    await org.request('PATCH', '/composite/sobjects', {
      records: [
        record(ids[0] as string, { Title: 'A' }),
        record(ids[1] as string, { Title: 'A' }),
        record('00QLw00000zzzzzAAA', { Title: 'A' }),
        record(ids[2] as string, { Title: 'B' }),
      ],
    });
    const headers = (await some(2)).map(({ header }) => header);
    expect(headers.map(({ recordIds, sequenceNumber }) => [recordIds.length, sequenceNumber])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });
});

describe('Pub/Sub error', () => {
  it('says that the org’s delivery limit is exceeded', async () => {
    await fault({ kind: 'event_limit', object: 'Lead' });
    const { failure } = subscribe();
    expect(await failure).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect((await failure).metadata.get('error-code')).toEqual([
      'sfdc.platform.eventbus.grpc.subscription.limit.exceeded',
    ]);
  });

  it('rejects an unknown or expired replay id', async () => {
    const { failure } = subscribe({ replayPreset: 'CUSTOM', replayId: encodeReplayId(9_999_999) });
    expect(await failure).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('replayid.corrupted'),
    });
    expect((await failure).metadata.get('error-code')).toEqual([
      'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted',
    ]);
    const { failure: withoutId } = subscribe({ replayPreset: 'CUSTOM' });
    expect((await withoutId).details).toContain('replayid.validation.failed');
    await fault({ kind: 'expired_replay_id' });
    const { failure: expired } = subscribe({ replayPreset: 'CUSTOM', replayId: encodeReplayId(1) });
    expect((await expired).code).toBe(status.INVALID_ARGUMENT);
  });

  it('rejects an unknown topic, a wrong token and another tenant', async () => {
    expect((await subscribe({ topicName: '/data/AccountChangeEvent' }).failure).code).toBe(status.NOT_FOUND);
    const wrong = metadata.clone();
    wrong.set('accesstoken', 'nonsense');
    expect((await subscribe({}, wrong).failure).code).toBe(status.UNAUTHENTICATED);
    const other = metadata.clone();
    other.set('tenantid', '00DLw0zzzzzzzzz');
    expect((await subscribe({}, other).failure).code).toBe(status.UNAUTHENTICATED);
  });

  it('rejects a request for no events or for another topic', async () => {
    expect((await subscribe({ numRequested: 0 }).failure).code).toBe(status.INVALID_ARGUMENT);
    const { call, failure } = await subscribed();
    call.write({ topicName: '/data/TaskChangeEvent', numRequested: 1 });
    expect((await failure).code).toBe(status.INVALID_ARGUMENT);
  });

  it('injects lost events, gaps, an overflow and a broken stream', async () => {
    const { some, failure } = await subscribed();
    for (const kind of ['lost_event', 'event_gap', 'event_overflow']) await fault({ kind });
    const ids = [await lead(), await lead(), await lead(), await lead()];
    const [gap, overflow, change] = await some(3);
    expect(gap?.header).toMatchObject({ changeType: 'GAP_CREATE', recordIds: [ids[1]] });
    expect(overflow?.header).toMatchObject({ changeType: 'GAP_OVERFLOW', recordIds: ['000000000000000AAA'] });
    expect(change?.header).toMatchObject({ changeType: 'CREATE', recordIds: [ids[3]] });
    await fault({ kind: 'cut', path: 'pubsub' });
    await lead();
    expect((await failure).code).toBe(status.UNAVAILABLE);
  });

  it('uses a new schema after a field was added', async () => {
    const { some } = await subscribed();
    await lead();
    await org.sandbox('POST', '/fields', { object: 'Lead', name: 'Region__c' });
    await lead({ Region__c: 'North' });
    const [before, after] = await some(2);
    expect(before?.fields).not.toHaveProperty('Region__c');
    expect(after?.fields).toMatchObject({ Region__c: 'North' });
  });
});
