// Reads the values that a calibration fitted.
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { readJsonOrRefuse } from '#runner/json-file.ts';
import type { FittedValues } from '#runner/study/likelihood/likelihood.ts';
import { unknownNames } from '#scenarios/unknowns/august-unknowns.ts';

const candidate = z.object({ values: z.record(z.enum(unknownNames), z.number()) });
const judged = z.object({ candidate, nodes: z.number(), score: z.number() });
const file = z.object({
  fits: z.array(
    z.object({ hypothesis: z.string(), best: z.array(judged), checked: judged.nullable() }),
  ),
});

/**
 * The best candidates of the hypothesis that came closest to the record at the largest size.
 * @throws {InvalidArgumentError} where the file is no calibration, or has no candidate
 */
export function fittedValues(path: string): FittedValues {
  const read = file.safeParse(readJsonOrRefuse(path, InvalidArgumentError));
  if (!read.success)
    throw new InvalidArgumentError(`${path} is no calibrate.json of rebootstorm calibrate.`);
  const [closest] = read.data.fits
    .flatMap(({ hypothesis, best, checked }) => {
      const top = checked ?? best[0];
      return top === undefined ? [] : [{ hypothesis, best, top }];
    })
    .toSorted((a, b) => b.top.nodes - a.top.nodes || a.top.score - b.top.score);
  if (closest === undefined) throw new InvalidArgumentError(`${path} has no candidate.`);
  return {
    hypothesis: closest.hypothesis,
    values: closest.best.map((one) => one.candidate.values),
  };
}
