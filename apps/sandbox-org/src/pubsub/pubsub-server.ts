import { randomUUID } from 'node:crypto';
import {
  type Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
} from '@grpc/grpc-js';
import type { Sessions } from '../auth/sessions.ts';
import type { Org } from '../org/org.ts';
import { CAPTURED_OBJECTS } from '../org/records/change-log.ts';
import type { SObject } from '../org/schema/field.ts';
import { createEventSchema, type EventSchema } from './event-schema.ts';
import { type FetchRequest, pubSubService } from './service-definition.ts';
import { findFetchError, parseTopicObject, RpcError, serveSubscription, type SubscribeStream } from './subscription.ts';

export interface PubSubServer {
  /** e.g. `http://127.0.0.1:7443`; `https` with TLS. */
  readonly address: string;
  close(): void;
}

/**
 * Serves the Pub/Sub API with the org's change events.
 * @param port 0 = any free one
 * @param tls certificate and key, PEM; undefined = without TLS
 */
export async function startPubSub(
  org: Org,
  sessions: Sessions,
  port: number,
  tls?: { readonly certificate: string; readonly key: string },
): Promise<PubSubServer> {
  const topics = createTopics(org);
  const server = new Server();
  server.addService(pubSubService, {
    Subscribe: (stream: SubscribeStream) => subscribe(org, sessions, topics, stream),
    GetSchema: unary(org, sessions, ({ schemaId }: { readonly schemaId: string }) => {
      const schema = topics.findSchema(schemaId);
      if (!schema) throw new RpcError(status.NOT_FOUND, `No schema has the id ${schemaId}.`, 'schema.not.found');
      return { schemaJson: schema.json, schemaId, rpcId: randomUUID() };
    }),
    GetTopic: unary(org, sessions, ({ topicName }: { readonly topicName: string }) => ({
      topicName,
      tenantGuid: org.orgId,
      canPublish: false,
      canSubscribe: true,
      schemaId: topics.currentSchema(topicName).id,
      rpcId: randomUUID(),
    })),
    Publish: unary(org, sessions, () => {
      throw new RpcError(status.PERMISSION_DENIED, 'Change events cannot be published.', 'publish.permission.denied');
    }),
  });
  const serverCredentials = tls
    ? ServerCredentials.createSsl(null, [
        { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.key) },
      ])
    : ServerCredentials.createInsecure();
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, serverCredentials, (error, at) => (error ? reject(error) : resolve(at))),
  );
  return { address: `${tls ? 'https' : 'http'}://127.0.0.1:${bound}`, close: () => server.forceShutdown() };
}

interface Topics {
  /** The current schema of a topic. @throws RpcError NOT_FOUND */
  currentSchema(topic: string): EventSchema;
  findSchema(id: string): EventSchema | undefined;
}

function createTopics(org: Org): Topics {
  const schemas = new Map<string, EventSchema>();
  const byObject = new Map<SObject, EventSchema>();
  const schemaOf = (object: SObject): EventSchema => {
    const existing = byObject.get(object);
    if (existing) return existing;
    const schema = createEventSchema(object);
    byObject.set(object, schema);
    schemas.set(schema.id, schema);
    return schema;
  };
  return {
    currentSchema(topic) {
      const name = parseTopicObject(topic);
      const object = name !== undefined && CAPTURED_OBJECTS.includes(name) ? org.schema.findObject(name) : undefined;
      if (!object) {
        throw new RpcError(status.NOT_FOUND, `The topic ${topic} does not exist or is not enabled.`, 'topic.not.found');
      }
      return schemaOf(object);
    },
    findSchema(id) {
      for (const object of org.schema.objects) if (CAPTURED_OBJECTS.includes(object.name)) schemaOf(object);
      return schemas.get(id);
    },
  };
}

/** @throws RpcError UNAUTHENTICATED */
function checkCaller(org: Org, sessions: Sessions, metadata: Metadata): void {
  const value = (name: string): string => String(metadata.get(name)[0] ?? '');
  try {
    sessions.check(`Bearer ${value('accesstoken')}`);
  } catch {
    throw new RpcError(status.UNAUTHENTICATED, 'Authentication exception occurred.', 'service.auth.error');
  }
  if (value('tenantid').slice(0, 15) !== org.orgId.slice(0, 15) || value('instanceurl') === '') {
    throw new RpcError(
      status.UNAUTHENTICATED,
      'The tenantid and instanceurl must be those of the session.',
      'service.auth.headers.invalid',
    );
  }
}

const toRpcError = (error: unknown): RpcError =>
  error instanceof RpcError
    ? error
    : new RpcError(status.INTERNAL, error instanceof Error ? error.message : String(error), 'service.internal.error');

const unary =
  <Request, Reply>(org: Org, sessions: Sessions, handle: (request: Request) => Reply) =>
  (call: ServerUnaryCall<Request, Reply>, done: sendUnaryData<Reply>): void => {
    try {
      checkCaller(org, sessions, call.metadata);
      done(null, handle(call.request));
    } catch (error) {
      done(toRpcError(error));
    }
  };

function subscribe(org: Org, sessions: Sessions, topics: Topics, stream: SubscribeStream): void {
  stream.once('data', (first: FetchRequest) => {
    try {
      checkCaller(org, sessions, stream.metadata);
      const error = findFetchError(first, first);
      if (error) throw error;
      topics.currentSchema(first.topicName);
      const object = parseTopicObject(first.topicName) ?? '';
      serveSubscription(org, stream, object, first, () => topics.currentSchema(first.topicName));
    } catch (error) {
      stream.emit('error', toRpcError(error));
    }
  });
  // Without a listener, a client that disconnects would end the process.
  stream.on('error', () => undefined);
}
