/** Runs one check and prints its result as a line of JSON. */
export async function check(part, name, work) {
  const print = (result) => console.log(JSON.stringify({ part, name, ...result }));
  try {
    const value = await work();
    if (value === false) print({ ok: false, message: 'returned false' });
    else print({ ok: true });
    return value;
  } catch (error) {
    print({ ok: false, message: String(error instanceof Error ? error.message : error) });
    return undefined;
  }
}

export const org = JSON.parse(process.env.ORG ?? '{}');
