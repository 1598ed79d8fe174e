/**
 * Cuts a byte stream into messages of PostgreSQL's protocol. Bytes are joined once a message is whole, so that a large
 * one costs no more per byte than a small one.
 */
export class MessageReader {
  private chunks: Buffer[] = [];
  private buffered = 0;

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
  }

  /**
   * Takes the next message, header included; undefined while it is incomplete.
   * @param headed false before the start-up message, which carries a length but no type byte
   * @throws RangeError for a length below the header's or above `mostBytes`
   */
  take(headed: boolean, mostBytes: number): Buffer | undefined {
    const headerBytes = headed ? 5 : 4;
    if (this.buffered < headerBytes) return undefined;
    const length = this.peek(headerBytes).readInt32BE(headed ? 1 : 0) + (headed ? 1 : 0);
    if (length < headerBytes || length > mostBytes) throw new RangeError(`A message of ${length} bytes is not taken.`);
    if (this.buffered < length) return undefined;
    const bytes = this.joined();
    this.chunks = bytes.length > length ? [bytes.subarray(length)] : [];
    this.buffered = bytes.length - length;
    return bytes.subarray(0, length);
  }

  private peek(bytes: number): Buffer {
    const first = this.chunks[0];
    return first !== undefined && first.length >= bytes ? first : this.joined();
  }

  private joined(): Buffer {
    if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks, this.buffered)];
    return this.chunks[0] ?? Buffer.alloc(0);
  }
}
