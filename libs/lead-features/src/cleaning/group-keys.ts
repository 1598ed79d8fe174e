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
  return companyDomainOf(email) ?? companyNameOf(name);
}

/** What a lead says about the company that it belongs to; null = nothing. */
export interface CompanyKeys {
  /** By a lookup to the account, where the org has one; null also where two lookups name different accounts. */
  readonly accountId: string | null;
  /** The company's own mail domain, lower-case. */
  readonly domain: string | null;
  /** Its name in lower case, without legal form. */
  readonly name: string | null;
}

/** Lookups to accounts that are not the lead's own company. */
const OTHER_ACCOUNTS = new Set(['ConvertedAccountId', 'PartnerAccountId']);

export function companyKeysOf({ fields }: Pick<LeadHistory, 'fields'>): CompanyKeys {
  const accounts = new Set(
    Object.entries(fields).flatMap(([field, value]) =>
      typeof value === 'string' && /^001[0-9A-Za-z]{15}$/.test(value) && !OTHER_ACCOUNTS.has(field) ? [value] : [],
    ),
  );
  return {
    accountId: accounts.size === 1 ? [...accounts][0]! : null,
    domain: companyDomainOf(toText(fields.Email)),
    name: companyNameOf(toText(fields.Company)),
  };
}

/** The domain of an address or a web site, if it is a company's own; null for free mail, schools and what is no domain. */
export function companyDomainOf(text: string | null): string | null {
  if (text === null) return null;
  const host = text.includes('@')
    ? text
    : `x@${text
        .trim()
        .replace(/^[a-z]+:\/\//i, '')
        .replace(/[/?#:].*$/, '')}`;
  const address = host.toLowerCase().replace('@www.', '@');
  return emailClassOf(address) === 'Company' ? (emailDomainOf(address) ?? null) : null;
}

/** A company's name in lower case, without legal form; null for `n/a`, `self-employed` and the like. */
export function companyNameOf(name: string | null): string | null {
  const kind = companyClassOf(name);
  if (name === null || kind === 'Placeholder' || kind === 'Self-employed') return null;
  const words = companyWordsOf(name);
  return words.length === 0 ? null : words.join(' ');
}

/** The words of a company's name without legal forms. */
export const companyWordsOf = (name: string): readonly string[] =>
  wordsOf(name).filter((word) => !LEGAL_FORMS.has(word));
