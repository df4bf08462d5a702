import type { Command } from 'commander';
import { formatOption, type OutputFormat } from '../format-option.ts';
import { billFigures } from './explain-bill.ts';

/** The options of the command `explain bill`, checked. */
export interface ExplainBillOptions {
  /** A run folder, or a file in it. */
  readonly run: string;
  /** A meter, a service, a phase or a figure of the bill; undefined: the whole bill. */
  readonly line: string | undefined;
  /** The policy to explain; undefined: every policy of the run. */
  readonly policy: string | undefined;
  readonly format: OutputFormat;
}

/** Adds the command `explain`, which calls `onBill` with checked options. */
export function addExplainCommand(
  program: Command,
  onBill: (options: ExplainBillOptions) => Promise<void>,
): void {
  const explain = program.command('explain').description('how a figure of a run comes about');
  explain
    .command('bill')
    .description("a run's bill, or one line of it, down to meters and prices")
    .argument('<run>', 'a run folder, such as runs/latest')
    .argument(
      '[line]',
      'a meter, such as sqs.standardRequests; a service; or a figure: total, floor',
    )
    .option('--policy <name>', 'one policy alone (default: each of the run)')
    .addOption(formatOption())
    .addHelpText('after', help)
    .action((run: string, line: string | undefined, raw: RawOptions) =>
      onBill({ run, line, policy: raw.policy, format: raw.format }),
    );
}

type RawOptions = Pick<ExplainBillOptions, 'policy' | 'format'>;

const help = `
Figures: ${billFigures.join(', ')}.

Exit codes: 0 explained, 64 usage, or not a run folder, 70 an internal error`;
