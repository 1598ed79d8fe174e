import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { SECOND_MS } from '@leadlight/common';
import { notificationText, type SendByRoute } from '@leadlight/workflows';
import { isPublicAddress, lookupPublic } from './public-address.ts';

export interface WebhookOptions {
  readonly url: string;
  /** Signs each request; absent for Slack, whose address is the secret. */
  readonly secret?: string;
  /** Allows addresses of this machine and of private networks. */
  readonly allowPrivate: boolean;
  readonly now?: () => number;
  readonly timeoutMs?: number;
}

/**
 * Posts each notification as JSON, signed: `Leadlight-Signature: v1=` and the hexadecimal HMAC-SHA256 of
 * `<Leadlight-Timestamp>.<body>`. Redirects are not followed.
 */
export const sendByWebhook =
  (options: WebhookOptions): SendByRoute =>
  (notification) =>
    postSigned(options, { text: notificationText(notification), ...notification });

/** Slack's incoming webhooks take a text and no signature. */
export const sendBySlack =
  (options: Omit<WebhookOptions, 'secret'>): SendByRoute =>
  (notification) =>
    postText(options, notificationText(notification));

/** Posts any message as signed JSON; its delivery id lets the receiver recognise a repetition. */
export function postSigned(
  options: WebhookOptions,
  message: { readonly deliveryId: string; readonly text: string },
): Promise<void> {
  const { secret, now = Date.now } = options;
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(now() / SECOND_MS));
  return post(options, body, {
    'leadlight-delivery': message.deliveryId,
    ...(secret !== undefined && {
      'leadlight-timestamp': timestamp,
      'leadlight-signature': `v1=${signatureOf(secret, timestamp, body)}`,
    }),
  });
}

/** Posts a text to an incoming webhook of Slack. */
export const postText = (options: Omit<WebhookOptions, 'secret'>, text: string): Promise<void> =>
  post(options, JSON.stringify({ text }), {});

export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

const TIMEOUT_MS = 15 * SECOND_MS;

function post(
  { url, allowPrivate, timeoutMs = TIMEOUT_MS }: WebhookOptions,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
    return Promise.reject(new Error(`${host} is a private address, which is not allowed`));
  }
  if (protocol !== 'https:' && !allowPrivate) return Promise.reject(new Error('the address must begin with https:'));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = (protocol === 'https:' ? requestHttps : requestHttp)(
    url,
    {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(!allowPrivate && { lookup: lookupPublic as never }),
    },
    (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new Error(`the receiver answered ${statusCode}`));
    },
  );
  request.on('error', (error) =>
    reject(
      error.name === 'TimeoutError' || error.name === 'AbortError'
        ? new Error('the receiver did not answer in time')
        : error,
    ),
  );
  request.end(body);
  return promise;
}
