import { emailClassOf, emailDomainOf } from '../catalogue/email.ts';
import { wordsOf } from '../catalogue/word-classes.ts';
import { textOf } from '../field-value.ts';
import type { LeadHistory } from '../lead-history.ts';
import { snapshotAt } from '../snapshot.ts';

/** What makes a lead junk; an admin may change each list. Plain JSON. */
export interface JunkRules {
  /** Mail domains that reach nobody. */
  readonly emailDomains: readonly string[];
  /** Words typed instead of a name to get past a form. */
  readonly words: readonly string[];
  /** Whether a lead with neither a usable address nor a phone number is junk. */
  readonly unreachable: boolean;
}

export const defaultJunkRules: JunkRules = {
  emailDomains: ['example.com', 'example.org', 'test.com'],
  words: ['test', 'testing', 'asdf', 'qwerty', 'xxx', 'foo', 'bar', 'dummy', 'fake'],
  unreachable: true,
};

/**
 * Why a lead is junk, judged by what was filled in at its creation; undefined if it is not. What staff found out later does
 * not count, because it is unknown for a new lead.
 */
export function junkReason(history: LeadHistory, rules: JunkRules = defaultJunkRules): string | undefined {
  const snapshot = snapshotAt(history, history.createdAt);
  const email = textOf(snapshot, 'Email');
  const domain = email === null ? undefined : emailDomainOf(email);
  if (email !== null && emailClassOf(email) === 'Throw-away') return 'a throw-away e-mail address';
  if (domain !== undefined && rules.emailDomains.includes(domain)) return `an e-mail address at ${domain}`;
  const typed = ['FirstName', 'LastName', 'Company'].flatMap((field) => wordsOf(textOf(snapshot, field) ?? ''));
  const word = typed.find((candidate) => rules.words.includes(candidate));
  if (word !== undefined) return `the word "${word}" as a name`;
  const isSynced = 'Email' in snapshot.fields && 'Phone' in snapshot.fields;
  const phones = ['Phone', 'MobilePhone'].some((field) => textOf(snapshot, field) !== null);
  return rules.unreachable && isSynced && domain === undefined && !phones ? 'no usable contact details' : undefined;
}
