/** `npm run bench:scale`: many orgs, or with `--leads` one large org. */
await import(process.argv.some((each) => each.startsWith('--leads')) ? './org-main.ts' : './main.ts');
