import { getCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import {
  credentials,
  loadPackageDefinition,
  type ChannelCredentials,
  type ClientDuplexStream,
  type Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { USER_AGENT } from '../connection/user-agent.ts';

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
    done: (error: ServiceError | null, response?: { readonly schemaJson: string }) => void,
  ): void;
  close(): void;
}

type ClientConstructor = new (address: string, credentials: ChannelCredentials, options: object) => PubSubClient;

const definition = loadSync(fileURLToPath(new URL('pubsub.proto', import.meta.url)), {
  keepCase: true,
  defaults: true,
  enums: String,
  longs: Number,
});
const { eventbus } = loadPackageDefinition(definition) as unknown as {
  readonly eventbus: { readonly v1: { readonly PubSub: ClientConstructor & { readonly service: object } } };
};

/** The service definition, for the server in tests. */
export const pubSubService = eventbus.v1.PubSub.service;

/** Node's authorities and those of `NODE_EXTRA_CA_CERTS`, which gRPC does not use on its own. */
const trustedAuthorities = (): Buffer => Buffer.from(getCACertificates('default').join('\n'));

/** @param secure false only for this machine, which the caller checks */
export const openPubSubClient = (address: string, secure: boolean): PubSubClient =>
  new eventbus.v1.PubSub(address, secure ? credentials.createSsl(trustedAuthorities()) : credentials.createInsecure(), {
    'grpc.primary_user_agent': USER_AGENT,
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
  });
