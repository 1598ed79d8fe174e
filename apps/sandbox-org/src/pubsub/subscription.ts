import { randomUUID } from 'node:crypto';
import { Metadata, status } from '@grpc/grpc-js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { changesAfter, replayRange } from '../org/records/change-log.ts';
import type { LoggedChange } from '../org/records/change-log.ts';
import type { Org } from '../org/org.ts';
import { encodeEvent } from './event-schema.ts';
import type { EventSchema, EventKind } from './event-schema.ts';
import { encodeReplayId, decodeReplayId } from './service-definition.ts';
import type { FetchRequest, FetchResponse } from './service-definition.ts';

export type SubscribeStream = ServerDuplexStream<FetchRequest, FetchResponse>;

/** An empty response at least so often, with the latest replay id; the platform does within 270 s. */
const KEEPALIVE_INTERVAL_MS = 60_000;
const MAX_EVENTS_PER_RESPONSE = 100;

/** A call that is refused: gRPC's status, and in the trailers the platform's own code. */
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

/** The object behind `/data/LeadChangeEvent`. */
export const parseTopicObject = (topic: string): string | undefined => {
  const [, name] = /^\/data\/(\w+)ChangeEvent$/.exec(topic) ?? [];
  return name?.replace(/__$/, '__c');
};

/** Where a subscription begins: after which replay id. @throws RpcError INVALID_ARGUMENT */
function findStartReplayId(org: Org, request: FetchRequest): number {
  const { first, last } = replayRange(org.db);
  if (request.replayPreset === 'EARLIEST') return 0;
  if (request.replayPreset !== 'CUSTOM') return last;
  const asked = decodeReplayId(request.replayId);
  const expired = org.faults.take(['expired_replay_id']) !== undefined;
  if (expired || Number.isNaN(asked) || asked > last || asked < first - 1) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      'The Replay ID validation failed. Ensure that the Replay ID is valid.',
      'subscription.fetch.replayid.validation.failed',
    );
  }
  return asked;
}

/**
 * Serves one subscription until either side ends it: events of one object, as many as were asked for.
 * @param schemaOf the schema of the object as it is now
 */
export function serveSubscription(
  org: Org,
  stream: SubscribeStream,
  object: string,
  first: FetchRequest,
  schemaOf: () => EventSchema,
): void {
  let after = findStartReplayId(org, first);
  let wanted = 0;
  const send = (events: FetchResponse['events']): void => {
    const latest = encodeReplayId(events.length > 0 ? after : Math.max(after, replayRange(org.db).last));
    stream.write({ events, latestReplayId: latest, rpcId: randomUUID(), pendingNumRequested: wanted });
  };
  const deliver = (): void => {
    while (wanted > 0 && !stream.destroyed) {
      const changes = changesAfter(org.db, after, [object], MAX_EVENTS_PER_RESPONSE);
      if (changes.length === 0) return;
      const told = toEventBatch(org, changes, schemaOf(), wanted);
      after = told.after;
      wanted -= told.events.length;
      if (told.cut)
        return void stream.emit(
          'error',
          new RpcError(status.UNAVAILABLE, 'Connection dropped.', 'service.unavailable'),
        );
      if (told.events.length > 0) send(told.events);
    }
  };
  const keepAlive = setInterval(() => send([]), KEEPALIVE_INTERVAL_MS);
  const stopListening = org.changed.listen(deliver);
  const end = (): void => {
    clearInterval(keepAlive);
    stopListening();
  };
  const ask = (request: FetchRequest): void => {
    const refusal = findFetchError(request, first);
    if (refusal) return void stream.emit('error', refusal);
    wanted += request.numRequested;
    deliver();
  };
  stream.on('data', ask);
  stream.on('end', () => {
    end();
    stream.end();
  });
  stream.on('cancelled', end);
  stream.on('error', end);
  ask(first);
}

/** What is wrong with asking for more: another topic, or none at all. */
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
  readonly after: number;
  readonly cut: boolean;
}

/** Changes as events: equal ones of a transaction merged, faults applied. */
function toEventBatch(org: Org, changes: readonly LoggedChange[], schema: EventSchema, most: number): EventBatch {
  const events: FetchResponse['events'][number][] = [];
  let after = 0;
  for (const group of mergeChanges(changes)) {
    if (events.length === most) break;
    const last = group.at(-1) as LoggedChange;
    if (org.faults.take(['cut'], ({ path }) => path === 'pubsub')) return { events, after: last.replayId, cut: true };
    after = last.replayId;
    const fits = ({ object }: { readonly object?: string }): boolean => object === undefined || object === last.object;
    if (org.faults.take(['lost_event'], fits)) continue;
    const payload = encodeEvent(schema, group, takeEventKind(org, fits));
    events.push({ event: { id: randomUUID(), schemaId: schema.id, payload }, replayId: encodeReplayId(after) });
  }
  return { events, after, cut: false };
}

function takeEventKind(org: Org, fits: (fault: { readonly object?: string }) => boolean): EventKind {
  const gap = org.faults.take(['event_gap', 'event_overflow'], fits);
  if (!gap) return 'whole';
  return gap.kind === 'event_overflow' ? 'overflow' : 'gap';
}

type ChangeGroup = [LoggedChange, ...LoggedChange[]];

const canMerge = (a: LoggedChange, b: LoggedChange): boolean =>
  a.transactionKey === b.transactionKey &&
  a.type === b.type &&
  a.type !== 'CREATE' &&
  a.fields.join() === b.fields.join() &&
  comparableValues(a) === comparableValues(b);

/** Records of one transaction are saved milliseconds apart, which makes no difference between their changes. */
function comparableValues({ values }: LoggedChange): string {
  const { LastModifiedDate: _saved, ...told } = values;
  return JSON.stringify(told);
}

function mergeChanges(changes: readonly LoggedChange[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    if (group && canMerge(group[0], change)) group.push(change);
    else groups.push([change]);
  }
  return groups;
}
