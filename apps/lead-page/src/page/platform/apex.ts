import { runningUser } from '../running-user.ts';

/**
 * Calls an Apex method of the package on the server of the page, which runs it.
 * @throws an error in the shape of a failed Apex call: `{ status, body: { message, exceptionType, … } }`
 */
export async function callApex(method: string, parameters: unknown): Promise<unknown> {
  const response = await fetch(`/apex/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-leadlight-user': runningUser(),
      'x-leadlight-time-zone': globalThis.leadlight.timeZone,
    },
    body: JSON.stringify(parameters ?? {}),
  });
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) {
    const { status, statusText } = response;
    throw Object.assign(new Error('Apex failed'), { status, statusText, ok: false, errorType: 'fetchResponse', body });
  }
  return body;
}
