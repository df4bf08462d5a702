// The files of a diagnosis: the features as a table, all of it as JSON, and a report.
import { join } from 'node:path';
import type { Diagnosis, DiagnosisChoices } from '#runner/study/diagnose/diagnose.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { jsonPieces, writePieces } from '../run-folder/large-file.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { renderDiagnosis } from './diagnose-report.ts';

/** The written files. */
export interface DiagnosisPaths {
  readonly csvPath: string;
  readonly jsonPath: string;
  readonly reportPath: string;
}

/** Writes the files. Real time is left out, so the same runs give the same bytes. */
export function writeDiagnosis(
  folder: string,
  choices: DiagnosisChoices,
  found: Diagnosis,
  { program, argv }: Pick<StudyCommandEnvironment, 'program' | 'argv'>,
): DiagnosisPaths {
  const csvPath = join(folder, 'features.csv');
  const jsonPath = join(folder, 'diagnose.json');
  const reportPath = join(folder, 'report.html');
  const { hypotheses, ...others } = found;
  writePieces(csvPath, featuresCsv(found));
  const head = { schemaVersion: 1, program, choices, ...others };
  writePieces(jsonPath, jsonPieces(head, { hypotheses }));
  writePieces(reportPath, [renderDiagnosis(choices, found, { program, argv })]);
  return { csvPath, jsonPath, reportPath };
}

function* featuresCsv({ hypotheses }: Diagnosis): Generator<string> {
  yield csvLine(['hypothesis', 'feature', 'recorded', 'low', 'median', 'high']);
  for (const { hypothesis, features } of hypotheses)
    for (const { name, recorded, low, median, high } of features)
      yield csvLine([hypothesis, name, recorded, low, median, high]);
}
