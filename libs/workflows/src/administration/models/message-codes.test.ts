import { messageCodes, TrainingReport, type LocalizedMessage, type MessageCode } from '@leadlight/contract';
import type { LeakageCode, TrainingPlanCode } from '@leadlight/evaluation';
import { reportJson, type VerdictCode } from '@leadlight/report';
import { expect, test } from 'vitest';
import type { FieldUseCode } from '../scoring-settings/field-uses.ts';
import { noProgress } from '../../ports/index.ts';
import { trainOnTable } from '../../training/train-on-table.ts';

type Said = LeakageCode | TrainingPlanCode | VerdictCode | FieldUseCode;

test('the contract knows the codes that a report can hold, and no others', () => {
  const known: Readonly<Record<Said, readonly string[]>> = messageCodes;
  const said: Readonly<Record<MessageCode, readonly string[]>> = known;
  expect(Object.keys(said)).toHaveLength(new Set(Object.keys(messageCodes)).size);
});

test('a report goes over the wire with its codes, each with as many values as its sentence has places', () => {
  const rows = Array.from({ length: 400 }, (_, row) => {
    const won = row % 4 === 0;
    return [
      `2025-${String(1 + Math.floor(row / 34)).padStart(2, '0')}-01`,
      String(row % 9),
      won ? 'signed' : '',
      won ? 'yes' : 'no',
    ];
  });
  const header = ['created', 'visits', 'contract', 'won'];
  const outcome = { kind: 'label', column: 'won', positive: 'yes' } as const;
  const given = { title: 't', header, rows, outcome, createdColumn: 'created' };
  const settings = { learner: 'forest', seed: 1, threshold: 0.5, holdout: 0.2 } as const;
  const { report } = trainOnTable(given, settings, Date.UTC(2026, 0, 1), noProgress);
  const { verdict, leakage } = TrainingReport.parse(JSON.parse(reportJson(report)));
  const told: readonly LocalizedMessage[] = [
    ...(verdict?.told ?? []),
    ...(leakage?.findings.flatMap((each) => each.told ?? []) ?? []),
  ];
  expect(told.map(({ code }) => code)).toContain('alone_excluded');
  expect(verdict?.told).toHaveLength(verdict!.reasons.length);
  for (const { code, values } of told) expect(values).toHaveLength(messageCodes[code as MessageCode].length);
});
