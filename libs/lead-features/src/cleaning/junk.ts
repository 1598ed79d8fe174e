import { emailClassOf, emailDomainOf } from '../catalogue/email.ts';
import { wordsOf } from '../catalogue/word-classes.ts';
import { textOf } from '../field-value.ts';
import type { LeadHistory } from '../lead-history.ts';
import { snapshotAt, type LeadSnapshot } from '../snapshot.ts';
import { findGibberish } from './gibberish.ts';
import { companyWordsOf } from './group-keys.ts';

/** What makes a lead junk; an admin may change each list. Plain JSON. */
export interface JunkRules {
  /** Mail domains that reach nobody. */
  readonly emailDomains: readonly string[];
  /** Words typed instead of a name to get past a form. */
  readonly words: readonly string[];
  /** Whether a lead with neither a usable address nor a phone number is junk. */
  readonly unreachable: boolean;
  /** Whether a person's name made of random keys is junk; true where absent. */
  readonly gibberish?: boolean;
}

export const defaultJunkRules: JunkRules = {
  emailDomains: ['example.com', 'example.org', 'test.com'],
  words: ['test', 'testing', 'asdf', 'qwerty', 'xxx', 'foo', 'dummy', 'fake'],
  unreachable: true,
  gibberish: true,
};

export type JunkCode = 'throw_away_email' | 'test_email' | 'made_up_name' | 'gibberish_name' | 'no_contact';

export interface JunkReason {
  readonly code: JunkCode;
  /** The mail domain or the word; null where the reason needs none. */
  readonly value: string | null;
}

/**
 * Why a lead is junk, judged by what was filled in at its creation; undefined if it is not. What staff found out later does
 * not count, because it is unknown for a new lead.
 */
export const junkReason = (history: LeadHistory, rules: JunkRules = defaultJunkRules): JunkReason | undefined =>
  junkReasonOf(snapshotAt(history, history.createdAt), rules);

/** Why a lead is junk by the values of a snapshot; undefined if it is not. */
export function junkReasonOf(snapshot: LeadSnapshot, rules: JunkRules): JunkReason | undefined {
  const email = textOf(snapshot, 'Email');
  const domain = email === null ? undefined : emailDomainOf(email);
  if (domain !== undefined) {
    if (emailClassOf(email) === 'Throw-away') return { code: 'throw_away_email', value: domain };
    if (rules.emailDomains.includes(domain)) return { code: 'test_email', value: domain };
  }
  const person = ['FirstName', 'LastName'].map((field) => textOf(snapshot, field) ?? '');
  const company = textOf(snapshot, 'Company');
  const word = madeUpWord(person, company, rules.words);
  if (word !== undefined) return { code: 'made_up_name', value: word };
  const gibberish = rules.gibberish === false ? undefined : findGibberish({ person, company });
  if (gibberish !== undefined) return { code: 'gibberish_name', value: gibberish };
  const isSynced = 'Email' in snapshot.fields && 'Phone' in snapshot.fields;
  const hasPhone = ['Phone', 'MobilePhone'].some((field) => textOf(snapshot, field) !== null);
  const isUnreachable = rules.unreachable && isSynced && domain === undefined && !hasPhone;
  return isUnreachable ? { code: 'no_contact', value: null } : undefined;
}

/** Any word of a person's name; of a company's name only if it has no other: "Test Equipment Ltd" exists. */
function madeUpWord(person: readonly string[], company: string | null, words: readonly string[]): string | undefined {
  const listed = (word: string) => words.includes(word);
  const inPerson = person.flatMap(wordsOf).find(listed);
  if (inPerson !== undefined || company === null) return inPerson;
  const companyWords = companyWordsOf(company);
  return companyWords.every(listed) ? companyWords[0] : undefined;
}
