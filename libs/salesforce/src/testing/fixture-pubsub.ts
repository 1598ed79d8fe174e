import { Server, ServerCredentials, type status, type Metadata, type ServerDuplexStream } from '@grpc/grpc-js';
import avro from 'avsc';
import { pubSubService, type FetchRequest, type FetchResponse } from '../follow/pubsub-client.ts';

const header = {
  type: 'record',
  name: 'ChangeEventHeader',
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: { type: 'array', items: 'string' } },
    {
      name: 'changeType',
      type: {
        type: 'enum',
        name: 'ChangeType',
        symbols: [
          'CREATE',
          'UPDATE',
          'DELETE',
          'UNDELETE',
          'GAP_CREATE',
          'GAP_UPDATE',
          'GAP_DELETE',
          'GAP_UNDELETE',
          'GAP_OVERFLOW',
        ],
      },
    },
    { name: 'changeOrigin', type: 'string' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'changedFields', type: { type: 'array', items: 'string' } },
  ],
} as const;

const schema: avro.Schema = {
  type: 'record',
  name: 'LeadChangeEvent',
  fields: [
    { name: 'ChangeEventHeader', type: header as unknown as avro.Schema },
    { name: 'Company', type: ['null', 'string'], default: null },
  ],
};
const type = avro.Type.forSchema(schema);

export interface FixtureChange {
  readonly ids: readonly string[];
  readonly changeType?: string;
  readonly origin?: string;
  readonly at?: number;
  /** Sends bytes that are no event. */
  readonly malformed?: true;
}

export interface FixtureSubscription {
  readonly topic: string;
  readonly start: FetchRequest;
  readonly token: string;
  readonly userAgent: string;
  /** Sends changes with consecutive replay ids from `from` on. */
  send(from: number, ...changes: readonly FixtureChange[]): void;
  keepAlive(replayId: number): void;
  fail(code: status, details: string): void;
}

export interface FixturePubSub {
  readonly endpoint: string;
  readonly calls: readonly FixtureSubscription[];
  close(): void;
}

export const replayIdOf = (number: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(number));
  return bytes;
};

/**
 * A Pub/Sub server on this machine; `onCall` is called with each subscription after its first request.
 * @param unanswered this number of schema requests get no response
 */
export async function startFixturePubSub(
  onCall: (call: FixtureSubscription) => void,
  unanswered = 0,
): Promise<FixturePubSub> {
  const calls: FixtureSubscription[] = [];
  let schemasAsked = 0;
  const server = new Server();
  server.addService(pubSubService as Parameters<Server['addService']>[0], {
    Subscribe: (stream: ServerDuplexStream<FetchRequest, FetchResponse>) => {
      stream.on('error', () => undefined);
      stream.once('data', (start: FetchRequest) => {
        const call = callOf(stream, start, stream.metadata);
        calls.push(call);
        onCall(call);
      });
    },
    GetSchema: (_: unknown, done: (error: null, response: object) => void) => {
      if ((schemasAsked += 1) > unanswered) done(null, { schemaJson: JSON.stringify(schema) });
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return { endpoint: `http://127.0.0.1:${port}`, calls, close: () => server.forceShutdown() };
}

function callOf(
  stream: ServerDuplexStream<FetchRequest, FetchResponse>,
  start: FetchRequest,
  metadata: Metadata,
): FixtureSubscription {
  return {
    topic: start.topicName,
    start,
    token: String(metadata.get('accesstoken')[0]),
    userAgent: String(metadata.get('user-agent')[0]),
    send(from, ...changes) {
      const events = changes.map((change, at) => ({
        event: { id: String(at), schemaId: 'schema-1', payload: payloadOf(change) },
        replayId: replayIdOf(from + at),
      }));
      stream.write({ events, latestReplayId: replayIdOf(from + changes.length - 1), pendingNumRequested: 100 });
    },
    keepAlive: (replayId) =>
      void stream.write({ events: [], latestReplayId: replayIdOf(replayId), pendingNumRequested: 100 }),
    fail: (code, details) => void stream.emit('error', Object.assign(new Error(details), { code, details })),
  };
}

function payloadOf({ ids, changeType = 'UPDATE', origin = '', at = 0, malformed }: FixtureChange): Buffer {
  if (malformed) return Buffer.from([1]);
  const ChangeEventHeader = {
    entityName: 'Lead',
    recordIds: [...ids],
    changeType,
    changeOrigin: origin,
    commitTimestamp: at,
    changedFields: ['0x02'],
  };
  return type.toBuffer({ ChangeEventHeader, Company: 'Acme' });
}
