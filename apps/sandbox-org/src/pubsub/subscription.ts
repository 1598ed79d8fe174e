import { randomUUID } from 'node:crypto';
import { Metadata, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { appliesToObject, type Fault } from '../faults/faults.ts';
import type { Org } from '../org/org.ts';
import { canMerge, changesAfter, type LoggedChange, replayRange } from '../org/records/change-log.ts';
import { encodeEvent, type EventKind, type EventSchema } from './event-schema.ts';
import { decodeReplayId, encodeReplayId, type FetchRequest, type FetchResponse } from './service-definition.ts';

export type SubscribeStream = ServerDuplexStream<FetchRequest, FetchResponse>;

/** Interval of empty responses with the latest replay id; the platform's is at most 270 s. */
const KEEPALIVE_INTERVAL_MS = 60_000;
const MAX_EVENTS_PER_RESPONSE = 100;

/** An error of a call: gRPC's status, and in the trailers the platform's code. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: status;
  readonly details: string;
  readonly metadata = new Metadata();

  /** @param errorCode what follows `sfdc.platform.eventbus.grpc.`, e.g. `subscription.fetch.replayid.validation.failed` */
  constructor(code: status, message: string, errorCode: string) {
    const platformCode = `sfdc.platform.eventbus.grpc.${errorCode}`;
    super(`${message} rpcId: ${randomUUID()}, errorCode: ${platformCode}`);
    this.code = code;
    this.details = this.message;
    this.metadata.set('error-code', platformCode);
  }
}

/** The object of a topic such as `/data/LeadChangeEvent`. */
export const parseTopicObject = (topic: string): string | undefined => {
  const [, name] = /^\/data\/(\w+)ChangeEvent$/.exec(topic) ?? [];
  return name?.replace(/__$/, '__c');
};

/** The documents name the code and the message; the status is not verified. */
const deliveryLimitExceeded = (): RpcError =>
  new RpcError(
    status.RESOURCE_EXHAUSTED,
    'You have exceeded the event delivery limit for your org.',
    'subscription.limit.exceeded',
  );

/** The replay id after which a subscription begins. @throws RpcError INVALID_ARGUMENT */
function findStartReplayId(org: Org, request: FetchRequest): number {
  const { first, last } = replayRange(org.db);
  if (request.replayPreset === 'EARLIEST') return 0;
  if (request.replayPreset !== 'CUSTOM') return last;
  if (request.replayId.length === 0) {
    const message = 'The Replay ID validation failed. A replay_id is required with the replay preset CUSTOM.';
    throw new RpcError(status.INVALID_ARGUMENT, message, 'subscription.fetch.replayid.validation.failed');
  }
  const replayId = decodeReplayId(request.replayId);
  const expired = org.faults.take(['expired_replay_id']) !== undefined;
  if (expired || Number.isNaN(replayId) || replayId > last || replayId < first - 1) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      'The Replay ID validation failed. Ensure that the Replay ID is valid and within the retention window.',
      'subscription.fetch.replayid.corrupted',
    );
  }
  return replayId;
}

/**
 * Serves one subscription until either side ends it: events of one object, as many as the client requests.
 * @param currentSchema returns the current schema of the object
 */
export function serveSubscription(
  org: Org,
  stream: SubscribeStream,
  object: string,
  first: FetchRequest,
  currentSchema: () => EventSchema,
): void {
  if (org.faults.take(['event_limit'], appliesToObject(object))) throw deliveryLimitExceeded();
  let after = findStartReplayId(org, first);
  let pending = 0;
  const send = (events: FetchResponse['events']): void => {
    const latest = encodeReplayId(events.length > 0 ? after : Math.max(after, replayRange(org.db).last));
    stream.write({ events, latestReplayId: latest, rpcId: randomUUID(), pendingNumRequested: pending });
  };
  const deliver = (): void => {
    while (pending > 0 && !stream.destroyed) {
      const changes = changesAfter(org.db, after, [object], MAX_EVENTS_PER_RESPONSE);
      if (changes.length === 0) return;
      const batch = toEventBatch(org, changes, currentSchema(), pending);
      after = batch.after;
      pending -= batch.events.length;
      if (batch.cut) {
        stream.emit('error', new RpcError(status.UNAVAILABLE, 'Connection dropped.', 'service.unavailable'));
        return;
      }
      if (batch.events.length > 0) send(batch.events);
    }
  };
  const keepAlive = setInterval(() => send([]), KEEPALIVE_INTERVAL_MS);
  const stopListening = org.changed.listen(deliver);
  const end = (): void => {
    clearInterval(keepAlive);
    stopListening();
  };
  const fetch = (request: FetchRequest): void => {
    const error = findFetchError(request, first);
    if (error) return void stream.emit('error', error);
    pending += request.numRequested;
    deliver();
  };
  stream.on('data', fetch);
  stream.on('end', () => {
    end();
    stream.end();
  });
  stream.on('cancelled', end);
  stream.on('error', end);
  fetch(first);
}

/** The error of a request for events; undefined = valid. */
export function findFetchError({ topicName, numRequested }: FetchRequest, first: FetchRequest): RpcError | undefined {
  if (topicName !== '' && topicName !== first.topicName) {
    const message = 'The topic of a subscription cannot change.';
    return new RpcError(status.INVALID_ARGUMENT, message, 'subscription.fetch.topic.changed');
  }
  if (numRequested > 0) return undefined;
  const message = 'The number of requested events must be positive.';
  return new RpcError(status.INVALID_ARGUMENT, message, 'subscription.fetch.requests.num.invalid');
}

interface EventBatch {
  readonly events: FetchResponse['events'];
  /** The last replay id of the batch. */
  readonly after: number;
  /** A fault ends the stream after the batch. */
  readonly cut: boolean;
}

/** Turns changes into events: merges equal changes of a transaction and applies faults. */
function toEventBatch(org: Org, changes: readonly LoggedChange[], schema: EventSchema, limit: number): EventBatch {
  const events: FetchResponse['events'][number][] = [];
  let after = 0;
  for (const group of mergeChanges(changes)) {
    if (events.length === limit) break;
    const last = group.at(-1) as LoggedChange;
    if (org.faults.take(['cut'], ({ path }) => path === 'pubsub')) return { events, after: last.replayId, cut: true };
    after = last.replayId;
    const matches = appliesToObject(last.object);
    if (org.faults.take(['lost_event'], matches)) continue;
    const payload = encodeEvent(schema, group, takeEventKind(org, matches));
    events.push({ event: { id: randomUUID(), schemaId: schema.id, payload }, replayId: encodeReplayId(after) });
  }
  return { events, after, cut: false };
}

function takeEventKind(org: Org, matches: (fault: Fault) => boolean): EventKind {
  const gap = org.faults.take(['event_gap', 'event_overflow'], matches);
  if (!gap) return 'change';
  return gap.kind === 'event_overflow' ? 'overflow' : 'gap';
}

type ChangeGroup = [LoggedChange, ...LoggedChange[]];

function mergeChanges(changes: readonly LoggedChange[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    if (group && canMerge(group[0], change)) group.push(change);
    else groups.push([change]);
  }
  return groups;
}
