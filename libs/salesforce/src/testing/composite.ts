import type { FixtureResponse, FixtureRequest } from './fixture-org.ts';

/** Answers queries, alone or several in one request; undefined for other requests. */
export function respondToQueries(
  { method, path, query, body }: FixtureRequest,
  answerOf: (soql: string) => FixtureResponse,
): FixtureResponse | undefined {
  if (path === '/queryAll' || path === '/query') return answerOf(query.get('q') ?? '');
  if (method !== 'POST' || path !== '/composite') return undefined;
  const { compositeRequest } = JSON.parse(body) as {
    compositeRequest: readonly { url: string; referenceId: string }[];
  };
  const answers = compositeRequest.map(({ url, referenceId }) => {
    const answer = answerOf(new URL(url, 'http://fixture').searchParams.get('q') ?? '');
    return { referenceId, httpStatusCode: answer.status ?? 200, httpHeaders: {}, body: answer.body, answer };
  });
  const headers = Object.assign({}, ...answers.map(({ answer }) => answer.headers ?? {})) as Record<string, string>;
  return { headers, body: { compositeResponse: answers.map(({ answer: _, ...part }) => part) } };
}
