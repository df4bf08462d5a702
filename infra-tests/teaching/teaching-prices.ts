// What a class costs on AWS, by the project's own bill and at the list prices of us-east-1.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measuredValue } from '#cli/lesson/measured-value.ts';
import { stackUpkeep } from '#runner/deployed/stack-upkeep.ts';
import { boundOfStorm } from '#runner/deployed/storm-bound.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { drill } from '#scenarios/drill.ts';
import { outputOf } from '../lessons/lesson-output.ts';

/** What the page says of a class. */
const students = 30;
const drillsOfStudent = 10;
const stackHours = 4;
const hoursOfMonth = 730;

/** Every price of the pack, in dollars. */
export async function teachingPrices(): Promise<Readonly<Record<string, number>>> {
  const book = shippedPriceBook('us-east-1');
  const storm = { scenario: drill, policy: policyNamed('resilient'), seed: 2007, nodes: 300 };
  const drillUsd = await billOfDrill();
  const { totalUsd: drillAtMostUsd } = await boundOfStorm(storm, book);
  const usdPerMonth =
    stackUpkeep(readStackTemplate(resolve('cli')), book).usdPerMonth ?? Number.NaN;
  const stackUsd = (usdPerMonth * stackHours) / hoursOfMonth;
  const studentUsd = drillsOfStudent * drillUsd + stackUsd;
  return {
    drill: drillUsd,
    drillAtMost: drillAtMostUsd,
    stackMonth: usdPerMonth,
    student: studentUsd,
    class: students * studentUsd,
    classAtMost: students * (drillsOfStudent * drillAtMostUsd + stackUsd),
  };
}

async function billOfDrill(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'teaching-price-'));
  const { result } = await outputOf('run drill --policy resilient --seed 2007', folder, 'drill');
  rmSync(folder, { recursive: true });
  return measuredValue(result, 'runs.resilient.bill.totalUsd') ?? Number.NaN;
}
