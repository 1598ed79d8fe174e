/**
 * Calls an Apex method's stand-in on the page's own server.
 * @throws in the shape in which Apex fails: `{ status, body: { message } }`
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
