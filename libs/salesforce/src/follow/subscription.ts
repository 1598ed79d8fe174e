import { Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { backoffMs, type Timing } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import { prefetch } from '../prefetch.ts';
import { parseChangeEvent, parseEventType, type ChangeEvent, type EventType } from './change-event.ts';
import type { FetchRequest, FetchResponse, PubSubClient } from './pubsub-client.ts';

/** News of one topic: events, or none, and where to go on after them. */
export interface TopicEvents {
  readonly events: readonly ChangeEvent[];
  /** Base 64. */
  readonly replayId: string | undefined;
  readonly gap?: string;
}

export interface Subscriber {
  readonly connection: SalesforceConnection;
  readonly client: PubSubClient;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly timeouts: SubscriptionTimeouts;
}

/** How long an answer is waited for, in milliseconds. */
export interface SubscriptionTimeouts {
  /** For a schema. */
  readonly callMs: number;
  /** For the next response of a stream; the org tells at least every 270 s that it is still there. */
  readonly silenceMs: number;
}

export const DEFAULT_TIMEOUTS: SubscriptionTimeouts = { callMs: 30_000, silenceMs: 10 * 60_000 };

/** Events asked for at once: what may wait here unread. */
const PREFETCHED_EVENTS = 100;
const MAX_ATTEMPTS = 8;
const SETTLE_MS = 2_000;
const STARTED = 'started';

/**
 * Events of one topic from a replay id on, or from now. Connections that end are opened again at the last event seen; a
 * replay id that the org no longer keeps (72 hours) is a gap, and the stream begins anew.
 * @throws SalesforceError `following_unavailable` where the org does not offer the topic, or not now
 */
export async function* subscribe(
  how: Subscriber,
  topic: string,
  from: string | undefined,
): AsyncGenerator<TopicEvents> {
  const typeOf = createTypeCache(how);
  let replayId = from;
  let gap: string | undefined;
  let failures = 0;
  let isExpired = false;
  while (!how.signal.aborted) {
    // However often: what came between a cut before the first replay id and the next beginning is not told by the org.
    if (replayId === undefined) gap ??= `${topic} is followed from now on`;
    try {
      if (isExpired) await how.connection.session(true);
      isExpired = false;
      for await (const response of readResponses(how, topic, replayId)) {
        const news: TopicEvents = response === STARTED ? { events: [], replayId } : await parseEvents(response, typeOf);
        if (response !== STARTED) failures = 0;
        replayId = news.replayId ?? replayId;
        yield gap === undefined ? news : { ...news, gap };
        gap = undefined;
      }
    } catch (error) {
      if (how.signal.aborted) return;
      if (isReplayRefused(error)) {
        replayId = undefined;
        gap = `the org no longer keeps the changes of ${topic} since the last one seen`;
      } else if ((failures += 1) >= MAX_ATTEMPTS || isUnavailable(error)) throw unavailableError(topic, error);
      if (isSalesforceError(error) && !isSalesforceError(error, 'unreachable', 'timeout', 'org_unavailable'))
        throw error;
      isExpired ||= codeOf(error) === status.UNAUTHENTICATED;
    }
    await how.timing.sleep(backoffMs(failures, how.timing), how.signal);
  }
}

/** Responses of one call. More events are asked for only once those that came have been taken. */
async function* readResponses(
  how: Subscriber,
  topicName: string,
  replayId: string | undefined,
): AsyncGenerator<FetchResponse | typeof STARTED> {
  const call: ClientDuplexStream<FetchRequest, FetchResponse> = how.client.Subscribe(await callMetadata(how));
  const cancel = () => call.cancel();
  how.signal.addEventListener('abort', cancel, { once: true });
  // A stream that hangs is ended, and opened again like one that was cut.
  let silence = setTimeout(cancel, how.timeouts.silenceMs);
  try {
    const start = replayId === undefined ? ({ replayPreset: 'LATEST' } as const) : fromReplayId(replayId);
    call.write({ topicName, ...start, numRequested: PREFETCHED_EVENTS });
    const incoming = (call as AsyncIterable<FetchResponse>)[Symbol.asyncIterator]();
    let coming = prefetch(incoming.next());
    if (replayId === undefined) {
      // The org does not say when it has begun to listen: what asks for a sync must not come before that.
      await Promise.race([coming, how.timing.sleep(SETTLE_MS, how.signal)]);
      yield STARTED;
    }
    for (;;) {
      const { value: response, done } = await coming;
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(cancel, how.timeouts.silenceMs);
      coming = prefetch(incoming.next());
      yield response;
      if (response.pendingNumRequested <= 0) call.write({ topicName, numRequested: PREFETCHED_EVENTS });
    }
  } finally {
    clearTimeout(silence);
    how.signal.removeEventListener('abort', cancel);
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

async function parseEvents(
  response: FetchResponse,
  typeOf: (schemaId: string) => Promise<EventType>,
): Promise<TopicEvents> {
  const events: ChangeEvent[] = [];
  let gap: string | undefined;
  for (const { event } of response.events) {
    try {
      events.push(parseChangeEvent(await typeOf(event.schemaId), event.payload));
    } catch (error) {
      if (!isSalesforceError(error, 'answer_unreadable')) throw error;
      // Reading it again would not help: a sync brings what it was about.
      gap = error.message;
    }
  }
  const last = response.events.at(-1)?.replayId ?? response.latestReplayId;
  return { events, replayId: last.length > 0 ? Buffer.from(last).toString('base64') : undefined, ...(gap && { gap }) };
}

function createTypeCache(how: Subscriber): (schemaId: string) => Promise<EventType> {
  const known = new Map<string, EventType>();
  return async (schemaId) => {
    const type = known.get(schemaId) ?? parseEventType(await fetchSchema(how, schemaId));
    known.set(schemaId, type);
    return type;
  };
}

async function fetchSchema(how: Subscriber, schemaId: string): Promise<string> {
  const metadata = await callMetadata(how);
  return new Promise((resolve, reject) => {
    how.client.GetSchema({ schemaId }, metadata, { deadline: Date.now() + how.timeouts.callMs }, (error, answer) =>
      error ? reject(error) : resolve(answer?.schemaJson ?? ''),
    );
  });
}

const codeOf = (error: unknown): number | undefined => (isServiceError(error) ? error.code : undefined);

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;

const isReplayRefused = (error: unknown): boolean =>
  isServiceError(error) &&
  error.code === status.INVALID_ARGUMENT &&
  /replay/i.test(`${error.details} ${error.metadata?.get('error-code').join()}`);

const isUnavailable = (error: unknown): boolean =>
  [status.NOT_FOUND, status.PERMISSION_DENIED, status.UNIMPLEMENTED, status.INVALID_ARGUMENT].includes(
    codeOf(error) ?? -1,
  );

function unavailableError(topic: string, error: unknown): SalesforceError {
  const words = isServiceError(error) ? `${status[error.code]}: ${error.details}` : String(error);
  return new SalesforceError(
    'following_unavailable',
    `${topic} cannot be followed (${words}).`,
    { topic, words },
    { cause: error },
  );
}
