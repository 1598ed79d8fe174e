const ID_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

export const keyPrefix = {
  Account: '001',
  Contact: '003',
  User: '005',
  Opportunity: '006',
  LeadHistory: '017',
  AccountHistory: '016',
  OpportunityHistory: '008',
  OpportunityFieldHistory: '019',
  Case: '500',
  CaseHistory: '018',
  CaseComment: '00a',
  Order: '801',
  Organization: '00D',
  Lead: '00Q',
  Task: '00T',
  Event: '00U',
  CampaignMember: '00v',
  Campaign: '701',
  EmailMessage: '02s',
} as const;

/** The 18-character form of a 15-character id: three more characters encode which letters are capitals. */
export function toCaseSafeId(id: string): string {
  let checksum = '';
  for (let group = 0; group < 3; group += 1) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const code = id.charCodeAt(group * 5 + index);
      if (code >= 65 && code <= 90) bits |= 1 << index;
    }
    checksum += CHECKSUM_DIGITS[bits];
  }
  return id + checksum;
}

/** The `serial`-th record id of an object, 18 characters. Ids sort by serial. */
export function recordId(prefix: string, serial: number): string {
  let digits = '';
  for (let rest = serial, index = 0; index < 9; index += 1) {
    digits = (ID_DIGITS[rest % 62] as string) + digits;
    rest = Math.floor(rest / 62);
  }
  return toCaseSafeId(`${prefix}Lw0${digits}`);
}

/** The serial of an id made by `recordId`. */
export function serialOfId(id: string): number {
  let serial = 0;
  for (const digit of id.slice(6, 15)) serial = serial * 62 + ID_DIGITS.indexOf(digit);
  return serial;
}

/** Returns a function that gives out record ids, serial by object; serials begin above `start`. */
export function createIdGenerator(start = 0): (object: keyof typeof keyPrefix) => string {
  const serials = new Map<string, number>();
  return (object) => {
    const serial = (serials.get(object) ?? start) + 1;
    serials.set(object, serial);
    return recordId(keyPrefix[object], serial);
  };
}
