import { companyClassOf } from '../catalogue/company.ts';
import { emailClassOf, emailDomainOf } from '../catalogue/email.ts';
import { wordsOf } from '../catalogue/word-classes.ts';
import { toText } from '../field-value.ts';
import type { LeadHistory } from '../lead-history.ts';

/** What leads of the same people or company share; null = nothing. */
export interface GroupKeys {
  /** The address, lower-case. */
  readonly email: string | null;
  /** The company's own mail domain, or its name without legal form. */
  readonly company: string | null;
}

const LEGAL_FORMS = new Set(
  'ltd,limited,llc,llp,inc,incorporated,corp,corporation,co,company,gmbh,ag,kg,ug,se,sa,sas,sarl,srl,spa,bv,nv,plc,pty,ab,as,oy,kft,group,holding,the'.split(
    ',',
  ),
);

/** Keys that must be on one side of a split only, or a model is measured on people it has learned from. */
export function groupKeysOf({ fields }: Pick<LeadHistory, 'fields'>): GroupKeys {
  const address = toText(fields.Email)?.toLowerCase() ?? null;
  const email = address !== null && emailDomainOf(address) !== undefined ? address : null;
  return { email, company: companyKey(email, toText(fields.Company)) };
}

function companyKey(email: string | null, name: string | null): string | null {
  if (email !== null && emailClassOf(email) === 'Company') return emailDomainOf(email) ?? null;
  const kind = companyClassOf(name);
  if (name === null || kind === 'Placeholder' || kind === 'Self-employed') return null;
  const words = companyWordsOf(name);
  return words.length === 0 ? null : words.join(' ');
}

/** The words of a company's name without legal forms. */
export const companyWordsOf = (name: string): readonly string[] =>
  wordsOf(name).filter((word) => !LEGAL_FORMS.has(word));
