// Holds bill.csv to the rules of FOCUS 1.2 with the FinOps Foundation's own validator. It needs
// Python 3.12 or newer. Without it, the tests print that they are skipped.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { billCsv } from '#cli/run-folder/bill-csv.ts';
import { examplePrices, exampleResult } from '#testing/cli/example-result.ts';
import { describeIfPresent } from '#tools/needs.ts';
import {
  type FocusValidator,
  focusValidator,
  ValidatorUnavailableError,
} from './focus-validator.ts';

/** An installation from nothing included. */
const limitMs = 900_000;

/**
 * Rules that the package reports and the specification does not ask of such a file, with the
 * reason. The first one's condition reads as the specification does; why the package applies it to
 * charges without a reservation was not found.
 */
const faultyRules: Readonly<Record<string, string>> = {
  'CapacityReservationStatus-C-004-C':
    'is for charges with a CapacityReservationId; it is applied to those without one, too',
  'CommitmentDiscountStatus-C-004-C':
    'is for charges with a CommitmentDiscountId; its condition asks for those without one',
  'InvoiceId-C-005-C': 'is for charges on an invoice; it has no condition, and C-004-C forbids it',
};

describeIfPresent('python3', 'the bill of a run as FOCUS 1.2', () => {
  let validator: FocusValidator | undefined;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rebootstorm-focus-'));
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    validator = await focusValidator(process.cwd(), say).catch((error: unknown) => {
      if (!(error instanceof ValidatorUnavailableError)) throw error;
      say(`\n*** SKIPPED the validation of bill.csv: ${error.message} ***\n`);
      return undefined;
    });
  }, limitMs);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const validated = async (text: string) => {
    const path = join(folder, 'bill.csv');
    writeFileSync(path, text);
    return validator?.validate(path);
  };

  test(
    'it keeps every rule but three that the specification does not ask of it',
    async () => {
      const found = await validated(billCsv(exampleResult(), examplePrices.book));
      if (found === undefined) return;
      expect(found.failed).toEqual(Object.keys(faultyRules));
      expect(found.passedCount).toBeGreaterThan(300);
    },
    limitMs,
  );

  test(
    'a wrong category, a wrong time and a negative unit price are found',
    async () => {
      const wrong = billCsv(exampleResult(), examplePrices.book)
        .replaceAll(',Usage,', ',Usge,')
        .replaceAll('2007-08-16T04:00:00Z', '16.8.2007')
        .replaceAll(',0.0000004,', ',-0.0000004,');
      const found = await validated(wrong);
      if (found === undefined) return;
      const columns = found.failed.map((rule) => rule.split('-')[0]);
      const wanted = ['ChargeCategory', 'ChargePeriodStart', 'ListUnitPrice'];
      expect(columns).toEqual(expect.arrayContaining(wanted));
    },
    limitMs,
  );
});
