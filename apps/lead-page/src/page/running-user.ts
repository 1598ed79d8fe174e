/** As whom the page calls Apex: `rep`, `administrator`, or `nobody`, who has no permission set of the package. */
export function runningUser(): string {
  const chosen = /(?:^|;\s*)user=(\w+)/.exec(document.cookie)?.[1];
  return chosen ?? (location.pathname === '/admin' ? 'administrator' : 'rep');
}

/** `?as=nobody` in the address chooses a user until the browser is closed; `?as=` leaves the choice to the page again. */
export function chooseUser(): void {
  const as = new URLSearchParams(location.search).get('as');
  if (as === null) return;
  const age = /^\w+$/.test(as) ? '' : ';max-age=0';
  document.cookie = `user=${encodeURIComponent(as)};path=/;samesite=strict${age}`;
}
