/** The query parser of Express is off, because it makes objects of `a[b]=c`. */
export function queryOf(url: string): Record<string, string> {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start)));
}
