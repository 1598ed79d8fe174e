import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { MessageReader } from './message-reader.ts';
import type { SessionQueue } from './session-queue.ts';
import {
  REQUEST_PASSWORD,
  endsBatch,
  fatalError,
  isTerminate,
  openingRequestOf,
  passwordIn,
  REFUSE_ENCRYPTION,
  startupMessage,
} from './wire-messages.ts';

/** Strangers get no more memory than this. */
const MAX_UNAUTHENTICATED_BYTES = 10_000;
/** PostgreSQL's own bound. */
const MAX_MESSAGE_BYTES = 2 ** 30;

/**
 * Serves one client: opens with the password, then hands each batch of messages to the shared session when its turn
 * comes. Resolves when the client has left.
 */
export async function serveConnection(socket: Socket, turns: SessionQueue<object>, password: string): Promise<void> {
  const messages = readMessages(socket);
  const answer = (bytes: Uint8Array): void => {
    // The bytes are a window on PGlite's memory.
    if (socket.writable) socket.write(Buffer.from(bytes));
  };
  try {
    if (!(await authenticate(socket, messages, password))) return;
    await turns.enqueue(socket, [startupMessage()], answer);
    let batch: Buffer[] = [];
    for (;;) {
      const message = await messages.next(true, MAX_MESSAGE_BYTES);
      if (message === undefined || isTerminate(message)) return;
      batch.push(message);
      if (!endsBatch(message)) continue;
      socket.cork();
      await turns.enqueue(socket, batch, answer);
      socket.uncork();
      batch = [];
    }
  } finally {
    turns.removeClient(socket);
    socket.end();
  }
}

/** @returns whether the client named the password */
async function authenticate(socket: Socket, messages: Messages, password: string): Promise<boolean> {
  for (;;) {
    const message = await messages.next(false, MAX_UNAUTHENTICATED_BYTES);
    const opening = message && openingRequestOf(message);
    if (opening === 'ssl' || opening === 'gssEncryption') socket.write(REFUSE_ENCRYPTION);
    else if (opening === 'startup') break;
    else return false;
  }
  socket.write(REQUEST_PASSWORD);
  const reply = await messages.next(true, MAX_UNAUTHENTICATED_BYTES);
  if (reply !== undefined && sameText(passwordIn(reply) ?? '', password)) return true;
  socket.write(fatalError('28P01', 'This is the storage of another folder, or of an earlier start.'));
  return false;
}

const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

interface Messages {
  /** The next message; undefined when the client is gone. */
  next(headed: boolean, mostBytes: number): Promise<Buffer | undefined>;
}

function readMessages(socket: Socket): Messages {
  const reader = new MessageReader();
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return {
    async next(headed, mostBytes) {
      try {
        for (;;) {
          const message = reader.take(headed, mostBytes);
          if (message !== undefined) return message;
          const { value, done } = await chunks.next();
          if (done === true) return undefined;
          reader.add(value);
        }
      } catch {
        return undefined; // a broken connection or nonsense: either way there is nobody to answer
      }
    },
  };
}
