// The handlers against a reference model: REBOOTSTORM_MODEL_RUNS lives by hand, some hundred in
// every run.
import fc from 'fast-check';
import { counterexamples } from './counterexamples.ts';
import { liveALife } from './live-a-life.ts';
import { lives } from './operations.ts';

const runCount = Number(process.env.REBOOTSTORM_MODEL_RUNS ?? 300);
const seed = Number(process.env.REBOOTSTORM_MODEL_SEED ?? 2007);

test(
  'whatever happens, the table is one that a sequential program could have left behind',
  async () => {
    const tally = {
      handledCount: 0,
      diedCount: 0,
      metCount: 0,
      placedCount: 0,
      promotedCount: 0,
    };
    await fc.assert(
      fc.asyncProperty(lives, (life) => liveALife(life, tally)),
      // Shrinking goes on for as long as it is let.
      {
        numRuns: runCount,
        seed,
        interruptAfterTimeLimit: 50_000 + runCount * 100,
        examples: counterexamples.map((life) => [life]),
      },
    );
    expect(tally.handledCount).toBeGreaterThan(runCount * 10);
    expect(tally.diedCount).toBeGreaterThan(runCount / 2);
    expect(tally.metCount).toBeGreaterThan(runCount / 2);
    expect(tally.placedCount).toBeGreaterThan(runCount / 2);
    expect(tally.promotedCount).toBeGreaterThan(runCount / 10);
  },
  60_000 + runCount * 200,
);
