import { hash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { MessageReader } from './message-reader.ts';
import type { SessionQueue } from './session-queue.ts';
import {
  endsBatch,
  fatalError,
  isTerminate,
  openingRequestOf,
  passwordIn,
  REFUSE_ENCRYPTION,
  REQUEST_PASSWORD,
  startupMessage,
} from './wire-messages.ts';

/** Bounds the memory that a client without the password can use. */
const MAX_UNAUTHENTICATED_BYTES = 10_000;
/** PostgreSQL's own limit. */
const MAX_MESSAGE_BYTES = 2 ** 30;

/**
 * Serves one client: checks the password, then passes each batch of messages to the shared session. Resolves when the client
 * has disconnected.
 * @param admit called after the right password; false where there are too many clients
 */
export async function serveConnection(
  socket: Socket,
  queue: SessionQueue<object>,
  password: string,
  admit: () => boolean,
): Promise<void> {
  const messages = readMessages(socket);
  const respond = (bytes: Uint8Array): void => {
    // The bytes are a view of PGlite's memory.
    if (socket.writable) socket.write(Buffer.from(bytes));
  };
  try {
    if (!(await authenticate(socket, messages, password))) return;
    if (!admit()) {
      socket.write(fatalError('53300', 'There are too many connections to the embedded storage.'));
      return;
    }
    await queue.enqueue(socket, [startupMessage()], respond);
    let batch: Buffer[] = [];
    for (;;) {
      const message = await messages.next(true, MAX_MESSAGE_BYTES);
      if (message === undefined || isTerminate(message)) return;
      batch.push(message);
      if (!endsBatch(message)) continue;
      socket.cork();
      await queue.enqueue(socket, batch, respond);
      socket.uncork();
      batch = [];
    }
  } finally {
    queue.removeClient(socket);
    socket.end();
  }
}

/** @returns whether the client sent the password */
async function authenticate(socket: Socket, messages: Messages, password: string): Promise<boolean> {
  for (;;) {
    const message = await messages.next(false, MAX_UNAUTHENTICATED_BYTES);
    const request = message && openingRequestOf(message);
    if (request === 'ssl' || request === 'gssEncryption') socket.write(REFUSE_ENCRYPTION);
    else if (request === 'startup') break;
    else return false;
  }
  socket.write(REQUEST_PASSWORD);
  const reply = await messages.next(true, MAX_UNAUTHENTICATED_BYTES);
  if (reply !== undefined && isEqualText(passwordIn(reply) ?? '', password)) return true;
  socket.write(fatalError('28P01', 'This is the storage of another folder, or of an earlier start.'));
  return false;
}

const isEqualText = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));

interface Messages {
  /** The next message; undefined when the client has disconnected. */
  next(typed: boolean, maxBytes: number): Promise<Buffer | undefined>;
}

function readMessages(socket: Socket): Messages {
  const reader = new MessageReader();
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return {
    async next(typed, maxBytes) {
      try {
        for (;;) {
          const message = reader.take(typed, maxBytes);
          if (message !== undefined) return message;
          const { value, done } = await chunks.next();
          if (done === true) return undefined;
          reader.add(value);
        }
      } catch {
        return undefined; // A broken connection or an invalid message: in neither case can anyone be answered.
      }
    },
  };
}
