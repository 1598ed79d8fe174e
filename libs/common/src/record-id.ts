const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a record id. Its last three characters encode which of the 15 before are capitals. */
export function toId18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let capitals = 0;
    for (let index = 0; index < 5; index++) if (/[A-Z]/.test(id.charAt(block + index))) capitals |= 1 << index;
    suffix += DIGITS.charAt(capitals);
  }
  return id + suffix;
}

/** Whether the text has the form of a record id, of 15 or 18 characters. */
export const isRecordId = (text: string): boolean => /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text);

/** A lead's id as Salesforce's API returns it: one of 15 characters, as reports and links show it, gets its last three. */
export const toLeadId = (id: string): string => (/^00Q[a-zA-Z0-9]{12}$/.test(id) ? toId18(id) : id);
