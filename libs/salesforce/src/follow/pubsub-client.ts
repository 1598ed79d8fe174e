import {
  credentials,
  loadPackageDefinition,
  type ChannelCredentials,
  type ClientDuplexStream,
  type Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { USER_AGENT } from '../connection/user-agent.ts';

/** The messages of the Pub/Sub API that a subscriber needs: their fields with type and field number. */
const messageFields = {
  FetchRequest: {
    topicName: ['string', 1],
    replayPreset: ['ReplayPreset', 2],
    replayId: ['bytes', 3],
    numRequested: ['int32', 4],
  },
  ProducerEvent: { id: ['string', 1], schemaId: ['string', 2], payload: ['bytes', 3] },
  ConsumerEvent: { event: ['ProducerEvent', 1], replayId: ['bytes', 2] },
  FetchResponse: {
    events: ['ConsumerEvent', 1, 'repeated'],
    latestReplayId: ['bytes', 2],
    rpcId: ['string', 3],
    pendingNumRequested: ['int32', 4],
  },
  SchemaRequest: { schemaId: ['string', 1] },
  SchemaInfo: { schemaJson: ['string', 1], schemaId: ['string', 2], rpcId: ['string', 3] },
} as const;

const toMessageType = (fields: Readonly<Record<string, readonly [string, number, string?]>>) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [type, id, rule]]) => [name, { type, id, ...(rule !== undefined && { rule }) }]),
  ),
});

const pubSubDefinition = fromJSON(
  {
    nested: {
      eventbus: {
        nested: {
          v1: {
            nested: {
              ReplayPreset: { values: { LATEST: 0, EARLIEST: 1, CUSTOM: 2 } },
              ...Object.fromEntries(
                Object.entries(messageFields).map(([name, fields]) => [name, toMessageType(fields)]),
              ),
              PubSub: {
                methods: {
                  Subscribe: {
                    comment: 'Events of one topic',
                    requestType: 'FetchRequest',
                    requestStream: true,
                    responseType: 'FetchResponse',
                    responseStream: true,
                  },
                  GetSchema: {
                    comment: 'Avro schema of events',
                    requestType: 'SchemaRequest',
                    responseType: 'SchemaInfo',
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  { defaults: true, enums: String, longs: Number },
);

export interface FetchRequest {
  readonly topicName: string;
  readonly replayPreset?: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId?: Buffer;
  readonly numRequested: number;
}

export interface ConsumerEvent {
  readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer };
  readonly replayId: Buffer;
}

export interface FetchResponse {
  readonly events: readonly ConsumerEvent[];
  readonly latestReplayId: Buffer;
  readonly pendingNumRequested: number;
}

export interface PubSubClient {
  Subscribe(metadata: Metadata): ClientDuplexStream<FetchRequest, FetchResponse>;
  GetSchema(
    request: { readonly schemaId: string },
    metadata: Metadata,
    options: { readonly deadline: number },
    done: (error: ServiceError | null, answer?: { readonly schemaJson: string }) => void,
  ): void;
  close(): void;
}

type ClientConstructor = new (address: string, credentials: ChannelCredentials, options: object) => PubSubClient;

const loaded = loadPackageDefinition(pubSubDefinition) as unknown as {
  readonly eventbus: { readonly v1: { readonly PubSub: ClientConstructor & { readonly service: object } } };
};

/** The service definition, for the server in tests. */
export const pubSubService = loaded.eventbus.v1.PubSub.service;

/** @param secure false only for this machine, which the caller checks */
export const openPubSubClient = (address: string, secure: boolean): PubSubClient =>
  new loaded.eventbus.v1.PubSub(address, secure ? credentials.createSsl() : credentials.createInsecure(), {
    'grpc.primary_user_agent': USER_AGENT,
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
  });
