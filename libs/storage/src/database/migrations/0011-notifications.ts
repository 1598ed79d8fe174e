/** How administrators are notified, and which events are on their way to them. */
export const notifications = `
  create table notification_settings (
    org_id text primary key,
    settings json not null,
    changed_at int8 not null,
    changed_by text not null
  );

  create table notification_delivery (
    org_id text not null,
    delivery_id text not null,
    event_id text not null,
    route text not null,
    reminder int4 not null,
    state text not null check (state in ('pending', 'sent', 'failed')),
    attempts int4 not null,
    in_flight boolean not null default false,
    interrupted boolean not null default false,
    created_at int8 not null,
    next_attempt_at int8 not null,
    sent_at int8,
    failure text,
    primary key (org_id, delivery_id),
    unique (org_id, event_id, route, reminder)
  );
  create index notification_delivery_due on notification_delivery (org_id, next_attempt_at) where state = 'pending';
`;
