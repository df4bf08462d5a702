// docs/quotas.md as the table in domain/quotas/ gives it.
import type { Handled, Quota } from '#domain/quotas/quota.ts';
import { quotas } from '#domain/quotas/quotas.ts';

/** Where the page is kept, from the project's directory. */
export const QUOTAS_PAGE_PATH = 'docs/quotas.md';

/** The page, with its last line end. */
export function quotasPage(): string {
  const rows: readonly Quota[] = Object.values(quotas);
  const services = [...new Set(rows.map(({ service }) => service))];
  return [
    '# Quotas of AWS',
    '',
    INTRODUCTION,
    ...services.flatMap((service) =>
      serviceSection(
        service,
        rows.filter((row) => row.service === service),
      ),
    ),
    '',
    REMARKS,
    '',
  ].join('\n');
}

const INTRODUCTION = `Every quota that the stack can meet, and what happens where a run meets it.
This page is generated from [\`domain/quotas/\`](../domain/quotas/quotas.ts):
\`npx node infra-tests/quotas/write-quotas-page.ts\` writes it, and a test holds both together.

- **Enforced**: what would pass it is answered as AWS answers.
- **Counted**: the peak is measured, and reported beside the quota. What would pass it goes on.
- **Kept**: a constant of the stack, or its plan, keeps every run below it.
- **Not modelled**: nothing here knows of it.

\`rebootstorm run\` writes all peaks to \`result.json\` (\`peaks\`). From 80 % of a quota on, the
terminal and the report show it in a section of its own. Where a quota ended the execution of a
storm, the verdict is \`failed\`, and names it: such a run is never called not healed or stuck.
Why observations go on in executions of their own:
[decision 022](decisions/022-observations-in-executions-of-their-own.md).`;

const REMARKS = `## What no count here can say

- **Partitions.** DynamoDB may spread the items of one partition key over several partitions, gives
  unused units of the last five minutes back in a burst, and moves busy items apart. So a peak above
  1,000 write or 3,000 read units in a second does not mean that AWS would have throttled; a peak
  below means that it would not have throttled this partition. The local cloud counts table and
  index apart. The twin counts a cell's table and index together, which is never less.
- **New tables.** A table on demand takes 4,000 write and 12,000 read units a second from the
  start, and twice its own earlier peak later on. Nothing here remembers earlier peaks: the report
  compares with the start.
- **Computed attempts.** With \`--retries aggregated\` the twin does not execute the attempts of
  clients that cannot be placed. They are in the bill, and in no peak.
- **Stacks.** A large network is served by several stacks
  ([decision 018](decisions/018-a-large-network-is-many-shards.md)). Each is taken for an account of
  its own. A peak is that of the busiest.
- **Others in the account.** Every quota of an account is shared with whatever else runs there.
- **Duplicates of the twin.** Its clouds do not fail, so that no message is hidden because its
  handler failed: its peaks in flight are those that are gathered or handled.`;

function serviceSection(service: string, rows: readonly Quota[]): string[] {
  return [
    '',
    `## ${service}`,
    '',
    '| Quota | Value | Can be raised | Local cloud | Twin | A plan is refused by | Source |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(row),
  ];
}

function row({ name, value, unit, isAdjustable, local, twin, plan, ...from }: Quota): string {
  const cells = [
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `${value.toLocaleString('en-US')} ${unit}`,
    isAdjustable ? 'yes' : 'no',
    formatHandled(local),
    formatHandled(twin),
    plan ?? '–',
    `[AWS](${from.source}), ${from.lookedUp}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function formatHandled({ how, words }: Handled): string {
  return `${how}: ${words}`;
}
