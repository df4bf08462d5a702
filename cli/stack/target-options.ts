// `--target`, `--yes`, `--max-cost` and `--prices`: where a command operates, and what it may cost
// there.
import { type Command, Option } from 'commander';
import type { Target } from '#adapters/operator-connection.ts';
import { maxCostOption } from '../max-cost-option.ts';
import { type NamedPrices, usualRegion, withPrices } from '../price-options.ts';
import type { Errand } from './errand.ts';

/** The options as commander hands them over, checked together. */
export interface TargetOptions {
  readonly target: Target;
  /** Do not ask at the terminal; then `maxCost` is there. */
  readonly yes: boolean;
  /** In US dollars: what it may cost at most. */
  readonly maxCost?: number | undefined;
  /** The prices that were named; undefined: on AWS those of the region. */
  readonly prices?: NamedPrices | undefined;
}

/** Where a command operates. On AWS it has to say what it will do there. */
export type Destination =
  | { readonly target: 'engine' }
  | (TargetOptions & { readonly target: 'aws'; readonly errand: Errand });

/** What `--max-cost` is for: AWS alone, or also a run that stops before it costs more. */
type CostLimit = 'AWS alone' | 'a run is capped, too';

const maxCostWords: Readonly<Record<CostLimit, string>> = {
  'AWS alone': 'on AWS, refuse what may cost more than this',
  'a run is capped, too': 'end the run before it costs more; on AWS, refuse it if it may',
};

/** Adds the options to a command that operates a stack. */
export function withTarget(command: Command, limit: CostLimit = 'AWS alone'): Command {
  return withPrices(command, `on AWS those of its region, else ${usualRegion}`)
    .addOption(
      new Option('--target <where>', 'an engine on this machine, or AWS itself')
        .choices(['engine', 'aws'])
        .default('engine'),
    )
    .option('--yes', 'on AWS, without a question; needs --max-cost', false)
    .addOption(maxCostOption(maxCostWords[limit]))
    .hook('preAction', (_program, called) => refuseContradictions(called, limit));
}

/** Where the options lead. */
export function destinationOf(
  { target, yes, maxCost }: TargetOptions,
  errand: Errand,
): Destination {
  return target === 'aws' ? { target, yes, maxCost, errand } : { target };
}

function refuseContradictions(command: Command, limit: CostLimit): void {
  const { target, yes, maxCost } = command.opts<TargetOptions>();
  if (target !== 'aws') {
    const isLimited = maxCost !== undefined && limit === 'AWS alone';
    const named = [yes && '--yes', isLimited && '--max-cost'].find(Boolean);
    if (named) command.error(`error: ${named} is for --target aws alone: an engine costs nothing.`);
  } else if (yes && maxCost === undefined)
    command.error('error: --yes needs --max-cost, such as --max-cost 2.00: nobody is asked then.');
}

/** The part of a help text that says how AWS is confirmed. */
export const targetHelp = `
The engine is found by AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION,
as you deployed with them. Every endpoint and queue must be on this machine.

With --target aws it is AWS itself, by the usual variables, profiles, SSO or roles, in the region
that they name. It asks STS whose account that is, shows account, region and the most that it can
cost by list price, and sends nothing else until you type what it asks for. --yes --max-cost 2.00
asks nobody, and refuses what may cost more. Without a terminal and without --yes it is refused.`;
