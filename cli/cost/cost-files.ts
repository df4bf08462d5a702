// A cost's points and findings as files: `points.csv`, `cost.json` and `report.html`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billedServices, type Service } from '#pricing/billable-meters.ts';
import { stableJson } from '#runner/stable-json.ts';
import { writeColumns } from '../columns/columns-file.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { writePieces } from '../run-folder/large-file.ts';
import type { CostFindings } from './cost-findings.ts';
import type { CostHead } from './cost-head.ts';
import type { CostLine } from './cost-points.ts';
import { renderCostReport } from './cost-report.ts';

/** Where everything was written, and the JSON. */
export interface CostFiles {
  readonly csvPath: string;
  readonly reportPath: string;
  readonly json: string;
}

/** Writes the files of a cost. The same points give the same bytes. */
export function writeCost(
  folder: string,
  head: CostHead,
  lines: readonly CostLine[],
  findings: CostFindings,
): CostFiles {
  const csvPath = join(folder, 'points.csv');
  const reportPath = join(folder, 'report.html');
  writePieces(csvPath, costCsv(lines));
  writeColumns(folder, ['points.csv']);
  const json = stableJson({ ...head, lines: lines.map(reportedLine), findings });
  writeFileSync(join(folder, 'cost.json'), json);
  writeFileSync(reportPath, renderCostReport(head, lines, findings));
  return { csvPath, reportPath, json };
}

/** A row for each seed of each point (RFC 4180). */
export function* costCsv(lines: readonly CostLine[]): Generator<string> {
  const names = [...new Set(lines.flatMap(({ variant }) => Object.keys(variant.values)))];
  yield csvLine([
    'policy',
    ...names,
    'nodes',
    'kind',
    'seed',
    'verdict',
    'healMs',
    'userHoursLost',
    'billUsd',
    'perMillionLoginsUsd',
    'perNodeMonthUsd',
    'floorUsd',
    'floorRatio',
    'networkFloorRatio',
    ...billedServices.map((service) => `billUsd.${service}`),
  ]);
  for (const { policy, variant, points } of lines)
    for (const { nodes, kind, samples } of points)
      for (const { seed, bill, row, userHoursLost } of samples)
        yield csvLine([
          policy,
          ...names.map((name) => variant.values[name]),
          nodes,
          kind,
          seed,
          row?.verdict,
          row?.healMs,
          userHoursLost,
          bill.totalUsd,
          bill.perMillionLoginsUsd,
          bill.perNodeMonthUsd,
          bill.loginFloor?.totalUsd,
          bill.loginFloor?.ratio,
          bill.networkFloor?.ratio,
          ...billedServices.map((service: Service) => bill.serviceUsd[service] ?? 0),
        ]);
}

/** A line as JSON has it: without the scenario and the rows of its runs, which the CSV has. */
function reportedLine({ policy, variant, points }: CostLine) {
  const { values, configuration } = variant;
  return {
    policy,
    values,
    configuration,
    points: points.map(({ samples, ...point }) => {
      return { ...point, seeds: samples.map(({ seed }) => seed), unpriced: unpricedIn(samples) };
    }),
  };
}

function unpricedIn(samples: CostLine['points'][number]['samples']): string[] {
  return [...new Set(samples.flatMap(({ bill }) => Object.keys(bill.unpriced)))];
}
