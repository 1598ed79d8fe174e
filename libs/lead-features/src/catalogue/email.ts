import { textOf } from '../field-value.ts';
import { booleanFeature, categoricalFeature } from './catalogue-feature.ts';
import { wordsOf } from './word-classes.ts';

/** Providers where anybody gets a mailbox, under any country ending. */
const FREE_MAIL_NAMES = new Set(
  'gmail,googlemail,yahoo,ymail,rocketmail,hotmail,outlook,live,msn,aol,icloud,gmx,yandex,proton,protonmail,zoho,rediffmail,mailbox,tutanota,fastmail'.split(
    ',',
  ),
);
const FREE_MAIL_DOMAINS = new Set(
  'me.com,mac.com,mail.com,mail.ru,bk.ru,inbox.ru,list.ru,pm.me,web.de,t-online.de,freenet.de,arcor.de,orange.fr,wanadoo.fr,free.fr,laposte.net,sfr.fr,libero.it,virgilio.it,tiscali.it,alice.it,qq.com,163.com,126.com,sina.com,naver.com,daum.net,uol.com.br,bol.com.br,terra.com.br,comcast.net,verizon.net,att.net,sbcglobal.net,btinternet.com,bluewin.ch,ziggo.nl,kpnmail.nl,telenet.be,skynet.be,wp.pl,o2.pl,onet.pl,seznam.cz,email.cz'.split(
    ',',
  ),
);
const DISPOSABLE_NAMES = new Set(
  'mailinator,guerrillamail,10minutemail,tempmail,temp-mail,yopmail,trashmail,trash-mail,sharklasers,dispostable,maildrop,getnada,mailnesia,throwawaymail,fakeinbox,tempinbox,mailcatch,burnermail,spamgourmet,mohmal,moakt,emailondeck,mytemp,wegwerfmail,wegwerfemail,jetable,discard'.split(
    ',',
  ),
);
const SECOND_LEVEL = new Set(['co', 'com', 'net', 'org', 'gov', 'edu', 'ac', 'mil', 'gouv', 'gob']);

/** Lower-case domain of an address; undefined where the text is not an address. */
export function emailDomainOf(address: string): string | undefined {
  return /^[^@\s]+@((?:[a-z0-9-]+\.)+[a-z]{2,})$/.exec(address.toLowerCase())?.[1];
}

/** The label that names the owner of a domain: `shop.acme.co.uk` → `acme`. */
export function domainOwnerOf(domain: string): string {
  const labels = domain.split('.');
  const ending = labels.length > 2 && SECOND_LEVEL.has(labels.at(-2)!) && labels.at(-1)!.length === 2 ? 2 : 1;
  return labels.at(-1 - ending) ?? labels[0]!;
}

const EMAIL_CLASSES = ['Invalid', 'Throw-away', 'Free mail', 'Education', 'Public', 'Company'] as const;

/** Who provides the mailbox, by the domain alone; null where there is no address. */
export function emailClassOf(address: string | null): (typeof EMAIL_CLASSES)[number] | null {
  if (address === null) return null;
  const domain = emailDomainOf(address);
  if (domain === undefined) return 'Invalid';
  const owner = domainOwnerOf(domain);
  if (DISPOSABLE_NAMES.has(owner)) return 'Throw-away';
  if (FREE_MAIL_NAMES.has(owner) || FREE_MAIL_DOMAINS.has(domain)) return 'Free mail';
  if (/(^|\.)(edu|ac)(\.[a-z]{2})?$/.test(domain)) return 'Education';
  if (/(^|\.)(gov|mil|gouv|gob)(\.[a-z]{2})?$/.test(domain)) return 'Public';
  return 'Company';
}

/** Whether the domain contains the company's name; undefined where the address or the name is missing. */
export function matchesCompany(address: string | null, company: string | null): boolean | undefined {
  const domain = address === null ? undefined : emailDomainOf(address);
  if (domain === undefined || company === null) return undefined;
  const owner = wordsOf(domainOwnerOf(domain)).join('');
  const words = wordsOf(company);
  const initials = words.map((word) => word[0]).join('');
  return words.some((word) => word.length > 2 && owner.includes(word)) || (initials.length > 2 && owner === initials);
}

export const emailFeatures = [
  categoricalFeature({
    name: 'email_domain_class',
    field: 'Email',
    label: 'Kind of e-mail address',
    inputs: ['Email'],
    classes: EMAIL_CLASSES,
    valueOf: (snapshot) => emailClassOf(textOf(snapshot, 'Email')),
  }),
  booleanFeature({
    name: 'email_matches_company',
    field: 'Email',
    label: 'E-mail address carries the company’s name',
    inputs: ['Email', 'Company'],
    valueOf: (snapshot, inputs) =>
      inputs.length < 2 ? undefined : matchesCompany(textOf(snapshot, 'Email'), textOf(snapshot, 'Company')),
  }),
];
