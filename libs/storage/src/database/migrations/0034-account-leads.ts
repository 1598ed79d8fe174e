/** How a scored lead's company is known, to find the open leads of an account; null until the lead is scored again. */
export const accountLeads = `
  alter table outbox add column account_id text;
  alter table outbox add column company_domain text;
  alter table outbox add column company_name text;
  create index outbox_account on outbox (account_id, org_id) where account_id is not null;
  create index outbox_company_domain on outbox (company_domain, org_id) where company_domain is not null;
  create index outbox_company_name on outbox (company_name, org_id) where company_name is not null;
`;
