const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The id in its form of 18 characters; null if the text has not the form of an id. */
export function toId18(text: string): string | null {
  if (!/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(text)) return null;
  const id = text.slice(0, 15);
  let suffix = '';
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let place = 0; place < 5; place++) if (/[A-Z]/.test(id.charAt(block * 5 + place))) bits |= 1 << place;
    suffix += SUFFIX.charAt(bits);
  }
  return id + suffix;
}
