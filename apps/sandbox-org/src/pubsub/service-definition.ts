import { fileURLToPath } from 'node:url';
import { loadPackageDefinition, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const PROTO = fileURLToPath(new URL('./pubsub.proto', import.meta.url));

export interface FetchRequest {
  readonly topicName: string;
  readonly replayPreset: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId: Buffer;
  readonly numRequested: number;
}

export interface FetchResponse {
  readonly events: readonly {
    readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer };
    readonly replayId: Buffer;
  }[];
  readonly latestReplayId: Buffer;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
}

const loaded = loadPackageDefinition(loadSync(PROTO, { enums: String, defaults: true })) as unknown as {
  readonly eventbus: {
    readonly v1: { readonly PubSub: { readonly service: ServiceDefinition<UntypedServiceImplementation> } };
  };
};

export const pubSubService = loaded.eventbus.v1.PubSub.service;

/** Eight bytes, opaque to clients. */
export function encodeReplayId(id: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(id));
  return bytes;
}

/** @returns NaN for invalid bytes */
export const decodeReplayId = (bytes: Buffer): number =>
  bytes.length === 8 ? Number(bytes.readBigInt64BE()) : Number.NaN;
