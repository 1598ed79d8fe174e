/**
 * Splits a byte stream into messages of PostgreSQL's protocol. Chunks are joined only when a message is complete, so that
 * large messages cost no more per byte than small ones.
 */
export class MessageReader {
  #chunks: Buffer[] = [];
  #buffered = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
  }

  /**
   * Takes the next message, header included; undefined while it is incomplete.
   * @param typed false for messages before and including the start-up message, which have a length but no type byte
   * @throws RangeError for a length below the header's or above `maxBytes`
   */
  take(typed: boolean, maxBytes: number): Buffer | undefined {
    const headerBytes = typed ? 5 : 4;
    if (this.#buffered < headerBytes) return undefined;
    const length = this.#peek(headerBytes).readInt32BE(typed ? 1 : 0) + (typed ? 1 : 0);
    if (length < headerBytes || length > maxBytes)
      throw new RangeError(`A message of ${length} bytes is not accepted.`);
    if (this.#buffered < length) return undefined;
    const bytes = this.#joined();
    this.#chunks = bytes.length > length ? [bytes.subarray(length)] : [];
    this.#buffered = bytes.length - length;
    return bytes.subarray(0, length);
  }

  #peek(bytes: number): Buffer {
    const first = this.#chunks[0];
    return first !== undefined && first.length >= bytes ? first : this.#joined();
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#buffered)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }
}
