/**
 * Calls the simulation of an Apex method on the server of the page.
 * @throws an error in the shape of a failed Apex call: `{ status, body: { message } }`
 */
export async function callApex(method: string, parameters: unknown): Promise<unknown> {
  const response = await fetch(`/apex/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters ?? {}),
  });
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error('Apex failed'), { status: response.status, body });
  return body;
}
