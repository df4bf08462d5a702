// The way from a challenge to the lab: its storm, without the student's file.
import type { Challenge, ChallengeRun } from '#challenges/challenge.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { addressOf } from '#lab/inputs/address.ts';
import { labWords } from '#lab/inputs/cli-words.ts';
import { inputsOfRun } from '#lab/inputs/inputs-of-run.ts';
import { usualRegion } from '#lab/prices.ts';
import { usualScale } from '#runner/twin/twin-order.ts';
import { usualLabPort } from '../lab/usual-lab-port.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { challengeScenario } from './challenge-scenario.ts';

/** A storm of a challenge. */
interface ChallengeStorm {
  /** With the challenge's fields set. */
  readonly scenario: Scenario;
  readonly nodes: ChallengeRun['nodes'];
  readonly seed: number;
  /** What the shipped file switches on. */
  readonly hypotheses: readonly string[];
}

/** Opens the lab at a storm. */
export interface ChallengeLab {
  /** Without quotes for a shell, and without the program's name. */
  readonly words: readonly string[];
  /** With the port that `lab` takes if it is free. */
  readonly address: string;
}

/** What the lab opens at: the policy that the file begins from, beside the other usual one. */
export function labOfStorm({ scenario, nodes, seed, hypotheses }: ChallengeStorm): ChallengeLab {
  const policies =
    hypotheses.length === 0 ? ['resilient', 'legacy-2007'] : [hypotheses.join('+'), 'resilient'];
  const found = inputsOfRun({ scenario, policies, nodes, seed, region: usualRegion });
  if (found.kind === 'refused')
    throw new Error(`the lab cannot open at the challenge: ${found.reasons.join(' ')}`);
  return {
    words: labWords(found.inputs),
    address: `http://127.0.0.1:${usualLabPort}/#${addressOf(found.inputs)}`,
  };
}

/**
 * The storm of a challenge with its first seed, in the lab. Null: it has no storm, or one that the
 * lab runs at its full size alone, where a challenge is small.
 */
export function challengeLab(challenge: Challenge): ChallengeLab | null {
  if (!('run' in challenge)) return null;
  const { run, seeds } = challenge;
  const scenario = challengeScenario(run);
  if (usualScale(scenario) === 'full') return null;
  return labOfStorm({
    scenario,
    nodes: run.nodes,
    seed: seeds[0] ?? 0,
    hypotheses: challenge.kind === 'policy' ? challenge.policy.hypotheses : [],
  });
}

/** How a student opens the lab: paragraphs of Markdown, none for one that it cannot show. */
export function labParagraphs(challenge: Challenge): string[] {
  const lab = challengeLab(challenge);
  if (lab === null) return [];
  const file =
    challenge.kind === 'policy'
      ? 'under the policy from which your file begins. "Write a policy of your own" takes your ' +
        'file.'
      : 'with the usual settings of the stack.';
  return [
    `**See the storm:** \`${quotedCommand(lab.words)}\` serves the lab on this machine. Then ` +
      `[it opens here](${lab.address}) with the inputs of this challenge and its first seed, ` +
      file,
  ];
}
