/** A JSON text of a report, for machines: a number that was not measured (NaN, infinite) is null, never text. */
export function reportJson(report: object): string {
  return JSON.stringify(report, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
  );
}
