import type { FixtureResponse, FixtureRequest } from './fixture-org.ts';

/** Responds to queries, single or composite; undefined for other requests. */
export function respondToQueries(
  { method, path, query, body }: FixtureRequest,
  respondTo: (soql: string) => FixtureResponse,
): FixtureResponse | undefined {
  if (path === '/queryAll' || path === '/query') return respondTo(query.get('q') ?? '');
  if (method !== 'POST' || path !== '/composite') return undefined;
  const { compositeRequest } = JSON.parse(body) as {
    compositeRequest: readonly { url: string; referenceId: string }[];
  };
  const responses = compositeRequest.map(({ url, referenceId }) => {
    const response = respondTo(new URL(url, 'http://fixture').searchParams.get('q') ?? '');
    return { referenceId, httpStatusCode: response.status ?? 200, httpHeaders: {}, body: response.body, response };
  });
  const headers = Object.assign({}, ...responses.map(({ response }) => response.headers ?? {})) as Record<
    string,
    string
  >;
  return { headers, body: { compositeResponse: responses.map(({ response: _, ...part }) => part) } };
}
