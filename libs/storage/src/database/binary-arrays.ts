/**
 * One-dimensional arrays in PostgreSQL's binary format, which the driver sends unchanged: quoting texts here and unquoting
 * them in the server would be most of the cost of a statement with many rows.
 * @source PostgreSQL, src/backend/utils/adt/arrayfuncs.c, array_recv
 */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;
const OID = { int8: 20, int4: 23, text: 25, float8: 701 } as const;

/** `text[]`. NUL, which PostgreSQL's text cannot store, becomes U+FFFD. */
export function textArray(values: readonly string[]): Buffer {
  const storable = values.map((value) => (value.includes('\u0000') ? value.replaceAll('\u0000', '\ufffd') : value));
  const bytes = storable.reduce((sum, value) => sum + LENGTH_BYTES + Buffer.byteLength(value), HEADER_BYTES);
  const array = withHeader(Buffer.allocUnsafe(bytes), OID.text, values.length);
  let at = HEADER_BYTES;
  for (const value of storable) {
    const length = array.write(value, at + LENGTH_BYTES);
    array.writeInt32BE(length, at);
    at += LENGTH_BYTES + length;
  }
  return array;
}

/** `int4[]`. A value that is not an integer becomes null. */
export const int4Array = (values: readonly number[]): Buffer =>
  numberArray(values, OID.int4, 4, Number.isInteger, (array, value, at) => array.writeInt32BE(value, at));

/** `int8[]`. A value that is not an integer becomes null. */
export const int8Array = (values: readonly number[]): Buffer =>
  numberArray(values, OID.int8, 8, Number.isInteger, (array, value, at) => array.writeBigInt64BE(BigInt(value), at));

/** `float8[]`. A value that is not finite becomes null. */
export const float8Array = (values: readonly number[]): Buffer =>
  numberArray(values, OID.float8, 8, Number.isFinite, (array, value, at) => array.writeDoubleBE(value, at));

function numberArray(
  values: readonly number[],
  oid: number,
  width: number,
  isValue: (value: number) => boolean,
  write: (array: Buffer, value: number, at: number) => void,
): Buffer {
  const array = withHeader(Buffer.alloc(HEADER_BYTES + values.length * (LENGTH_BYTES + width)), oid, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    const valid = isValue(value);
    array.writeInt32BE(valid ? width : NULL, at);
    at += LENGTH_BYTES;
    if (!valid) continue;
    write(array, value, at);
    at += width;
  }
  return array.subarray(0, at);
}

/** Number of dimensions, a flag for nulls (the server does not rely on it), element type, length and first index. */
function withHeader(array: Buffer, oid: number, length: number): Buffer {
  for (const [index, value] of [1, 0, oid, length, 1].entries()) array.writeInt32BE(value, index * 4);
  return array;
}
