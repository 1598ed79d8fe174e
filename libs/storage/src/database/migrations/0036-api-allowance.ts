/** API calls of an org, shared by all processes: what the org last reported, and what each process has reserved. */
export const apiAllowance = `
  create table api_allowance (
    org_id text primary key,
    call_limit int8,
    used int8,
    reported_at int8
  );

  create table reserved_calls (
    org_id text not null,
    holder text not null,
    calls int8 not null,
    reserved_at int8 not null,
    primary key (org_id, holder)
  );
`;
