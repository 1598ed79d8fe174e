import { opportunityStages } from '../../../company/stages.ts';
import {
  auditFields,
  auditWithoutDeletion,
  checkbox,
  field,
  historyObject,
  idField,
  integer,
  longText,
  picklist,
  READ_ONLY_OBJECT,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';

export const accountHistory = historyObject('Account', '016');
export const caseHistory = historyObject('Case', '018');
export const opportunityFieldHistory = {
  ...historyObject('Opportunity', '019'),
  name: 'OpportunityFieldHistory',
  label: 'Opportunity Field History',
  labelPlural: 'Opportunity Field History',
};

/** A row for each change of stage, amount, probability or close date, with the values since then, and one at the creation. */
export const opportunityHistory = sobject(
  'OpportunityHistory',
  '008',
  [
    idField,
    systemField(checkbox('IsDeleted', { label: 'Deleted' })),
    systemField(
      reference('OpportunityId', ['Opportunity'], {
        nillable: false,
        childRelationship: 'OpportunityHistories',
        cascadeDelete: true,
      }),
    ),
    systemField(reference('CreatedById', ['User'], { nillable: false })),
    systemField(field('CreatedDate', 'datetime', { nillable: false })),
    systemField(
      picklist(
        'StageName',
        opportunityStages.map(({ value }) => value),
      ),
    ),
    systemField(field('Amount', 'currency', { precision: 18, scale: 2 })),
    systemField(field('Probability', 'percent', { precision: 3 })),
    systemField(field('CloseDate', 'date')),
    systemField(field('SystemModstamp', 'datetime', { nillable: false })),
  ],
  { ...READ_ONLY_OBJECT, label: 'Opportunity History', labelPlural: 'Opportunity History' },
);

/** What each stage means today. */
export const opportunityStage = sobject(
  'OpportunityStage',
  '01J',
  [
    idField,
    text('MasterLabel', 255),
    text('ApiName', 255),
    checkbox('IsActive'),
    integer('SortOrder'),
    checkbox('IsClosed'),
    checkbox('IsWon'),
    field('DefaultProbability', 'percent', { precision: 3 }),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

/** What each status means today. */
export const caseStatus = sobject(
  'CaseStatus',
  '01K',
  [
    idField,
    text('MasterLabel', 255),
    text('ApiName', 255),
    integer('SortOrder'),
    checkbox('IsDefault'),
    checkbox('IsClosed'),
    ...auditWithoutDeletion,
  ].map(systemField),
  { ...READ_ONLY_OBJECT, labelPlural: 'Case Statuses' },
);

export const caseComment = sobject('CaseComment', '00a', [
  idField,
  reference('ParentId', ['Case'], {
    nillable: false,
    updateable: false,
    childRelationship: 'CaseComments',
    cascadeDelete: true,
  }),
  checkbox('IsPublished'),
  longText('CommentBody'),
  ...auditFields,
]);

/** An order of an account. `EffectiveDate` is the day of the order, which may be entered later. */
export const order = sobject('Order', '801', [
  idField,
  reference('AccountId', ['Account'], { nillable: false, childRelationship: 'Orders', cascadeDelete: true }),
  systemField(text('OrderNumber', 30, { isName: true, nillable: false })),
  field('EffectiveDate', 'date', { nillable: false, label: 'Order Start Date' }),
  picklist('Status', ['Draft', 'Activated'], { nillable: false, defaultValue: 'Draft' }),
  field('TotalAmount', 'currency', { precision: 18, scale: 2 }),
  field('ActivatedDate', 'datetime'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
]);
