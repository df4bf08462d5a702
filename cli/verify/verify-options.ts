import { type Command, InvalidArgumentError, Option } from 'commander';
import { policyIds } from '#domain/policies.ts';
import { isPolicyFile } from '#runner/policy-choice.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { faultChoice } from '../fault-option.ts';
import { amountOf, oneOf, seedMax, seedNumber, wholeNumber } from '../option-values.ts';
import { knownPolicyName } from '../policy-name.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';

/** The words of the command `verify`, checked. */
export interface VerifyOptions {
  /** The name of a scenario that ships. */
  readonly scenario: string;
  readonly nodes: number;
  /** How many seeds, and the first of them; the others follow it. */
  readonly seeds: number;
  readonly from: number;
  /** Names and files that `choosePolicy` understands. */
  readonly policy: readonly string[];
  /** Also a stack that is deployed there; true: where AWS_ENDPOINT_URL says; undefined: none. */
  readonly endpoint?: string | true;
  /** The name of that stack. */
  readonly stack: string;
  /** Against the local cloud once more instead of the twin. */
  readonly control: boolean;
  /** How many threads; undefined: as many as there are cores. */
  readonly workers?: number;
  readonly json: boolean;
}

/** Smaller networks are ruled by luck; in larger ones the local cloud takes minutes a run. */
const nodesMin = 100;
const nodesMax = 10_000;

const seedsMax = 1_000;
const workersMax = 256;

/** As many seeds as the tolerances are promised for. */
const seedsDefault = 10;

/** Adds the command `verify`, which calls `onVerify` with checked options. */
export function addVerifyCommand(
  program: Command,
  onVerify: (options: VerifyOptions) => Promise<void>,
): void {
  program
    .command('verify')
    .description('whether the twin agrees with the local cloud, count by count, meter by meter')
    .argument(
      '[scenario]',
      `one of: ${Object.keys(scenarios).join(', ')}`,
      (text) => oneOf('scenario', text, Object.keys(scenarios)),
      'august-2007',
    )
    .option('--nodes <count>', 'how many nodes (default: the scenario says)', nodeCount)
    .option('--seeds <count>', 'how many seeds', numberUpTo(seedsMax, 'seeds'), seedsDefault)
    .option('--from <seed>', 'the first of them', seedNumber, 1)
    .addOption(
      new Option(
        '--policy <names>',
        `one or more of: ${policyIds.join(', ')}; hypotheses joined by +; or a policy file`,
      ).argParser(knownPolicies),
    )
    .option('--faults <plan>', 'none: the twin is of an ideal cloud', noFaults, 'none')
    .option('--endpoint [url]', 'also a stack deployed there (default: AWS_ENDPOINT_URL)')
    .addOption(stackNameOption())
    .option('--control', 'the local cloud against itself, under other latencies', false)
    .option('--workers <count>', 'how many threads', numberUpTo(workersMax, 'threads'))
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action((scenario: string, options: Omit<RawOptions, 'scenario'>, command: Command) =>
      onVerify(checked({ ...options, scenario }, command)),
    );
}

const help = `
Medians over the seeds of each count and meter. Within tolerance is 5 % (10 % for durations); counts
below 20 are compared by what chance alone may do. Without faults, from the moment the network is
stored until the state machine reports, or twice the target after the last restart.

Exit codes: 0 all within tolerance, 1 something is not, 2 too few seeds to tell, 64 usage,
  69 no engine or no stack there, 70 a bug of ours, 74 the output cannot be written,
  77 refused: not on this machine`;

type RawOptions = Omit<VerifyOptions, 'nodes' | 'policy'> &
  Partial<Pick<VerifyOptions, 'nodes' | 'policy'>> & { readonly faults: string };

function checked({ faults, ...options }: RawOptions, command: Command): VerifyOptions {
  const scenario = scenarios[options.scenario];
  if (scenario === undefined) throw new Error(`no scenario ${options.scenario}`);
  const last = options.from + options.seeds - 1;
  if (last > seedMax)
    command.error(`error: the last of the seeds would be ${last}; the largest is ${seedMax}.`);
  return {
    ...options,
    nodes: options.nodes ?? scenario.embedded.shape.nodeCount,
    policy: options.policy ?? Object.keys(scenario.expected),
  };
}

function nodeCount(text: string): number {
  const nodes = amountOf(text);
  if (nodes >= nodesMin && nodes <= nodesMax) return nodes;
  const most = nodesMax.toLocaleString('en-US');
  throw new InvalidArgumentError(`Both clouds are compared at ${nodesMin} to ${most} nodes.`);
}

function numberUpTo(most: number, what: string): (text: string) => number {
  return (text) => {
    const count = wholeNumber(text);
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`It takes 1 to ${most.toLocaleString('en-US')} ${what}.`);
  };
}

function knownPolicies(text: string, before: string[] | undefined): string[] {
  const named = text.split(',').map((name) => name.trim());
  for (const name of named) if (!isPolicyFile(name)) knownPolicyName(name);
  return [...new Set([...(before ?? []), ...named])];
}

/** A plan that is known, but not here, deserves another answer than a word that is not. */
function noFaults(text: string): string {
  if (text.trim() === 'none') return 'none';
  faultChoice(text);
  throw new InvalidArgumentError(
    'The twin is of an ideal cloud, so both are compared without faults: --faults none. ' +
      `With faults, in the local cloud alone: npx rebootstorm run <scenario> --faults ${text}`,
  );
}
