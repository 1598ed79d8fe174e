const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a record id: its last three characters tell which of the 15 before are capitals. */
export function toId18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let capitals = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(id.charAt(block + at))) capitals |= 1 << at;
    suffix += DIGITS.charAt(capitals);
  }
  return id + suffix;
}
