import { Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { backoffMs, MAX_SUBSCRIPTION_ATTEMPTS } from '../connection/backoff.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { Timing } from '../connection/timing.ts';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import { prefetch } from '../prefetch.ts';
import { parseChangeEvent, parseEventType, type ChangeEvent, type EventType } from './change-event.ts';
import type { FetchRequest, FetchResponse, PubSubClient } from './pubsub-client.ts';

/** The events of one response, possibly none, and where to continue after them. */
export interface TopicEvents {
  readonly events: readonly ChangeEvent[];
  /** Base 64. */
  readonly replayId: string | undefined;
  /** Why changes may have been missed. */
  readonly gap?: string;
}

export interface Subscriber {
  readonly connection: SalesforceConnection;
  readonly client: PubSubClient;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly timeouts: SubscriptionTimeouts;
}

/** How long to wait for a response, in milliseconds. */
export interface SubscriptionTimeouts {
  /** To a request for a schema. */
  readonly callMs: number;
  /** In a stream; the org sends a keepalive at least every 270 s. */
  readonly silenceMs: number;
}

export const DEFAULT_TIMEOUTS: SubscriptionTimeouts = { callMs: 30_000, silenceMs: 10 * 60_000 };

/** How many events are requested at once, the most that may wait here unread. */
const PREFETCHED_EVENTS = 100;
const SETTLE_MS = 2_000;
const STARTED = 'started';

/**
 * Events of one topic from a replay id on, or from now. A connection that ends is opened again after the last event. A
 * replay id that the org no longer keeps (72 hours) is a gap, and the subscription starts from now.
 * @throws SalesforceError `change_events_unavailable` where the org does not offer the topic, or not at present
 */
export async function* subscribe(
  subscriber: Subscriber,
  topic: string,
  startReplayId: string | undefined,
): AsyncGenerator<TopicEvents> {
  const { connection, timing, signal } = subscriber;
  const typeOf = createTypeCache(subscriber);
  let replayId = startReplayId;
  let gap: string | undefined;
  let failures = 0;
  let isExpired = false;
  while (!signal.aborted) {
    // At every start without a replay id: the org does not send what happened since the previous connection ended.
    if (replayId === undefined) gap ??= `${topic} is followed from now on`;
    try {
      if (isExpired) await connection.session(true);
      isExpired = false;
      for await (const response of readResponses(subscriber, topic, replayId)) {
        const events: TopicEvents =
          response === STARTED ? { events: [], replayId } : await parseEvents(response, typeOf);
        if (response !== STARTED) failures = 0;
        replayId = events.replayId ?? replayId;
        yield gap === undefined ? events : { ...events, gap };
        gap = undefined;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isReplayRefused(error)) {
        replayId = undefined;
        gap = `the org no longer keeps the changes of ${topic} since the last one that was read`;
      } else if ((failures += 1) >= MAX_SUBSCRIPTION_ATTEMPTS || isUnavailable(error))
        throw unavailableError(topic, error);
      if (isSalesforceError(error) && !isSalesforceError(error, 'unreachable', 'request_timeout', 'org_unavailable'))
        throw error;
      isExpired ||= codeOf(error) === status.UNAUTHENTICATED;
    }
    await timing.sleep(backoffMs(Math.max(1, failures), timing), signal);
  }
}

/** Responses of one call. More events are requested only after the received ones have been taken. */
async function* readResponses(
  subscriber: Subscriber,
  topicName: string,
  replayId: string | undefined,
): AsyncGenerator<FetchResponse | typeof STARTED> {
  const { client, timing, signal, timeouts } = subscriber;
  const call: ClientDuplexStream<FetchRequest, FetchResponse> = client.Subscribe(await callMetadata(subscriber));
  const cancel = () => call.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  // A silent stream is cancelled, then opened again like one that was cut.
  let silenceTimer = setTimeout(cancel, timeouts.silenceMs);
  try {
    const start = replayId === undefined ? ({ replayPreset: 'LATEST' } as const) : fromReplayId(replayId);
    call.write({ topicName, ...start, numRequested: PREFETCHED_EVENTS });
    const incoming = (call as AsyncIterable<FetchResponse>)[Symbol.asyncIterator]();
    let next = prefetch(incoming.next());
    if (replayId === undefined) {
      // The org does not report when the subscription has started. The gap must not request a sync before that.
      await Promise.race([next, timing.sleep(SETTLE_MS, signal)]);
      yield STARTED;
    }
    for (;;) {
      const { value: response, done } = await next;
      if (done) return;
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(cancel, timeouts.silenceMs);
      next = prefetch(incoming.next());
      yield response;
      if (response.pendingNumRequested <= 0) call.write({ topicName, numRequested: PREFETCHED_EVENTS });
    }
  } finally {
    clearTimeout(silenceTimer);
    signal.removeEventListener('abort', cancel);
    call.on('error', () => undefined);
    call.cancel();
  }
}

const fromReplayId = (replayId: string) => ({
  replayPreset: 'CUSTOM' as const,
  replayId: Buffer.from(replayId, 'base64'),
});

async function callMetadata({ connection }: Subscriber): Promise<Metadata> {
  const { accessToken, instanceUrl, orgId } = await connection.session();
  const metadata = new Metadata();
  metadata.set('accesstoken', accessToken);
  metadata.set('instanceurl', instanceUrl);
  metadata.set('tenantid', orgId);
  return metadata;
}

type TypeOfSchema = (schemaId: string) => Promise<EventType>;

async function parseEvents(response: FetchResponse, typeOf: TypeOfSchema): Promise<TopicEvents> {
  const events: ChangeEvent[] = [];
  let gap: string | undefined;
  for (const { event } of response.events) {
    try {
      events.push(parseChangeEvent(await typeOf(event.schemaId), event.payload));
    } catch (error) {
      if (!isSalesforceError(error, 'response_unreadable')) throw error;
      // Receiving it again would not help. A sync reads the record that it was about.
      gap = error.message;
    }
  }
  const last = response.events.at(-1)?.replayId ?? response.latestReplayId;
  return { events, replayId: last.length > 0 ? Buffer.from(last).toString('base64') : undefined, ...(gap && { gap }) };
}

function createTypeCache(subscriber: Subscriber): TypeOfSchema {
  const types = new Map<string, EventType>();
  return async (schemaId) => {
    const type = types.get(schemaId) ?? parseEventType(await fetchSchema(subscriber, schemaId));
    types.set(schemaId, type);
    return type;
  };
}

async function fetchSchema(subscriber: Subscriber, schemaId: string): Promise<string> {
  const metadata = await callMetadata(subscriber);
  const deadline = Date.now() + subscriber.timeouts.callMs;
  return new Promise((resolve, reject) => {
    subscriber.client.GetSchema({ schemaId }, metadata, { deadline }, (error, schema) =>
      error ? reject(error) : resolve(schema?.schemaJson ?? ''),
    );
  });
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;

const codeOf = (error: unknown): status | undefined => (isServiceError(error) ? error.code : undefined);

const isReplayRefused = (error: unknown): boolean =>
  isServiceError(error) &&
  error.code === status.INVALID_ARGUMENT &&
  /replay/i.test(`${error.details} ${error.metadata?.get('error-code').join()}`);

const UNAVAILABLE: readonly (status | undefined)[] = [
  status.NOT_FOUND,
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
  status.INVALID_ARGUMENT,
];

const isUnavailable = (error: unknown): boolean => UNAVAILABLE.includes(codeOf(error));

function unavailableError(topic: string, error: unknown) {
  const message = isServiceError(error) ? `${status[error.code]}: ${error.details}` : String(error);
  return new SalesforceError('change_events_unavailable', { topic, message }, { cause: error });
}
