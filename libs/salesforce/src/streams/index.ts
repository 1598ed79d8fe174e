import { campaignMemberStream } from './campaign-member.stream.ts';
import { contactStream } from './contact.stream.ts';
import { emailMessageStream } from './email-message.stream.ts';
import { eventStream } from './event.stream.ts';
import { leadHistoryStream } from './lead-history.stream.ts';
import { leadStream } from './lead.stream.ts';
import { opportunityStream } from './opportunity.stream.ts';
import type { Stream } from './stream.ts';
import { taskStream } from './task.stream.ts';
import { userStream } from './user.stream.ts';

/** In reading order: a lead always comes before its children. */
export const streams: readonly Stream[] = [
  leadStream,
  leadHistoryStream,
  emailMessageStream,
  taskStream,
  eventStream,
  campaignMemberStream,
  opportunityStream,
  contactStream,
  userStream,
];

/** @throws RangeError for an unknown name */
export function getStream(name: string): Stream {
  const stream = streams.find((candidate) => candidate.name === name);
  if (!stream) throw new RangeError(`There is no stream “${name}”.`);
  return stream;
}
