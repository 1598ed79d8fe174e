import type { ApexUser } from '../server/apex/apex-users.ts';

export interface ApexReply {
  readonly status: number;
  readonly body: unknown;
}

/** Calls an Apex method as the page does. */
export async function callApex(
  url: string,
  method: string,
  parameters: object = {},
  user: ApexUser = 'rep',
  language = 'en-GB',
): Promise<ApexReply> {
  const response = await fetch(`${url}/apex/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': language,
      'x-leadlight-user': user,
      'x-leadlight-time-zone': 'Europe/Berlin',
    },
    body: JSON.stringify(parameters),
  });
  return { status: response.status, body: await response.json() };
}
