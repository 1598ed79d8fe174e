/** Sends a GET request to a path of the REST API. */
export type GetJson = (path: string) => Promise<unknown>;

interface QueryPage<Row> {
  readonly records: readonly Row[];
  readonly nextRecordsUrl?: string;
}

/** Yields the rows of a SOQL query page by page. @param resource `queryAll` includes deleted rows */
export async function* queryPages<Row>(
  get: GetJson,
  soql: string,
  resource: 'query' | 'queryAll' = 'query',
): AsyncGenerator<readonly Row[]> {
  let path: string | undefined = `/${resource}?q=${encodeURIComponent(soql)}`;
  while (path !== undefined) {
    const page = (await get(path)) as QueryPage<Row>;
    yield page.records;
    path = page.nextRecordsUrl?.replace(/^.*\/v[\d.]+/, '');
  }
}

/** All rows of a SOQL query. */
export async function queryAll<Row>(get: GetJson, soql: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of queryPages<Row>(get, soql)) rows.push(...page);
  return rows;
}
